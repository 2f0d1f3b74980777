"""What counts as seen: examples, and properties against a count of every millisecond."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain.tagging import Notes
from recorder_desk.domain.viewing import MOST_SPANS, Sighting, Span, asks, checked, length, minus, seen, share, union
from recorder_desk.errors import DeskError

SPANS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 60)).map(lambda each: (each[0], each[0] + each[1])))
FRAME_MS, LENGTH_MS = 40, 60_000


def milliseconds(spans: tuple[Span, ...] | list[Span]) -> set[int]:
    return {each for since, until in spans for each in range(since, until)}


@given(SPANS, SPANS)
def test_union_and_minus_are_those_of_sets(some: list[Span], others: list[Span]) -> None:
    both, rest = union(some, others), minus(some, others)
    assert milliseconds(both) == milliseconds(some) | milliseconds(others)
    assert milliseconds(rest) == milliseconds(some) - milliseconds(others)
    for found in (both, rest):
        assert length(found) == len(milliseconds(found))
        assert all(before[1] < after[0] for before, after in pairwise(found))  # ordered, and none touch
    assert union(both) == both == union(others, some)


class Player:
    """Plays, leaps, steps and holds, and knows of every millisecond whether it was shown."""

    def __init__(self) -> None:
        self.frame, self.clock, self.shown = 0, 0, set[int]()
        self.before: Sighting | None = None
        self.spans: tuple[Span, ...] = ()
        self.show(0.0, leapt=True)

    def show(self, speed: float, *, leapt: bool) -> None:
        at = self.frame * FRAME_MS
        now = Sighting(at, FRAME_MS, speed, self.clock, leapt)
        self.spans = union(self.spans, seen(self.before, now))
        self.shown |= set(range(at, at + FRAME_MS))
        self.before = now

    def play(self, speed: float, shows: int, drops: int) -> None:
        """Every so many frames one is shown: a busy machine drops the others, and they were still played."""
        self.show(speed, leapt=False)
        for _ in range(shows):
            step = drops if speed > 0 else -drops
            if not 0 <= self.frame + step < LENGTH_MS // FRAME_MS:
                break
            low, high = sorted((self.frame, self.frame + step))
            self.shown |= set(range(low * FRAME_MS, high * FRAME_MS))
            self.frame += step
            self.clock += round(drops * FRAME_MS / abs(speed))
            self.show(speed, leapt=False)
        self.show(0.0, leapt=False)

    def leap(self, frame: int) -> None:
        self.frame = frame
        self.clock += 30
        self.show(0.0, leapt=True)

    def hold(self, milliseconds: int) -> None:
        self.clock += milliseconds
        self.show(0.0, leapt=False)


ACTS = st.one_of(
    st.tuples(
        st.just("play"),
        st.sampled_from((0.25, 1.0, 1.5, 2.0, 4.0, 16.0, -1.0, -4.0)),
        st.integers(1, 20),
        st.integers(1, 5),
    ),
    st.tuples(st.just("leap"), st.integers(0, LENGTH_MS // FRAME_MS - 1)),
    st.tuples(st.just("hold"), st.integers(0, 600_000)),
)


@given(st.lists(ACTS, max_size=12))
def test_exactly_what_was_on_the_screen_counts(acts: list[tuple[object, ...]]) -> None:
    player = Player()
    for name, *told in acts:
        getattr(player, str(name))(*told)
    assert milliseconds(player.spans) == player.shown


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_steps_count_their_frames_alone(first: int, second: int) -> None:
    player = Player()
    player.leap(first)
    player.leap(second)
    player.hold(3_600_000)
    assert length(player.spans) == len({0, first, second}) * FRAME_MS


def test_a_leap_while_playing_is_no_playing() -> None:
    before = Sighting(0, 40, 1.0, 0)
    assert seen(before, Sighting(10_000, 40, 1.0, 40)) == ((10_000, 10_040),)  # told by the clock alone
    assert seen(before, Sighting(80, 40, 1.0, 40, leapt=True)) == ((80, 120),)
    assert seen(before, Sighting(80, 40, 1.0, 40)) == ((0, 120),)
    assert seen(Sighting(9_000, 40, 1.0, 0), Sighting(8_960, 40, 1.0, 40)) == ((8_960, 9_000),)  # backwards: its frame


def test_sound_counts_while_it_plays_and_not_while_it_holds_still() -> None:
    assert seen(None, Sighting(0, 0, 1.0, 0)) == ()
    assert seen(Sighting(0, 0, 1.0, 0), Sighting(200, 0, 0.0, 200)) == ((0, 200),)
    assert seen(Sighting(200, 0, 0.0, 200), Sighting(200, 0, 0.0, 9_200)) == ()


def test_what_cannot_have_been_seen_is_refused_and_the_rest_cut_to_the_recording() -> None:
    assert checked([(500, 2_000), (0, 600)], 1_000) == ((0, 1_000),)
    assert checked([(500, 2_000)], 0) == ((500, 2_000),)
    assert checked([(5_000, 6_000)], 1_000) == ()
    for wrong in ([(-1, 5)], [(9, 3)], [(2 * each, 2 * each + 1) for each in range(MOST_SPANS + 1)]):
        with pytest.raises(DeskError) as raised:
            checked(wrong, 1_000)
        assert raised.value.code == "viewing.bad-span"


@pytest.mark.parametrize(
    ("notes", "items", "found"),
    [
        (Notes(), (), ()),
        (Notes(), ("INTERNAL+商业秘密",), ()),
        (Notes(), ("INTERNAL", "RESTRICTED(举报人信息)"), ("viewing.restricted",)),
        (Notes(confidentiality="internal"), ("RESTRICTED(证人)",), ()),
        (Notes(confidentiality="restricted"), (), ("viewing.restricted",)),
        (Notes(respondent="yes"), (), ("viewing.respondent",)),
        (Notes(confidentiality="restricted", respondent="yes"), (), ("viewing.restricted", "viewing.respondent")),
    ],
)
def test_who_asks_for_a_reason(notes: Notes, items: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert asks(notes, items) == found


def test_all_of_it_is_a_hundred_per_cent_and_nothing_less_is() -> None:
    assert [share(0, 10), share(999, 1000), share(1000, 1000), share(1100, 1000), share(5, 0)] == [0, 99, 100, 100, 0]
