"""Time that nothing covers, against a count of every millisecond."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain.gaps import Stretch, uncovered

STRETCHES = st.lists(st.tuples(st.integers(-20, 120), st.integers(0, 40)).map(lambda each: (each[0], sum(each))))


@given(st.integers(0, 50), st.integers(0, 50), STRETCHES, st.integers(0, 9))
def test_what_is_left_is_what_nothing_covers(begin: int, length: int, covers: list[Stretch], least: int) -> None:
    free = {at for at in range(begin, begin + length) if not any(since <= at < until for since, until in covers)}
    found = uncovered(begin, begin + length, covers)
    assert {at for since, until in found for at in range(since, until)} == free
    assert uncovered(begin, begin + length, covers, least) == tuple(each for each in found if each[1] - each[0] > least)
    assert list(found) == sorted(found)


def test_an_event_that_is_recorded_whole_has_no_gap() -> None:
    assert uncovered(10, 20, [(0, 12), (12, 30)]) == ()
    assert uncovered(10, 20, []) == ((10, 20),)
