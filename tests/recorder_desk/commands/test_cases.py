"""Commands of cases and links: what they lead to, what they refuse, what a sealed case refuses and why."""

from __future__ import annotations

from datetime import datetime

import pytest

from recorder_desk.commands import cases as c
from recorder_desk.commands.archive import SealCase
from recorder_desk.commands.base import Command
from recorder_desk.domain import facts as f
from recorder_desk.domain.case import CaseFields
from recorder_desk.domain.ids import new_id
from recorder_desk.queries.archive import JournalPage
from recorder_desk.queries.cases import ShowCase
from recorder_desk.queries.recordings import Filter, RecordingsPage
from tests.recorder_desk.commands.room import FRESH, LINKED, PLAYABLE, SEALED, Room


def test_open_case(room: Room) -> None:
    (fact,) = room.do(c.OpenCase("  统执〔2026〕  3号 ", " 日常检查 ", " 清源公司 ", " XC-1 ", "2026-03-01"))
    assert isinstance(fact, f.CaseOpened)
    row = room.ask(ShowCase(fact.case)).row
    assert (row.number, row.title, row.party, row.matter, row.opened_on, row.state) == (
        "统执〔2026〕 3号", "日常检查", "清源公司", "XC-1", "2026-03-01", "open",
    )  # fmt: skip
    assert row.item_list == fact.item_list == room.session.items.label


def test_open_case_without_a_number_takes_the_next_one(room: Room) -> None:
    room.do(c.OpenCase("统执检〔2031〕41号", "t", "", opened_on="2031-05-08"))
    (fact,) = room.do(c.OpenCase(" \t ", "t", "", opened_on="2031-06-01"))
    assert isinstance(fact, f.CaseOpened) and fact.number == "统执检〔2031〕42号"


def test_open_cases_opens_all_or_none(room: Room) -> None:
    told = (CaseFields("5", " a "), CaseFields("6", "b", opened_on="2026-05-08"))
    facts = room.do(c.OpenCases(told))
    assert [(each.number, each.title) for each in facts if isinstance(each, f.CaseOpened)] == [("5", "a"), ("6", "b")]
    room.refused(c.OpenCases((CaseFields("7", "c"), CaseFields("6", "d"))), "case.number-taken")


def test_open_case_without_a_date_opens_it_today(room: Room) -> None:
    (fact,) = room.do(c.OpenCase("3", "t", ""))
    assert isinstance(fact, f.CaseOpened)
    at = datetime.fromisoformat(str(room.last_entry()["at"]))
    assert fact.opened_on == at.astimezone().date().isoformat()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.OpenCase("3", "  ", "p"), "case.title-missing"),
        (c.OpenCase("统执〔2026〕1号", "t", "p"), "case.number-taken"),
        (c.OpenCase(" 统执〔2026〕2号 ", "t", "p"), "case.number-taken"),
        (c.OpenCase("3", "t", "p", "", "2026-02-30"), "case.bad-date"),
        (c.OpenCase("3", "t", "p", "", "1 March"), "case.bad-date"),
    ],
)
def test_open_case_refuses(room: Room, command: Command, code: str) -> None:
    room.refused(command, code)


def test_open_case_with_a_number_that_is_part_of_others(room: Room) -> None:
    (fact,) = room.do(c.OpenCase("2026", "t", "p"))
    assert isinstance(fact, f.CaseOpened)
    room.refused(c.OpenCase("2026", "t", "p"), "case.number-taken")


def test_amend_case_changes_its_words_and_what_finds_its_recordings(room: Room) -> None:
    def found(words: str) -> list[str]:
        return [row.id for row in room.ask(RecordingsPage(Filter(words=words)))]

    (fact,) = room.do(c.AmendCase(room.open, " 专项检查 ", "远山公司", "XC-2", ""))
    before = room.ask(ShowCase(room.open)).row
    assert fact == f.CaseAmended(room.open, "专项检查", "远山公司", "XC-2", before.opened_on)
    assert (before.title, before.party, before.matter) == ("专项检查", "远山公司", "XC-2")
    assert found("远山") == [room.recordings[LINKED]]
    assert room.recordings[LINKED] not in found("清源")
    assert room.do(c.AmendCase(room.open, "专项检查", "远山公司", "XC-2", before.opened_on)) == ()


@pytest.mark.parametrize(
    ("title", "opened_on", "code"), [(" ", "", "case.title-missing"), ("t", "yesterday", "case.bad-date")]
)
def test_amend_case_refuses(room: Room, title: str, opened_on: str, code: str) -> None:
    room.refused(c.AmendCase(room.open, title, "p", "", opened_on), code)


def test_link_recording(room: Room) -> None:
    recording = room.recordings[PLAYABLE]
    (fact,) = room.do(c.LinkRecording(recording, room.open, " jc-02 ", 500, 60_000, " 亮证 "))
    assert isinstance(fact, f.RecordingLinked)
    (link,) = room.show(PLAYABLE).links
    assert (link.id, link.case_id, link.item, link.from_ms, link.until_ms, link.reason) == (
        fact.link, room.open, "JC-02", 500, 60_000, "亮证",
    )  # fmt: skip
    assert (link.linked_by, link.linked_at) == (room.session.actor.name, room.last_entry()["at"])
    assert room.show(PLAYABLE).row.state == "linked"


