"""Noting filmed codes: kept with their case, refused ones with their reason; a code suggests and never links."""

from __future__ import annotations

from dataclasses import replace

from recorder_desk.commands.cases import LinkRecording, UnlinkRecording
from recorder_desk.commands.codes import NoteCodes
from recorder_desk.commands.recordings import NoteStepFailed
from recorder_desk.domain import facts as f
from recorder_desk.domain.filmed_code import Filmed, case_tag
from recorder_desk.domain.ids import new_id
from recorder_desk.queries.codes import CaseOfCode, CodesIn, CodesUnsought, FilmedRow
from recorder_desk.queries.recordings import OwedCounts
from tests.recorder_desk.commands.room import FRESH, LINKED, PLAYABLE, Room

FILMED = Filmed("", "2026-11-22T01:12:03.450Z", 4000, 3000, 5000, 50, True, 180)


def noted(room: Room, *filmed: Filmed, which: int = PLAYABLE) -> tuple[f.Fact, ...]:
    return room.do(NoteCodes(room.recordings[which], filmed, 60, "zxing-cpp 3"))


def rows(room: Room, which: int = PLAYABLE) -> tuple[FilmedRow, ...]:
    return room.ask(CodesIn(room.recordings[which]))


def unsought(room: Room) -> set[str]:
    return {each.recording for each in room.ask(CodesUnsought("9"))}


def test_note_codes_ends_what_was_owed(room: Room) -> None:
    recording, owed = room.recordings[PLAYABLE], room.ask(OwedCounts("x"))["codes"]
    assert recording in unsought(room) and room.recordings[FRESH] not in unsought(room)
    room.do(NoteStepFailed(recording, "codes", "media.timeout"))
    assert noted(room) == (f.CodesSought(recording, 60, "zxing-cpp 3"),)
    assert recording not in unsought(room) and room.ask(OwedCounts("x"))["codes"] == owed - 1
    assert room.rows("SELECT * FROM failures WHERE recording = ?", recording) == []


def test_note_codes_keeps_a_code_with_its_case_and_links_nothing(room: Room) -> None:
    mine = replace(FILMED, case=case_tag(room.open))
    facts = noted(room, mine, FILMED)
    assert [fact.case for fact in facts if isinstance(fact, f.CodeFilmed)] == [room.open, ""]
    first, second = rows(room)
    assert (first.case_id, first.case_number, first.linked, first.live) == (room.open, "统执〔2026〕1号", False, True)
    assert (second.case_id, second.case_number, second.linked) == ("", "", False)
    assert not room.show(PLAYABLE).links
    room.do(LinkRecording(room.recordings[PLAYABLE], room.open, "JC-01"))
    assert rows(room)[0].linked
    room.do(UnlinkRecording(room.recordings[PLAYABLE], room.open))
    assert not rows(room)[0].linked


def test_note_codes_says_when_nobody_knows_the_case(room: Room) -> None:
    (_, fact) = noted(room, replace(FILMED, case=case_tag(new_id())))
    assert isinstance(fact, f.CodeFilmed) and (fact.case, fact.code) == ("", "code.unknown-case")


def test_note_codes_keeps_a_foreign_code_without_a_case(room: Room) -> None:
    foreign = replace(FILMED, case=case_tag(room.open), live=False, code="code.foreign-station")
    (_, fact) = noted(room, foreign)
    assert isinstance(fact, f.CodeFilmed) and (fact.case, fact.code) == ("", "code.foreign-station")


def test_note_codes_takes_the_place_of_an_earlier_search(room: Room) -> None:
    noted(room, FILMED, FILMED, which=LINKED)
    noted(room, FILMED, which=LINKED)
    assert len(rows(room, LINKED)) == 1


def test_note_codes_refuses_a_recording_nobody_has(room: Room) -> None:
    room.refused(NoteCodes(new_id(), (), 0, "x"), "recording.unknown")


def test_a_tag_means_one_case_or_none(room: Room) -> None:
    assert room.ask(CaseOfCode(case_tag(room.open))) == room.open
    assert room.ask(CaseOfCode("0" * 15)) == ""
    assert room.ask(CaseOfCode("%")) == ""
