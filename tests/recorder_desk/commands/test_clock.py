"""Readings of recorders' clocks: added, withdrawn, filmed; and the true time of recordings that follows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from recorder_desk.commands import clock as c
from recorder_desk.commands.codes import NoteCodes
from recorder_desk.domain import facts as f
from recorder_desk.domain.clock import ClockDetail, ClockPoint
from recorder_desk.domain.filmed_code import Filmed
from recorder_desk.domain.times import moment, stamp
from recorder_desk.queries import clock as q
from tests.recorder_desk.commands.room import FRESH, Room
from tests.recorder_desk.commands.test_recorders import add, named

NOON = datetime(2026, 5, 8, 4, 0, tzinfo=UTC)


def at(seconds: float = 0) -> str:
    return stamp(NOON + timedelta(seconds=seconds))


def read(room: Room, recorder: str, shown_s: float, true_s: float = 0, error_ms: int = 500) -> f.ClockPointAdded:
    (fact,) = room.do(c.AddClockPoint(recorder, at(shown_s), at(true_s), error_ms, "docking"))
    assert isinstance(fact, f.ClockPointAdded)
    return fact


def look(room: Room, recorder: str, now: str = "", bound_ms: int = 60_000) -> ClockDetail:
    return room.ask(q.ShowClock(recorder, now or at(), bound_ms))


def points(room: Room, recorder: str) -> tuple[ClockPoint, ...]:
    return room.ask(q.ClockPoints(recorder))


def test_a_reading_is_refused_where_it_cannot_be_one(room: Room) -> None:
    recorder = add(room)
    room.refused(c.AddClockPoint("nobody", at(), at()), "recorder.unknown")
    room.refused(c.AddClockPoint(recorder, "noon", at()), "clock.bad-time")
    room.refused(c.AddClockPoint(recorder, at(), "2099-01-01T00:00:00.000Z"), "clock.bad-time")
    room.refused(c.AddClockPoint(recorder, at(), at(), -1), "clock.bad-error")
    room.refused(c.AddClockPoint(recorder, at(), at(), 500, "guess"), "clock.bad-error")  # type: ignore[arg-type]
    room.refused(c.WithdrawClockPoint("none", "x"), "clock.unknown-point")
    assert points(room, recorder) == ()


def test_the_same_reading_counts_once(room: Room) -> None:
    recorder = add(room)
    read(room, recorder, 30)
    assert room.do(c.AddClockPoint(recorder, at(30), at(), 500, "docking")) == ()
    assert len(points(room, recorder)) == 1


def test_a_withdrawn_reading_stays_and_counts_no_more(room: Room) -> None:
    recorder = add(room)
    point = read(room, recorder, 90).point
    assert look(room, recorder).state.findings == ("clock.offset-large",)
    assert [each.serial for each in room.ask(q.ClocksOff(at(), 60_000))] == ["SN-1"]
    room.refused(c.WithdrawClockPoint(point, " "), "clock.reason-missing")
    room.do(c.WithdrawClockPoint(point[-8:], "看错了"))
    room.refused(c.WithdrawClockPoint(point, "again"), "clock.unknown-point")
    (kept,) = points(room, recorder)
    assert kept.withdrawn == "看错了" and look(room, recorder).state.error_ms == -1
    assert room.ask(q.ClocksOff(at(), 60_000)) == ()


def test_recordings_are_told_with_the_true_time_and_keep_their_stamps(room: Room) -> None:
    recorder = add(room, "07", "device:JGR1503")
    named(room)
    before = room.show(FRESH)
    assert (before.true_time.at, before.true_time.error_ms, before.true_time.basis) == ("", -1, "unknown")
    shown = (moment(before.row.recorded_at) - NOON).total_seconds()
    read(room, recorder, shown + 600, shown + 600 - 40)
    after = room.show(FRESH)
    apart = (moment(before.row.recorded_at) - moment(after.true_time.at)).total_seconds()
    assert after.row == before.row and after.stamps == before.stamps
    assert 39 <= apart <= 40 and 900 <= after.true_time.error_ms <= 1_200 and after.true_time.basis == "before"


def test_a_code_it_filmed_is_a_reading_of_the_recorder_it_turns_out_to_be(room: Room) -> None:
    recording = named(room)
    start = moment(room.show(FRESH).row.recorded_at)
    drawn = stamp(start + timedelta(seconds=3 - 25))
    filmed = Filmed("", drawn, 3000, 2000, 4000, 50, True, 180)
    room.do(NoteCodes(recording, (filmed,), 60, "zxing-cpp 3"))
    recorder = add(room, "07")
    assert points(room, recorder) == ()
    other = add(room, "08", "device:JGR1503")
    (point,) = points(room, other)
    assert (point.how, point.true_at, point.error_ms, point.id) == ("code", drawn, 1_180, f"{recording}@3000")
    assert 25_000 <= point.offset_ms <= 26_000
    told = room.show(FRESH).true_time
    assert told.basis == "before" and 24 <= (start - moment(told.at)).total_seconds() <= 26
    room.do(c.WithdrawClockPoint(point.id, "别的屏幕"))
    assert room.show(FRESH).true_time.at == ""


def test_a_code_that_stands_still_or_is_not_ours_tells_no_time(room: Room) -> None:
    recorder, recording = add(room, "07", "device:JGR1503"), named(room)
    still = Filmed("", at(), 3000, 2000, 4000, 50, False, 180)
    foreign = Filmed("", at(), 3000, 2000, 4000, 50, True, 180, "code.foreign-station")
    room.do(NoteCodes(recording, (still, foreign), 60, "zxing-cpp 3"))
    assert points(room, recorder) == ()


def test_a_recording_from_the_time_to_come_says_that_the_clock_is_ahead(room: Room) -> None:
    recorder = add(room, "07", "device:JGR1503")
    named(room, day="20300508")
    state = look(room, recorder).state
    assert state.findings == ("clock.ahead",) and state.ahead_ms > 365 * 86_400_000 and state.error_ms == -1
    room.do(c.AddClockPoint(recorder, stamp(datetime.now(UTC)), stamp(datetime.now(UTC)), 500, "docking"))
    assert look(room, recorder, stamp(datetime.now(UTC))).state.findings == ()
