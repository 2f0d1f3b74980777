"""Commands of item lists, matters and parties."""

from __future__ import annotations

from dataclasses import replace

from recorder_desk.commands import items as ci
from recorder_desk.commands import registers as c
from recorder_desk.commands.cases import OpenCase
from recorder_desk.domain import facts as f
from recorder_desk.domain.matter import LegalBasis, Matter
from recorder_desk.domain.party import Party
from recorder_desk.queries import registers as q
from recorder_desk.queries.cases import ShowCase
from recorder_desk.queries.casework import CoverageOf
from tests.recorder_desk.commands.room import Room

OLD = LegalBasis("TJF", "统计法(2009)", until="2024-09-12")
NEW = LegalBasis("TJF", "统计法(2024)", since="2024-09-13")
CODE = "91350100M000100Y43"


def test_a_case_keeps_the_list_it_was_opened_under(room: Room) -> None:
    before = room.ask(ShowCase(room.open)).row
    was = room.session.items
    own = replace(was, version="2026.2", items=was.items[:3], approval="档发〔2026〕3号", approved_on="2026-05-08")
    (issued,) = room.do(ci.IssueItemList(own, "机构改革"))
    assert isinstance(issued, f.ItemListIssued) and issued.change == "机构改革"
    assert room.session.items == own, "a face knows at once"
    (opened,) = room.do(OpenCase("新1号", "t", ""))
    assert isinstance(opened, f.CaseOpened) and opened.item_list == "statistics@2026.2"
    assert room.ask(ShowCase(room.open)).row == before
    assert len(room.ask(CoverageOf(opened.case)).cells) == 3
    assert len(room.ask(CoverageOf(room.open)).cells) == len(was.items)
    assert not room.do(ci.IssueItemList(own)), "the same again is nothing"
    room.refused(ci.IssueItemList(replace(own, items=own.items[:2])), "items.version-taken")
    room.refused(ci.IssueItemList(replace(own, version="x", items=())), "items.empty")


def test_matters_and_their_bases_by_day(room: Room) -> None:
    room.do(c.WriteMatters((Matter("A", "统计检查", bases=("TJF",)),), (OLD, NEW)))
    (row,) = room.ask(q.Matters("2024-09-12"))
    assert [each.law for each in row.bases] == ["统计法(2009)"]
    (row,) = room.ask(q.Matters("2026-05-08"))
    assert [each.law for each in row.bases] == ["统计法(2024)"]
    assert not room.do(c.WriteMatters((Matter("A", " 统计检查 ", bases=("TJF",)),), (NEW,)))
    room.refused(c.WriteMatters((Matter("B", "b", parent="A"), Matter("C", "c", parent="X"))), "matter.unknown-parent")
    room.refused(c.WriteMatters(bases=(replace(NEW, since="2024-01-01"),)), "version.overlap")
    room.refused(c.WriteMatters((Matter("B", " "),)), "version.name-missing")


def test_a_code_is_one_partys(room: Room) -> None:
    (written,) = room.do(c.WriteParties((("", Party("甲公司", code=CODE.lower())),)))
    assert isinstance(written, f.PartyWritten) and written.fields.code == CODE
    room.refused(c.WriteParties((("", Party("乙公司", code=CODE)),)), "party.code-taken")
    room.refused(c.WriteParties((("?", Party("乙公司")),)), "party.unknown")
    room.do(c.WriteParties(((written.party, Party("甲公司（更名）", code=CODE)),)))
    room.do(OpenCase("9号", "t", "甲公司（更名）"))
    (row,) = room.ask(q.Parties("jgs"))
    assert (row.id, row.cases) == (written.party, 1)


def test_nobodys_number_is_journalled(room: Room) -> None:
    room.do(c.WriteParties((("", Party("赵某", "person", person_id="11010519491231002X")),)))
    assert "19491231" not in str(room.rows("SELECT * FROM parties")) + str(room.rows("SELECT entry FROM journal"))
