"""What no recording covers, by a table of examples and against counting every second."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain.case_timeline import LEAST_GAP_MS, Band, Bar, Gap, Lane, Timeline, gaps

MINUTE = 60_000


def bar(begins: int, ends: int, take: str = "", name: str = "r") -> Bar:
    return Bar(name, name, "video", begins * MINUTE, ends * MINUTE, True, take, ())


def lane(*bars: Bar, key: str = "1") -> Lane:
    return Lane(key, key, "", bars)


EVENT = Band("e", "检查", 0, 60 * MINUTE, False)


@pytest.mark.parametrize(
    ("lanes", "told"),
    [
        ((), ()),
        ((lane(bar(0, 60)),), ()),
        ((lane(bar(0, 20), bar(30, 60)),), ((20, 30),)),
        ((lane(bar(0, 20)), lane(bar(15, 60), key="2")), ()),
        ((lane(bar(10, 50)),), ((0, 10), (50, 60))),
        ((lane(bar(-30, 5), bar(58, 90)),), ((5, 58),)),
        ((lane(bar(70, 80)),), ()),
        ((lane(bar(0, 30), bar(10, 12), bar(31, 60)),), ((30, 31),)),
    ],
)
def test_gaps_of_an_event(lanes: tuple[Lane, ...], told: tuple[tuple[int, int], ...]) -> None:
    found = gaps(lanes, [EVENT])
    assert [(each.begins // MINUTE, each.ends // MINUTE) for each in found] == list(told)


def test_an_event_without_an_end_has_no_gap_and_a_take_has() -> None:
    within = lane(bar(0, 20, "t"), bar(22, 60, "t"), bar(70, 71, "u"))
    assert gaps((within,), [Band("e", "x", 0, 0, True)]) == (Gap("take", "1", 20 * MINUTE, 22 * MINUTE),)


def test_the_span_holds_everything() -> None:
    assert Timeline((), (), (), (), 0).span == (0, 0)
    assert Timeline((lane(bar(5, 9)),), (EVENT,), (), (), 0).span == (0, 60 * MINUTE)


@given(st.lists(st.tuples(st.integers(-20, 80), st.integers(1, 30)), min_size=1, max_size=8))
def test_gaps_are_the_minutes_that_nothing_covers(told: list[tuple[int, int]]) -> None:
    bars = [bar(begin, begin + length) for begin, length in told]
    covered = {minute for begin, length in told for minute in range(begin, begin + length)}
    found = gaps((lane(*bars),), [EVENT])
    open_minutes = {minute for gap in found for minute in range(gap.begins // MINUTE, gap.ends // MINUTE)}
    inside = covered & set(range(60))
    assert open_minutes == (set(range(60)) - covered if inside else set())
    assert all(each.ends - each.begins >= LEAST_GAP_MS for each in found)
