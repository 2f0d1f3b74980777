"""Frame arithmetic: numbers, times, rates, and the way back over a hole."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.window.player.frames import Grid, Walk, agreed, rate_of

RATES = (Fraction(25), Fraction(30000, 1001), Fraction(24000, 1001), Fraction(60), Fraction(15))


@given(st.sampled_from(RATES), st.integers(0, 400_000), st.integers(0, 40_000))
def test_a_frame_is_found_where_it_is_aimed_at(rate: Fraction, number: int, phase: int) -> None:
    grid = Grid(rate).started(phase)
    assert grid.at(grid.aim_ms(number)) == number
    assert grid.at(grid.start_ms(number)) == number
    assert grid.index(round(grid.phase_us + number * grid.frame_us)) == number


@pytest.mark.parametrize(
    ("text", "rate"),
    [("25", 25), ("30000/1001", Fraction(30000, 1001)), ("0/0", None), ("90000/1", None), ("", None), ("x", None)],
)
def test_only_sensible_rates_are_believed(text: str, rate: Fraction | None) -> None:
    assert rate_of(text) == rate


@pytest.mark.parametrize(
    ("told", "frame_us", "rate"),
    [
        (Fraction(25), 40000, 25),
        (Fraction(99, 4), 40000, 25),  # a mean over dropped frames
        (Fraction(30), 33367, Fraction(30000, 1001)),
        (None, 41708, Fraction(24000, 1001)),
        (Fraction(25), 0, 25),
        (None, 0, 25),
    ],
)
def test_what_a_frame_lasts_tells_the_rate(told: Fraction | None, frame_us: int, rate: Fraction) -> None:
    assert agreed(told, frame_us) == rate


@given(st.integers(0, 3000), st.integers(1, 2000))
def test_the_last_frame_before_a_hole_is_found_quickly(last: int, hole: int) -> None:
    """Frames up to `last`, then a hole; asking inside it shows the frame after it."""
    after = last + 1 + hole
    target, asked, walk, shown = after - 1, 0, Walk(after - 1), after
    while True:
        asked += 1
        if target <= last:
            shown = target
        else:
            walk.nothing_at(target)
        target = walk.after(shown)
        if target < 0:
            break
    assert shown == last
    assert asked <= 2 * hole.bit_length() + 3


def test_a_walk_that_finds_nothing_ends() -> None:
    walk, target = Walk(9), 9
    for _ in range(20):
        walk.nothing_at(target)
        target = walk.after(10)
        if target < 0:
            break
    assert target < 0
