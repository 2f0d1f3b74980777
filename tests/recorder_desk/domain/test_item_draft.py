"""The draft of a list: steps forth and back, what is wrong in which cell; and the headings of another bureau's list."""

from __future__ import annotations

import pytest

from recorder_desk.domain.differences import changed_fields
from recorder_desk.domain.item_draft import COLUMNS, ItemDraft, cell_of, with_cell, wrong_cells
from recorder_desk.domain.item_import import COLUMNS as TABLE
from recorder_desk.domain.item_import import IGNORED, read_items
from recorder_desk.domain.item_lists import shipped_lists
from recorder_desk.domain.officer import Certificate, OfficerFields
from recorder_desk.domain.tables import headings, lines_under
from recorder_desk.errors import DeskError

ITEMS = shipped_lists()[0].items


def test_every_step_is_taken_back_and_done_again() -> None:
    draft = ItemDraft(ITEMS)
    draft.change(0, "retention", "5")
    at = draft.add(0)
    draft.change(at, "code", "jb-99")
    draft.drop(3)
    assert draft.move(0, 1) == 1
    after = draft.items
    assert after[0].code == "JB-99"
    assert after[0].matter == ITEMS[0].matter
    for _ in range(5):
        assert draft.undo()
    assert draft.items == ITEMS
    assert not draft.undo()
    for _ in range(5):
        assert draft.redo()
    assert draft.items == after
    assert not draft.redo()
    draft.undo()
    draft.change(0, "remark", "other")
    assert not draft.can_redo


def test_what_changes_nothing_is_no_step() -> None:
    draft = ItemDraft(ITEMS)
    draft.change(0, "code", f" {ITEMS[0].code.lower()} ")
    assert draft.move(0, -1) == 0
    assert draft.move(len(ITEMS) - 1, 1) == len(ITEMS) - 1
    assert not draft.can_undo


@pytest.mark.parametrize("column", COLUMNS)
def test_a_cell_read_and_written_says_the_same(column: str) -> None:
    for item in ITEMS:
        assert with_cell(item, column, cell_of(item, column)) == item


@pytest.mark.parametrize(
    ("column", "told", "code"),
    [
        ("code", "", "items.code-missing"),
        ("code", "a b", "items.bad-code"),
        ("code", "JC-01", "items.code-twice"),
        ("name_zh", " ", "items.name-missing"),
        ("retention", "两年", "items.bad-retention"),
        ("retention_in_case", "0", "items.bad-retention"),
        ("must_capture", "长" * 2_001, "items.long"),
    ],
)
def test_what_is_wrong_is_known_by_its_cell(column: str, told: str, code: str) -> None:
    draft = ItemDraft(ITEMS)
    draft.change(0, column, told)
    found = wrong_cells(draft.items)
    assert found[0, column].code == code
    draft.undo()
    assert wrong_cells(draft.items) == {}


def test_a_number_of_officers_is_a_number() -> None:
    with pytest.raises(DeskError, match="bad-officers"):
        with_cell(ITEMS[0], "min_officers", "two")
    assert with_cell(ITEMS[0], "min_officers", "").min_officers == 0


SHAPES = {
    "class first": ["类别", "事项", "环节", "方式", "起点", "内容", "终点", "期限", "备注"],
    "place and who": ["事项", "环节", "地点", "记录人", "方式", "内容", "标注规则", "备注"],
}


@pytest.mark.parametrize("shape", SHAPES)
def test_both_shapes_are_guessed_and_read(shape: str) -> None:
    head = SHAPES[shape]
    row = {"类别": "处罚", "事项": "一般程序", "环节": "现场检查", "方式": "全程录像", "起点": "到达", "内容": "现场",
           "终点": "离开", "期限": "2年", "备注": "无", "地点": "现场", "记录人": "甲", "标注规则": "案号"}  # fmt: skip
    rows = [["某市局清单"], ["序号", *head, "科室"], ["1", *(row[each] for each in head), "一科"]]
    found = headings(rows, TABLE, IGNORED)
    assert (found.line, found.cells[0], found.cells[-1]) == (2, "序号", "科室")
    assert all(found.guesses[1:-1])
    assert (found.guesses[0], found.guesses[-1]) == ("", "")
    assert (found.idle[0], found.idle[-1]) == (True, False)
    read = read_items(lines_under(rows, found.line, found.guesses), shipped_lists()[0])
    assert read.errors == ()
    (item,) = read.items
    assert (item.name_zh, item.mode, item.must_capture) == ("现场检查", "FULL", "现场")


def test_of_two_headings_alike_the_first_is_guessed() -> None:
    assert headings([["编码", "名称", "代码"], ["1", "2", "3"]], {"code": ("编码", "代码")}).guesses == ("code", "", "")


PAPER = Certificate("1", since="2024-01-01", until="2026-12-31")


@pytest.mark.parametrize(
    ("day", "papers", "standing"),
    [
        ("2026-05-08", (), "none"),
        ("2026-05-08", (PAPER,), "valid"),
        ("2026-11-01", (PAPER,), "ends-soon"),
        ("2026-12-31", (PAPER,), "ends-soon"),
        ("2026-10-31", (PAPER,), "valid"),
        ("2027-01-01", (PAPER,), "expired"),
        ("2023-12-31", (PAPER,), "not-yet"),
        ("2026-12-31", (PAPER, Certificate("2", since="2026-06-01")), "valid"),
    ],
)
def test_how_certificates_stand_on_a_day(day: str, papers: tuple[Certificate, ...], standing: str) -> None:
    assert OfficerFields("王芳", certificates=papers).standing(day) == standing


def test_differences_are_told_field_by_field() -> None:
    was = OfficerFields("王芳", "一处", certificates=(Certificate("1", since="2024-01-01"),))
    becomes = OfficerFields("王芳", "二处", certificates=(Certificate("1", since="2024-01-01", until="2029-01-01"),))
    assert list(changed_fields(was, becomes)) == [
        ("unit", "一处", "二处"),
        ("certificates", "1 2024-01-01", "1 2024-01-01 2029-01-01"),
    ]
