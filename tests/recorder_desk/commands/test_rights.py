"""Every command, by one table: that it asks for its right, and that it is one signed transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from recorder_desk.commands import (
    alignments,
    archive,
    calendars,
    cases,
    clock,
    codes,
    dock,
    items,
    marks,
    mirror,
    names,
    recorders,
    recordings,
    registers,
    release,
    rescue,
    tagging,
    takes,
)
from recorder_desk.commands.base import Command
from recorder_desk.domain import facts as f
from recorder_desk.domain.actor import DESK, RIGHTS, Actor
from recorder_desk.domain.alignment import Alignment
from recorder_desk.domain.calendars import CalendarDay
from recorder_desk.domain.case import CaseFields
from recorder_desk.domain.continuity import Continuity, Stretch, Track
from recorder_desk.domain.filmed_code import Filmed, case_tag
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.likeness import written
from recorder_desk.domain.mark import MarkFields
from recorder_desk.domain.matter import LegalBasis, Matter
from recorder_desk.domain.mirror import Copied
from recorder_desk.domain.party import Party
from recorder_desk.domain.recorder import RecorderFields
from recorder_desk.domain.release import Clearing, Kept
from recorder_desk.pipeline import DECISIONS
from recorder_desk.queries.mirror import WhichMirror
from tests.recorder_desk.commands import devices
from tests.recorder_desk.commands.inspections import INSPECTIONS
from tests.recorder_desk.commands.papers import PAPERS
from tests.recorder_desk.commands.reviews import REVIEWS
from tests.recorder_desk.commands.room import (
    FRESH,
    LINKED,
    PLAYABLE,
    Room,
    arrived,
    described,
    marked,
    poster,
    viewing,
    watched,
)
from tests.recorder_desk.commands.test_exports import GOOD as EXPORTS
from tests.recorder_desk.domain.test_likeness import footage


@pytest.fixture
def settings() -> str:
    """What is off by default is on, so that only rights decide."""
    return "release_recorders = true\n"


def _finish(room: Room) -> Command:
    (begun,) = room.do(archive.SealCase(room.open))
    assert isinstance(begun, f.SealBegun)
    return archive.FinishSeal(begun.seal, begun.case, "ab/x", "sha512:00")


def _close(room: Room) -> Command:
    (offer,) = room.do(dock.OfferPath("/media/card"))
    assert isinstance(offer, f.OfferOpened)
    return dock.CloseOffer(offer.dock)


def _ordered(room: Room) -> str:
    (ordered,) = room.do(release.OrderRelease(f"/media/{new_id()}"))
    assert isinstance(ordered, f.ReleaseOrdered)
    return ordered.release


def _named(room: Room) -> Command:
    return release.IntendRemoval(_ordered(room), (), (Kept("/media/card/a.mp4", "release.not-received"),))


def _noted(room: Room) -> Command:
    ordered, row = _ordered(room), room.show(FRESH).row
    clearing = Clearing("/media/card/a.mp4", "card", row.bytes, 0, row.id, row.digest)
    room.do(release.IntendRemoval(ordered, (clearing,)))
    return release.NoteReleased(ordered, (clearing.path,))


WHOLE = Continuity(Track(50, 0, 2000, 40_000), None)
NAMED = "DCIM/101MEDIA/JGR1503_000123_20130321235015_0006.MP4"
MIRROR = "019ac000-0000-7000-8000-00000000d15c"


SEEN = written(footage(1, 20))


def _seen_again(room: Room) -> Command:
    room.do(codes.NoteCodes(room.recordings[LINKED], (), 9, "z", SEEN))
    filmed = Filmed(case_tag(room.open), "2026-11-22T01:00:00.000Z", 0, 0, 0, 1, False, 0)
    return codes.NoteCodes(room.recordings[PLAYABLE], (filmed,), 9, "z", SEEN)


def _cut_off(room: Room) -> Command:
    room.do(described(room.recordings[FRESH], problem="media.truncated"))
    return rescue.OrderRescue(room.recordings[FRESH])


def _appointed(room: Room) -> str:
    room.do(mirror.AppointMirror(MIRROR, "/media/second"))
    return MIRROR


def _dismissed(room: Room) -> Command:
    if room.ask(WhichMirror()) is None:
        _appointed(room)
    return mirror.DismissMirror()


def _copied(room: Room) -> Command:
    return mirror.NoteMirrored(_appointed(room), (Copied(room.show(FRESH).row.id, 0),))


def _list(room: Room) -> Command:
    return items.IssueItemList(replace(room.session.items, version=new_id()[-6:]))


ONLY = Actor("王芳", frozenset({"recordings.tag", "cases.link"}))


def _tagged(room: Room) -> Command:
    room.do(tagging.TagRecordings((room.recordings[FRESH],), (f"现场/{new_id()[-6:]}",)), ONLY)
    return tagging.Undo()


def _untagged(room: Room) -> Command:
    room.do(_tagged(room), ONLY)
    return tagging.Redo()


GOOD: Mapping[type[Command], Callable[[Room], Command]] = {
    dock.AddDropFolder: lambda room: dock.AddDropFolder("/media/card"),
    dock.RemoveDropFolder: lambda room: dock.RemoveDropFolder(watched(room, "/media/card")),
    dock.OfferPath: lambda room: dock.OfferPath("/media/card"),
    dock.CloseOffer: _close,
    dock.RegisterFiles: lambda room: dock.RegisterFiles((dock.Arrival(*arrived("a.mp4", b"a")),)),
    release.OrderRelease: lambda room: release.OrderRelease("/media/card"),
    release.IntendRemoval: _named,
    release.NoteReleased: _noted,
    release.EndRelease: lambda room: release.EndRelease(_ordered(room)),
    mirror.AppointMirror: lambda room: mirror.AppointMirror(new_id(), "/media/second"),
    mirror.DismissMirror: _dismissed,
    mirror.NoteMirrored: _copied,
    names.ReadNames: lambda room: names.ReadNames(((room.recordings[FRESH], NAMED),)),
    recorders.AddRecorder: lambda room: recorders.AddRecorder(RecorderFields("DSJ-1"), ("device:JGR1503",)),
    recorders.AmendRecorder: lambda room: recorders.AmendRecorder(
        devices.recorder(room), RecorderFields("DSJ-2", "L9")
    ),
    recorders.MarkRecorder: lambda room: recorders.MarkRecorder(devices.recorder(room), f"sn:{new_id()}"),
    recorders.NoteDocking: lambda room: recorders.NoteDocking("uuid:66E5-A1B2", "000123"),
    recorders.AssignRecorder: lambda room: recorders.AssignRecorder(devices.recorder(room), "王芳", "2026-05-01"),
    recorders.EndWearing: lambda room: recorders.EndWearing(devices.worn(room)[0], "2026-06-01"),
    recorders.WithdrawWearing: lambda room: recorders.WithdrawWearing(devices.worn(room)[1], "又一台"),
    recorders.HandOut: lambda room: recorders.HandOut(devices.recorder(room)),
    recorders.NoteHandIn: lambda room: recorders.NoteHandIn(devices.handed_out(room)[0]),
    recorders.ExplainLate: lambda room: recorders.ExplainLate(devices.handed_out(room)[1], "路上抛锚"),
    takes.NoteContinuity: lambda room: takes.NoteContinuity(room.recordings[FRESH], WHOLE),
    takes.NoteStretches: lambda room: takes.NoteStretches(room.recordings[FRESH], (Stretch("black", 0, 2500),)),
    takes.RuleTake: lambda room: takes.RuleTake(room.recordings[FRESH], room.recordings[PLAYABLE], True, "同一次"),
    clock.AddClockPoint: lambda room: clock.AddClockPoint(devices.recorder(room), devices.SHOWN, devices.SHOWN),
    clock.WithdrawClockPoint: devices.misread,
    recordings.DescribeMedia: lambda room: described(room.recordings[FRESH]),
    recordings.AddDerivatives: lambda room: recordings.AddDerivatives(
        room.recordings[PLAYABLE], "pictures", (poster(),)
    ),
    recordings.ForgetDerivatives: lambda room: recordings.ForgetDerivatives(
        ((room.recordings[PLAYABLE], ("poster",)),)
    ),
    recordings.NoteStepFailed: lambda room: recordings.NoteStepFailed(room.recordings[FRESH], "describe", "media.x"),
    recordings.OrderRetry: lambda room: recordings.OrderRetry(room.recordings[FRESH]),
    recordings.OpenViewing: lambda room: recordings.OpenViewing(room.recordings[PLAYABLE]),
    recordings.NoteWatched: lambda room: recordings.NoteWatched(viewing(room), ((0, 2000),), 2000),
    recordings.RecordCheck: lambda room: recordings.RecordCheck(
        room.recordings[LINKED], room.show(LINKED).row.digest, ()
    ),
    codes.NoteCodes: _seen_again,
    rescue.OrderRescue: _cut_off,
    calendars.SetCalendarYear: lambda room: calendars.SetCalendarYear(
        2027, "", (CalendarDay("2027-01-01", True, "元旦"),)
    ),
    cases.OpenCase: lambda room: cases.OpenCase("3", "t", "p"),
    cases.OpenCases: lambda room: cases.OpenCases((CaseFields(f"n-{new_id()[-6:]}", "t"),)),
    items.IssueItemList: _list,
    registers.WriteMatters: lambda room: registers.WriteMatters(
        (Matter(new_id()[-6:], "统计检查", bases=("B",)),), (LegalBasis("B", "统计法", new_id()[-6:]),)
    ),
    registers.WriteParties: lambda room: registers.WriteParties((("", Party(f"公司{new_id()[-6:]}")),)),
    cases.AmendCase: lambda room: cases.AmendCase(room.open, "another", "p", "", ""),
    cases.SeekPlaces: lambda room: cases.SeekPlaces((room.recordings[PLAYABLE],)),
    cases.LinkRecording: lambda room: cases.LinkRecording(room.recordings[PLAYABLE], room.open, "JC-01"),
    cases.UnlinkRecording: lambda room: cases.UnlinkRecording(room.recordings[LINKED], room.open),
    **INSPECTIONS,
    **REVIEWS,
    **PAPERS,
    tagging.TagRecordings: lambda room: tagging.TagRecordings((room.recordings[FRESH],), (f"现场/{new_id()[-6:]}",)),
    tagging.NoteRecordings: lambda room: tagging.NoteRecordings((room.recordings[FRESH],), "proof", new_id()),
    **EXPORTS,
    marks.AddMarks: lambda room: marks.AddMarks(room.recordings[PLAYABLE], (MarkFields(0, kind="start"),)),
    marks.ChangeMark: lambda room: marks.ChangeMark(marked(room), MarkFields(5, note="看这里")),
    alignments.AlignRecordings: lambda room: alignments.AlignRecordings(
        room.recordings[PLAYABLE], ((room.recordings[FRESH], Alignment(1_500, 40, 3, "sound")),)
    ),
    marks.RemoveMark: lambda room: marks.RemoveMark(marked(room)),
    tagging.LinkRecordings: lambda room: tagging.LinkRecordings((room.recordings[PLAYABLE],), room.open, "JC-02"),
    tagging.Undo: _tagged,
    tagging.Redo: _untagged,
    archive.SealCase: lambda room: archive.SealCase(room.open),
    archive.FinishSeal: _finish,
    archive.ChangeSetting: lambda room: archive.ChangeSetting("theme", "dark"),
}
"""A command of each kind that would be carried out. `RecoverFacts` needs an empty catalogue: see test_archive."""

OWN = {recordings.NoteWatched}
"""What only the one may do who began it."""


def test_the_table_knows_every_command() -> None:
    assert GOOD.keys() == DECISIONS.keys() - {archive.RecoverFacts}


@pytest.mark.parametrize("kind", GOOD, ids=lambda kind: kind.__name__)
def test_who_lacks_the_one_right_is_refused_and_who_has_only_it_is_not(room: Room, kind: type[Command]) -> None:
    command = GOOD[kind](room)
    right, who = kind.permission, room.session.actor.name if kind in OWN else "王芳"
    error = room.refused(command, "desk.not-permitted", Actor(who, RIGHTS - {right}))
    assert error.facts == {"permission": right, "actor": who}
    assert error.blame == "operator"
    assert room.do(command, Actor(who, frozenset({right})))
    assert room.whole()


def test_recover_facts_asks_for_its_right_before_it_looks(room: Room) -> None:
    command = archive.RecoverFacts(())
    room.refused(command, "desk.not-permitted", Actor("王芳", RIGHTS - {"desk.rebuild"}))
    room.refused(command, "rebuild.catalogue-present", Actor("王芳", frozenset({"desk.rebuild"})))


def test_the_desk_itself_may_do_what_is_owed(room: Room) -> None:
    room.do(described(room.recordings[FRESH]), DESK)
    assert room.last_entry()["actor"] == "desk"
