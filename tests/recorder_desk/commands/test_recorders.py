"""Commands of recorders: the register, marks, wearers, hand-ins."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from recorder_desk.commands import recorders as c
from recorder_desk.commands.names import ReadNames
from recorder_desk.domain import facts as f
from recorder_desk.domain.recorder import HandIn, RecorderDetail, RecorderFields
from recorder_desk.domain.times import stamp
from recorder_desk.queries import recorders as q
from recorder_desk.queries.recordings import Filter, RecordingFacets, RecordingsPage
from tests.recorder_desk.commands.room import FRESH, LINKED, Room

TODAY = "2026-11-23"
NAME = "DCIM/JGR1503_000123_{}_0006.MP4"


def add(room: Room, serial: str = "SN-1", *marks: str) -> str:
    added, *_ = room.do(c.AddRecorder(RecorderFields(serial, "DSJ-L9"), marks))
    assert isinstance(added, f.RecorderAdded)
    return added.recorder


def show(room: Room, recorder: str) -> RecorderDetail:
    return room.ask(q.ShowRecorder(recorder, TODAY))


def named(room: Room, at: int = FRESH, day: str = "20260508") -> str:
    """A recording whose name says that JGR1503 made it on a day."""
    room.do(ReadNames(((room.recordings[at], NAME.format(f"{day}091203")),)))
    return room.recordings[at]


def test_add_recorder_refuses_what_cannot_be_one(room: Room) -> None:
    room.refused(c.AddRecorder(RecorderFields("  ")), "recorder.serial-missing")
    room.refused(c.AddRecorder(RecorderFields("SN-1", kind="drone")), "recorder.bad-kind")  # type: ignore[arg-type]
    for mark in ("", "JGR1503", "device:", "colour:red"):
        room.refused(c.AddRecorder(RecorderFields("SN-1"), (mark,)), "recorder.bad-mark")
    add(room, "SN-1", "device:JGR1503")
    room.refused(c.AddRecorder(RecorderFields("sn-1")), "recorder.serial-taken")
    room.refused(c.AddRecorder(RecorderFields("SN-2"), ("device:JGR1503",)), "recorder.mark-taken")
    assert len(room.ask(q.Recorders(TODAY))) == 1


def test_amend_recorder_changes_words_and_nothing_else(room: Room) -> None:
    recorder = add(room, "SN-1", "device:JGR1503")
    assert room.do(c.AmendRecorder(recorder, RecorderFields(" SN-1 ", "DSJ-L9"))) == ()
    room.do(c.AmendRecorder(recorder, RecorderFields("SN-9", "DSJ-L9", "fixed", "000123", "大厅")))
    row = show(room, recorder).row
    assert (row.serial, row.kind, row.user_number, row.remark, row.marks) == (
        "SN-9", "fixed", "000123", "大厅", ("device:JGR1503",),
    )  # fmt: skip
    add(room, "SN-2")
    room.refused(c.AmendRecorder(recorder, RecorderFields("SN-2")), "recorder.serial-taken")
    room.refused(c.AmendRecorder("nobody", RecorderFields("SN-3")), "recorder.unknown")


def test_an_unknown_recorder_is_asked_about_until_somebody_says_which_it_is(room: Room) -> None:
    recording = named(room)
    (stranger,) = room.ask(q.UnknownRecorders())
    assert (stranger.marks, stranger.recordings) == (("device:JGR1503",), 1)
    recorder = add(room, "SN-1", *stranger.marks)
    assert room.ask(q.UnknownRecorders()) == ()
    row = room.show(FRESH).row
    assert (row.recorder, row.recorder_serial) == (recorder, "SN-1")
    other = named(room, LINKED)
    assert room.show(LINKED).row.recorder == recorder
    (page, *_), facets = room.ask(RecordingsPage(Filter(recorder=recorder))), room.ask(RecordingFacets())["recorder"]
    assert page.id in (recording, other)
    assert (recorder, "SN-1", 2) in [(each.value, each.label, each.count) for each in facets]
    assert recording not in {each.id for each in room.ask(RecordingsPage(Filter(recorder="-"), limit=1000))}


def test_mark_recorder_moves_recordings_and_may_say_none_of_ours(room: Room) -> None:
    named(room)
    first, second = add(room, "SN-1", "device:JGR1503"), add(room, "SN-2")
    room.do(c.MarkRecorder(second, "device:JGR1503"))
    assert room.show(FRESH).row.recorder == second and show(room, first).row.recordings == 0
    assert room.do(c.MarkRecorder(second, "device:JGR1503")) == ()
    room.do(c.MarkRecorder("", "device:JGR1503"))
    assert room.show(FRESH).row.recorder == "" and room.ask(q.UnknownRecorders()) == ()
    room.refused(c.MarkRecorder("nobody", "device:X"), "recorder.unknown")
    room.refused(c.MarkRecorder(first, "X"), "recorder.bad-mark")


def test_note_docking_is_told_once_for_each_text(room: Room) -> None:
    assert room.do(c.NoteDocking("uuid:1", "000123")) and room.do(c.NoteDocking("uuid:1", "000123")) == ()
    assert room.do(c.NoteDocking("uuid:1", "")) == ()
    assert room.do(c.NoteDocking("uuid:1", "000124"))
    assert room.ask(q.LastDocked("uuid:1")) == "000124"


def test_what_sn_txt_says_makes_a_recorder_known(room: Room) -> None:
    device = room.show(FRESH).row.device
    room.do(c.NoteDocking(device, "000777"))
    recorder = add(room, "SN-1", "sn:000777")
    assert room.show(FRESH).row.recorder == recorder


def test_assign_recorder_to_one_at_a_time_and_the_wearer_is_that_of_the_day(room: Room) -> None:
    recorder = add(room, "SN-1", "device:JGR1503")
    room.refused(c.AssignRecorder(recorder, " ", "2026-05-01"), "recorder.officer-missing")
    room.refused(c.AssignRecorder(recorder, "王芳", "1 May"), "recorder.bad-date")
    room.refused(c.AssignRecorder("nobody", "王芳", "2026-05-01"), "recorder.unknown")
    room.do(c.AssignRecorder(recorder, "王芳", "2026-05-01", "苏C-0017"))
    room.refused(c.AssignRecorder(recorder, "李强", "2026-06-01"), "recorder.worn-already")
    room.refused(c.EndWearing(recorder, "2026-04-01"), "recorder.bad-date")
    room.do(c.EndWearing(recorder, "2026-06-01"))
    room.refused(c.EndWearing(recorder, "2026-06-02"), "recorder.not-worn")
    room.refused(c.AssignRecorder(recorder, "李强", "2026-05-31"), "recorder.worn-already")
    room.do(c.AssignRecorder(recorder, "李强", "2026-06-01"))
    for day, wearer in (("20260430", ""), ("20260501", "王芳"), ("20260531", "王芳"), ("20260601", "李强")):
        named(room, FRESH, day)
        assert room.show(FRESH).row.wearer == wearer, day
    assert [each.officer for each in show(room, recorder).wearings] == ["李强", "王芳"]
    assert show(room, recorder).row.wearer == "李强"


def test_withdraw_wearing_leaves_a_trace_and_no_wearer(room: Room) -> None:
    recorder = add(room, "SN-1", "device:JGR1503")
    (worn,) = room.do(c.AssignRecorder(recorder, "王芳", "2026-05-01"))
    assert isinstance(worn, f.RecorderWorn)
    named(room)
    room.refused(c.WithdrawWearing(worn.wearing, " "), "recorder.reason-missing")
    room.do(c.WithdrawWearing(worn.wearing, "拿错了"))
    room.refused(c.WithdrawWearing(worn.wearing, "again"), "recorder.not-worn")
    assert room.show(FRESH).row.wearer == ""
    (entry,) = show(room, recorder).wearings
    assert (entry.officer, entry.withdrawn) == ("王芳", "拿错了")
    room.do(c.AssignRecorder(recorder, "李强", "2026-05-01"))
    assert room.show(FRESH).row.wearer == "李强"


def handins(room: Room, recorder: str = "") -> tuple[HandIn, ...]:
    return room.ask(q.HandIns(stamp(datetime.now(UTC)), recorder))


def test_hand_out_expects_it_back_and_a_recording_brings_it_in(room: Room) -> None:
    recorder = add(room, "SN-1", "device:JGR1503")
    room.refused(c.NoteHandIn(recorder), "recorder.not-out")
    room.refused(c.HandOut(recorder, "tomorrow"), "recorder.bad-date")
    room.do(c.HandOut(recorder))
    room.refused(c.HandOut(recorder), "recorder.out-already")
    (out,) = handins(room)
    assert (out.serial, out.in_at, out.late) == ("SN-1", "", False)
    hours = datetime.fromisoformat(out.expected_at) - datetime.fromisoformat(out.out_at)
    assert hours.total_seconds() == pytest.approx(24 * 3600, abs=1)
    room.do(c.NoteHandIn(recorder))
    (back,) = handins(room, recorder)
    assert back.in_at and not back.late
    room.do(c.HandOut(recorder))
    assert [bool(each.in_at) for each in handins(room)] == [False, True]


def test_explain_late_only_what_is_late(room: Room) -> None:
    recorder = add(room)
    room.do(c.HandOut(recorder, "2020-01-01T00:00:00.000Z"))
    (out,) = handins(room)
    assert out.late
    room.refused(c.ExplainLate(out.id, ""), "recorder.reason-missing")
    room.do(c.ExplainLate(out.id, "路上抛锚"))
    assert handins(room)[0].reason == "路上抛锚"
    room.do(c.NoteHandIn(recorder))
    room.do(c.HandOut(recorder))
    room.refused(c.ExplainLate(handins(room)[0].id, "x"), "recorder.not-late")


def test_find_recorder_by_serial_number_or_end_of_id(room: Room) -> None:
    recorder = add(room, "SN-1", "device:JGR1503")
    add(room, "SN-2")
    for text in ("sn-1", "jgr1503", "device:JGR1503", recorder, recorder[-8:]):
        assert room.ask(q.FindRecorder(text)) == recorder
    for text in ("SN", "", "sn-3", recorder[-3:]):
        with pytest.raises(Exception, match=r"recorder\.unknown"):
            room.ask(q.FindRecorder(text))
