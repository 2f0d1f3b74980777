"""Alignments: carried there and back, chained, and only believed where enough agrees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain import alignment as a
from recorder_desk.domain.alignment import Alignment, Hit
from recorder_desk.errors import DeskError

OFFSETS = st.integers(-10_000_000, 10_000_000)
DRIFTS = st.integers(-300, 300)
alignments = st.builds(Alignment, OFFSETS, st.integers(-1, 5_000), DRIFTS, st.sampled_from(a.FOUND))


@given(alignments, st.integers(0, 7_200_000))
def test_there_and_back_again(told: Alignment, position: int) -> None:
    assert told.back(told.there(position)) == pytest.approx(position, abs=1e-3)
    assert told.inverse().there(told.there(position)) == pytest.approx(position, abs=3)  # ppm of ppm, and rounding


@given(alignments, alignments, st.integers(0, 600_000))
def test_a_chain_leads_where_its_links_lead(first: Alignment, then: Alignment, position: int) -> None:
    chain = a.chained(first, then)
    assert chain.there(position) == pytest.approx(first.there(then.there(position)), abs=2)
    assert chain.error_ms == (-1 if -1 in (first.error_ms, then.error_ms) else first.error_ms + then.error_ms)


def test_kept_pairs_lead_on_to_others_by_the_shortest_way() -> None:
    kept = {("a", "b"): Alignment(1000, 5), ("c", "b"): Alignment(200, 5, 0, "sound"), ("x", "y"): Alignment(1, 1)}
    found = a.along("a", kept)
    assert found == {"a": a.ITSELF, "b": kept["a", "b"], "c": Alignment(800, 10, 0, "clock")}
    kept["a", "c"] = Alignment(790, 3, 0, "hand")
    assert a.along("a", kept)["c"].by == "hand"


def test_clocks_tell_an_offset_and_how_far_it_may_be_off() -> None:
    one, other = ("2026-05-08T01:00:00.000Z", 400), ("2026-05-08T01:00:02.500Z", 300)
    assert a.by_clock(one, other) == Alignment(2500, 700)
    assert a.by_clock(one, (other[0], -1)).error_ms == -1
    assert a.by_clock(one, other).nudged(-40) == Alignment(2460, 700, 0, "hand")


def test_pieces_are_spread_and_do_not_overlap() -> None:
    assert a.pieces(0, 100_000, 8_000, 3) == (0, 46_000, 92_000)
    assert a.pieces(0, 20_000, 8_000, 7) == (0, 12_000)
    assert a.pieces(1_000, 10_000, 8_000, 7) == (1_500,)
    assert a.pieces(0, 7_999, 8_000, 7) == ()
    assert [a.piece_length(room) for room in (5_999, 6_000, 12_000, 90_000)] == [0, 2_000, 4_000, 8_000]
    assert a.shared_ms(60_000, 30_000, -5_000) == (5_000, 30_000)
    assert a.shared_ms(60_000, 30_000, 50_000) == (0, 10_000)


def hits(*told: tuple[float, float, float]) -> tuple[Hit, ...]:
    return tuple(Hit(at * 1000, offset, clearness) for at, offset, clearness in told)


def test_what_agrees_counts_and_what_does_not_is_left_out() -> None:
    line = hits((4, 1000, 3), (30, 1001.3, 3), (60, 1002.8, 3), (90, 1004.3, 3))
    stray = hits((75, -400, 1.1), (45, 2200, 2.0))
    found = a.by_sound((*line, *stray), 6)
    assert (found.clear, found.offset_ms, found.drift_ppm) == (True, 1000, 50)
    assert set(a.agreeing((*line, *stray))) == set(line)


@pytest.mark.parametrize(
    ("told", "tried"),
    [
        ((), 7),
        (hits((4, 10, 19)), 1),  # alone
        (hits((4, 10, 9.0)), 7),  # one of seven
        (hits((4, 10, 1.5), (60, 12, 1.5)), 5),  # two, but plain enough neither
        (hits((4, 10, 1.1), (30, 11, 1.1), (60, 12, 1.1)), 5),  # three faint ones
        (hits((4, 10, 3.0), (60, 40, 3.0)), 5),  # no recorder drifts so
    ],
)
def test_little_is_not_believed(told: tuple[Hit, ...], tried: int) -> None:
    assert not a.by_sound(told, tried).clear


@pytest.mark.parametrize(
    "wrong", [(a.LONGEST_OFFSET_MS + 1, 0, 0, "hand"), (0, -2, 0, "hand"), (0, 0, 601, "sound"), (0, 0, 0, "?")]
)
def test_what_cannot_be_is_refused(wrong: tuple[int, int, int, str]) -> None:
    with pytest.raises(DeskError) as caught:
        a.checked(*wrong)
    assert caught.value.code == "align.beyond"
