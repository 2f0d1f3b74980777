"""Versions of the record item list: which one is in force, tables of other bureaus, and how two versions differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recorder_desk.domain.item_import import COLUMNS, IGNORED, ListImport, read_items, rows_of
from recorder_desk.domain.item_lists import checked_list, compare, in_force, shipped_lists
from recorder_desk.domain.record_item import RecordItemList
from recorder_desk.domain.tables import lines, read_csv, write_csv
from recorder_desk.errors import DeskError

SHIPPED = shipped_lists()[0]
OWN = replace(SHIPPED, version="2027", effective_from="2027-01-01")

FIRST_SHAPE = """某县统计局音像记录事项清单,,,,,,,,,
序号,执法类别,执法事项,记录环节,记录方式,起点,记录内容,终点,保存期限,备注
1,行政检查,统计执法检查,进入检查,执法记录仪录像,表明身份,出示证件、告知权利,被检查人确认,2年,
2,,,实施检查,全程录音录像,开始检查,现场全过程,离开现场,随案卷保存,视情形
3,,,文书送达,照相,送达开始,送达过程,签收,6个月,
4,行政处罚,,听证,文字记录,开始,听证,结束,永久,
"""
SECOND_SHAPE = """执法事项,记录环节,记录地点,记录人员,记录方式,记录内容,标注要求,备注
统计执法检查,现场检查,被检查单位,执法人员,全程录像,检查全过程,案号+日期,必录
,询问,询问室,,录音,,案号,
"""


def read(text: str, known: RecordItemList = SHIPPED) -> ListImport:
    return read_items(lines(read_csv(text), COLUMNS, (), IGNORED), known)


def test_the_bureaus_own_list_goes_before_the_shipped_one() -> None:
    assert in_force([OWN], "2026-12-31").current == SHIPPED
    assert in_force([OWN], "2027-01-01").current == OWN
    later = replace(OWN, version="2027.2")
    assert in_force([OWN, later], "2027-01-01").current == later, "of one day the one issued last"
    assert in_force([OWN, later], "2020-01-01").current == SHIPPED
    assert in_force((*shipped_lists(), OWN), "2027-06-01").current == OWN
    assert len(in_force([OWN], "2027-01-01").versions) == len(shipped_lists()) + 1


def test_a_list_with_class_and_period_is_read() -> None:
    found = read(FIRST_SHAPE)
    assert not found.errors and len(found.items) == 4
    first, second, third, last = found.items
    assert (first.matter, first.stage, first.name_zh, first.mode) == ("统计执法检查", "进入检查", "进入检查", "KEY")
    assert (first.start_point, first.end_point, first.retention) == ("表明身份", "被检查人确认", "2")
    assert first.media == ("video",) and first.must_capture == "出示证件、告知权利"
    assert (second.mode, second.media, second.retention) == ("FULL", ("video", "audio"), "CASE")
    assert (second.matter, second.retention_note) == ("统计执法检查", "随案卷保存"), "merged cells are filled down"
    assert (third.media, third.retention, third.retention_note) == (("photo",), "1", "6个月")
    assert (last.mode, last.retention) == ("TEXT_ONLY", "P")
    assert len({each.code for each in found.items}) == 4


def test_a_list_with_place_and_label_rule_is_read() -> None:
    first, second = read(SECOND_SHAPE).items
    assert (first.place, first.who, first.label_rule, first.remark) == ("被检查单位", "执法人员", "案号+日期", "必录")
    assert (second.matter, second.place, second.media, second.required) == ("统计执法检查", "询问室", ("audio",), "Y")


def test_what_is_written_is_read_again_just_so() -> None:
    assert read(write_csv(list(COLUMNS), rows_of(SHIPPED))) == ListImport(SHIPPED.items, ())


def test_an_item_keeps_its_code_from_version_to_version() -> None:
    first = replace(SHIPPED, version="x", items=read(FIRST_SHAPE).items)
    again = read(FIRST_SHAPE.replace("6个月", "30年"), first)
    assert [each.code for each in again.items] == [each.code for each in first.items]
    changed = compare(first, replace(first, items=again.items)).changed
    assert [(each.field, each.before, each.after) for each in changed] == [
        ("retention", "1", "30"), ("retention_note", "6个月", "")
    ]  # fmt: skip


def test_wrong_lines_are_told_by_their_number() -> None:
    found = read("编码,记录事项,保存期限\nA-1,甲,两个满月\nA-2,,\nA-3,丙,\nA-3,丁,\n事 项,戊,\n")
    assert [(each.line, each.code) for each in found.errors] == [
        (2, "items.bad-retention"), (3, "items.name-missing"), (6, "items.bad-code"), (0, "items.code-twice")
    ]  # fmt: skip


def test_unknown_headings_are_told() -> None:
    with pytest.raises(DeskError, match=r"table\.column-unknown") as raised:
        read("编码,记录事项,颜色\nA,b,红\n")
    assert raised.value.facts == {"column": "颜色"}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (replace(OWN, items=()), "items.empty"), (replace(OWN, id=" "), "items.bad-version"),
        (replace(OWN, version="a@b"), "items.bad-version"), (replace(OWN, effective_from="heute"), "items.bad-date"),
        (replace(OWN, approved_on="2026"), "items.bad-date"),
        (replace(OWN, items=(OWN.items[0], OWN.items[0])), "items.code-twice"),
        (replace(OWN, items=(replace(OWN.items[0], name_zh=" "),)), "items.name-missing"),
        (replace(OWN, items=(replace(OWN.items[0], code=""),)), "items.code-missing"),
        (replace(OWN, items=(replace(OWN.items[0], remark="x" * 2_001),)), "items.long"),
    ],
)  # fmt: skip
def test_lists_that_cannot_be_issued(told: RecordItemList, code: str) -> None:
    with pytest.raises(DeskError, match=code):
        checked_list(told)


def test_how_versions_differ() -> None:
    fewer = replace(OWN, items=(*OWN.items[1:], replace(OWN.items[0], code="ZZ-01")))
    told = compare(OWN, fewer)
    assert (told.added, told.removed, told.same) == (("ZZ-01",), (OWN.items[0].code,), len(OWN.items) - 1)
