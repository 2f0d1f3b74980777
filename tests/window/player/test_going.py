"""Where somebody wants to go, as typed; time of day along a recording; what is in sight; how it is looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain.clock import Corrected
from recorder_desk.errors import DeskError
from ui.phrases import Phrases
from ui.window.player.day_clock import DayClock
from ui.window.player.going import Goal, read_goal
from ui.window.player.look import Look
from ui.window.widgets.sight import Sight

BEGAN = datetime(2026, 5, 8, 9, 12, 3).astimezone()  # by the wall clock of this place, wherever that is
RAW = DayClock(f"{BEGAN.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z")
TRUE = Corrected(f"{(BEGAN - timedelta(seconds=90)).astimezone(UTC):%Y-%m-%dT%H:%M:%S}.500Z", 1_200, "between")
HOUR = 3_600_000


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("1:23.4", Goal(83_400)),
        ("0:01:23.400", Goal(83_400)),
        ("83.4", Goal(83_400)),
        ("１：２３", Goal(83_000)),
        ("f 1234", Goal(0, 1233)),
        ("#1", Goal(0, 0)),
        ("第 12 帧", Goal(0, 11)),
        ("+10", Goal(70_000)),
        ("-2.5", Goal(57_500)),
        ("-999", Goal(0)),
        ("09:13:03", Goal(60_000)),
        ("@9:13", Goal(57_000)),
        ("00:30:00", Goal(1_800_000)),  # no such time of day here: it is a position
    ],
)
def test_a_place_is_read_as_it_was_meant(text: str, goal: Goal) -> None:
    assert read_goal(text, 60_000, HOUR, RAW, 90_000) == goal


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "recording.bad-goal"),
        ("soon", "recording.bad-goal"),
        ("f 90001", "recording.goal-outside"),
        ("f 0", "recording.goal-outside"),
        ("2:00:00", "recording.goal-outside"),
        ("@11:30", "recording.goal-outside"),
        ("@25:99", "recording.goal-outside"),
    ],
)
def test_what_cannot_be_gone_to_is_refused(text: str, code: str) -> None:
    with pytest.raises(DeskError) as told:
        read_goal(text, 0, HOUR, RAW, 90_000)
    assert told.value.code == code


def test_the_true_time_is_shown_with_its_error_and_the_raw_one_in_the_tip() -> None:
    phrases = Phrases("en")
    known = DayClock(RAW.raw, TRUE)
    assert known.words(1_500, phrases) == "09:10:35 ± 1.2 s"
    assert "09:12:04" in known.tip(1_500, phrases)
    assert RAW.words(1_500, phrases) == "09:12:04, uncorrected"
    assert phrases.say("player.day.unread") in RAW.tip(0, phrases)
    assert (DayClock().words(5, phrases), DayClock().text(5)) == ("", "")
    assert known.position_of(9, 10, 35, HOUR) == 1_500
    assert DayClock().position_of(9, 10, 35, HOUR) is None


def test_a_time_of_day_is_found_over_midnight() -> None:
    late = datetime(2026, 5, 8, 23, 50, 0).astimezone(UTC)
    day = DayClock(f"{late:%Y-%m-%dT%H:%M:%S}.000Z")
    assert day.position_of(0, 5, 0, HOUR) == 15 * 60_000
    assert day.position_of(23, 49, 0, HOUR) is None


@given(
    st.integers(1, 10_000_000), st.lists(st.tuples(st.floats(0.2, 5), st.floats(0, 1), st.floats(-2, 2)), max_size=12)
)
def test_sight_never_leaves_the_length(length: int, turns: list[tuple[float, float, float]]) -> None:
    sight = Sight.whole(length)
    for factor, around, by in turns:
        held = sight.from_ms + around * sight.span_ms
        closer = sight.zoomed(factor, around)
        if closer.from_ms > 0 and closer.until_ms < length:
            assert closer.from_ms + around * closer.span_ms == pytest.approx(held, abs=0.01)
        sight = closer.moved(by * closer.span_ms)
        assert sight.from_ms >= -1e-6 and sight.until_ms <= length + 1e-6
        assert min(sight.least_ms, length) - 1e-6 <= sight.span_ms <= length
    assert sight.holds(sight.at(0.5)) or sight.span_ms < 1
    assert sight.brought(length).holds(length - 1e-6)


@given(st.lists(st.tuples(st.floats(0.3, 4), st.floats(0, 1), st.floats(0, 1)), max_size=10), st.integers(0, 3))
def test_a_look_never_shows_what_is_beyond_the_picture(steps: list[tuple[float, float, float]], turns: int) -> None:
    look = Look()
    for factor, x, y in steps:
        look = look.zoomed(factor, x, y).moved(x - 0.5, y - 0.5).turned(turns)
        half = 0.5 / look.zoom
        assert half - 1e-9 <= look.x <= 1 - half + 1e-9
        assert half - 1e-9 <= look.y <= 1 - half + 1e-9
    assert look.turned(4) == look
    assert look.fit().zoom == 1


def test_the_table_of_a_plain_look_changes_nothing_and_others_do_as_they_say() -> None:
    assert Look().table() == bytes(range(256))
    assert Look(brightness=50).table()[100] > 150
    assert Look(gamma=200).table()[60] > 110
    assert Look(contrast=60).table()[200] > 220 and Look(contrast=60).table()[50] < 30
    assert set(Look(contrast=-100).table()) == {128}