def test_link_recording_to_two_items_and_two_ranges(room: Room) -> None:
    for item, since in (("JC-01", 0), ("JC-02", 0), ("JC-02", 3000)):
        room.do(c.LinkRecording(room.recordings[PLAYABLE], room.open, item, since))
    assert len(room.show(PLAYABLE).links) == 3


def test_link_recording_before_it_is_described_does_not_know_its_end(room: Room) -> None:
    room.do(c.LinkRecording(room.recordings[FRESH], room.open, "JC-01", 0, 10**9))
    assert room.show(FRESH).row.state == "linked"


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (-1, 0, "link.bad-range"),
        (0, -1, "link.bad-range"),
        (2000, 1000, "link.bad-range"),
        (1000, 1000, "link.bad-range"),
        (60_000, 0, "link.beyond-end"),
        (0, 60_001, "link.beyond-end"),
    ],
)
def test_link_recording_refuses_a_range(room: Room, since: int, until: int, code: str) -> None:
    error = room.refused(c.LinkRecording(room.recordings[PLAYABLE], room.open, "JC-01", since, until), code)
    assert (error.facts["since"], error.facts["until"]) == (since, until)


def test_link_recording_refuses_what_is_not_there(room: Room) -> None:
    recording = room.recordings[PLAYABLE]
    room.refused(c.LinkRecording(new_id(), room.open, "JC-01"), "recording.unknown")
    room.refused(c.LinkRecording(recording, new_id(), "JC-01"), "case.unknown")
    error = room.refused(c.LinkRecording(recording, room.open, "XX-99"), "link.unknown-item")
    assert error.facts == {"item": "XX-99", "items": room.session.items.label}
    room.refused(c.LinkRecording(room.recordings[LINKED], room.open, "JC-02", 1000, 2000), "link.exists")


def test_unlink_recording_leaves_a_trace_and_can_be_linked_again(room: Room) -> None:
    recording, before = room.recordings[LINKED], room.show(LINKED).links[0]
    facts = room.do(c.UnlinkRecording(recording, room.open, "jc-02", " 误关联 "))
    assert facts == (f.RecordingUnlinked(before.id, recording, room.open, "误关联"),)
    (trace,) = room.show(LINKED).links
    assert (trace.id, trace.linked_at, trace.reason) == (before.id, before.linked_at, before.reason)
    assert (trace.unlinked_by, trace.unlinked_at) == (room.session.actor.name, room.last_entry()["at"])
    assert trace.unlink_reason == "误关联"
    assert room.show(LINKED).row.state == "ready"
    history = [row.fact for row in room.ask(JournalPage(about=recording))]
    assert history[:2] == ["RecordingUnlinked", "RecordingLinked"]
    room.do(c.LinkRecording(recording, room.open, "JC-02", 1000, 2000))
    assert len(room.show(LINKED).links) == 2


def test_unlink_recording_from_all_its_items_is_one_transaction(room: Room) -> None:
    recording = room.recordings[LINKED]
    room.do(c.LinkRecording(recording, room.open, "JC-01"))
    facts = room.do(c.UnlinkRecording(recording, room.open))
    assert [type(fact) for fact in facts] == [f.RecordingUnlinked] * 2
    assert all(link.unlinked_at for link in room.show(LINKED).links)


def test_unlink_recording_refuses(room: Room) -> None:
    linked, free = room.recordings[LINKED], room.recordings[PLAYABLE]
    room.refused(c.UnlinkRecording(new_id(), room.open), "recording.unknown")
    room.refused(c.UnlinkRecording(linked, new_id()), "case.unknown")
    room.refused(c.UnlinkRecording(free, room.open), "link.unknown")
    room.refused(c.UnlinkRecording(linked, room.open, "JC-01"), "link.unknown")
    room.do(c.UnlinkRecording(linked, room.open))
    room.refused(c.UnlinkRecording(linked, room.open), "link.unknown")


def changes(room: Room, case: str) -> list[Command]:
    """Everything that would change what is in a case."""
    inside = SEALED if case == room.sealed else LINKED
    return [
        c.AmendCase(case, "another", "p", "", ""),
        c.LinkRecording(room.recordings[PLAYABLE], case, "JC-01"),
        c.LinkRecording(room.recordings[inside], case, "JC-03"),
        c.UnlinkRecording(room.recordings[inside], case),
        SealCase(case),
    ]


def test_a_sealed_case_refuses_every_change_and_says_why(room: Room) -> None:
    for command in changes(room, room.sealed):
        error = room.refused(command, "case.sealed")
        assert (error.facts, error.blame) == ({"number": "统执〔2026〕2号", "state": "sealed"}, "operator")


def test_a_case_that_is_being_sealed_refuses_the_same(room: Room) -> None:
    room.do(SealCase(room.open))
    for command in changes(room, room.open):
        error = room.refused(command, "case.sealed")
        assert error.facts == {"number": "统执〔2026〕1号", "state": "sealing"}


def test_a_sealed_recording_is_not_linked_anywhere_else_and_says_why(room: Room) -> None:
    (code,) = room.show(SEALED).archival_codes
    error = room.refused(c.LinkRecording(room.recordings[SEALED], room.open, "JC-01"), "link.recording-sealed")
    assert error.facts == {"name": "MOVI1.mp4", "codes": code}
