"""The record item list in the window: a draft typed into, steps taken back, another bureau's list, a version issued."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from recorder_desk.commands.items import IssueItemList
from recorder_desk.domain.item_draft import COLUMNS
from recorder_desk.domain.item_lists import shipped_lists
from recorder_desk.domain.record_item import RecordItemList
from recorder_desk.queries.items import ItemListVersions
from tests.window.bureau.hands import choose_file, choose_target, opened_dialog, order, press, section, types
from tests.window.cases.hands import CTRL, SHIFT
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import Phrases
from ui.session import Session
from ui.window.bureau.issue_dialog import IssueDialog
from ui.window.bureau.items import ItemsSection
from ui.window.bureau.mapping_dialog import MappingDialog
from ui.window.main_window import MainWindow

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say
NAME, RETENTION, OFFICERS = (COLUMNS.index(each) for each in ("name_zh", "retention", "min_officers"))


def items_of(qtbot: QtBot, window: MainWindow) -> ItemsSection:
    found = section(qtbot, window, "items")
    assert isinstance(found, ItemsSection)
    return found


def versions(session: Session) -> tuple[RecordItemList, ...]:
    return session.desk.ask(ItemListVersions("2026-11-22")).result(10).versions


def type_into(qtbot: QtBot, found: ItemsSection, row: int, column: int, text: str) -> None:
    """A cell, by keyboard."""
    found.table.go_to(row, column)
    found.table.setFocus()
    press(qtbot, Qt.Key.Key_F2)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QLineEdit)
    focus.selectAll()
    types(qtbot, text)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: found.table.state() == found.table.State.NoState, timeout=WAIT_MS)


def test_the_default_list_is_shown_in_both_languages(qtbot: QtBot, window: MainWindow) -> None:
    found = items_of(qtbot, window)
    assert found.table.items.rowCount() == 25
    first = shipped_lists()[0].items[0]
    told = [str(found.table.items.index(0, column).data()) for column in range(len(COLUMNS))]
    assert first.name_zh in told
    assert first.name_en in told
    assert Phrases("en").word("FULL") in told
    assert not found.table.items.flags(found.table.items.index(0, 0)) & Qt.ItemFlag.ItemIsEditable


def test_a_draft_is_typed_into_and_taken_back_step_by_step(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    found = items_of(qtbot, window)
    found.edit_button.click()
    type_into(qtbot, found, 1, RETENTION, "5")
    press(qtbot, Qt.Key.Key_N, CTRL)
    assert found.table.items.rowCount() == 26
    found.table.go_to(4, 0)
    press(qtbot, Qt.Key.Key_Delete, CTRL)
    press(qtbot, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert found.draft is not None
    after = found.draft.items
    for _ in range(4):
        press(qtbot, Qt.Key.Key_Z, CTRL)
    assert found.draft.items == shipped_lists()[0].items
    press(qtbot, Qt.Key.Key_Z, CTRL)  # nothing is left: and nothing else is taken back instead
    assert found.draft.items == shipped_lists()[0].items
    for _ in range(4):
        press(qtbot, Qt.Key.Key_Z, CTRL | SHIFT)
    assert found.draft.items == after
    assert len(versions(session)) == 1
    settle(qtbot, window)


def test_what_is_wrong_is_said_at_its_cell(qtbot: QtBot, window: MainWindow) -> None:
    found = items_of(qtbot, window)
    found.edit_button.click()
    type_into(qtbot, found, 2, RETENTION, "soon")
    assert found.table.items.error_at(found.table.items.index(2, RETENTION)) is not None
    assert "items.bad-retention" in found.cell.text()
    assert not found.draft_bar.issue.isEnabled()
    found.table.go_to(0, 0)
    press(qtbot, Qt.Key.Key_F8)
    assert (found.table.currentIndex().row(), found.table.currentIndex().column()) == (2, RETENTION)
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert not found.table.items.wrong
    type_into(qtbot, found, 2, OFFICERS, "two")  # cannot stand there at all: it stays as it was, and is told
    assert "items.bad-officers" in found.cell.text()
    assert found.draft is not None
    assert found.draft.items == shipped_lists()[0].items
    settle(qtbot, window)


def test_the_next_version_is_issued_with_what_it_changes_in_sight(
    qtbot: QtBot, session: Session, window: MainWindow
) -> None:
    found = items_of(qtbot, window)
    found.edit_button.click()
    assert not found.draft_bar.issue.isEnabled()  # nothing is changed
    type_into(qtbot, found, 0, RETENTION, "5")
    found.draft_bar.issue.click()
    dialog = opened_dialog(qtbot, window, IssueDialog)
    told = dialog.table.rows
    assert [str(told.index(0, column).data()) for column in (1, 4, 5)] == ["JB-01", "2", "5"]
    told_fields = {"version": "2026", "approval": "冀档〔2026〕3号", "list-reason": "longer"}
    for name, text in told_fields.items():
        field = dialog.fields[name]
        assert isinstance(field, QLineEdit)
        field.setText(text)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "items.version-taken" in dialog.notes["version"].text(), timeout=WAIT_MS)
    version = dialog.fields["version"]
    assert isinstance(version, QLineEdit)
    version.setText("2026-2")
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(versions(session)) == 2, timeout=WAIT_MS)
    settle(qtbot, window)
    issued = versions(session)[-1]
    assert (issued.label, issued.approval, issued.items[0].retention) == ("statistics@2026-2", "冀档〔2026〕3号", "5")
    assert found.draft is None
    assert "statistics@2026-2" in found.versions.currentText() or found.versions.count() == 2


def test_a_draft_is_kept_when_the_window_speaks_another_language(qtbot: QtBot, session: Session, shown: Shown) -> None:
    window = shown(session, "en")
    found = items_of(qtbot, window)
    found.edit_button.click()
    type_into(qtbot, found, 0, RETENTION, "7")
    assert window.stage is not None
    window.stage.language_chosen.emit("zh_CN")
    settle(qtbot, window)
    again = items_of(qtbot, window)
    assert again is not found
    assert again.draft is not None
    assert again.draft.items[0].retention == "7"
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)
    again.draft_bar.discard.click()
    assert again.draft is None
    press(qtbot, Qt.Key.Key_Z, CTRL)  # thrown away by mistake
    assert again.draft is not None
    again.discard()
    settle(qtbot, window)


SHAPES = {
    "class first": ("类别,事项,环节,方式,起点,内容,终点,期限,备注\n"
                    "处罚,一般程序,现场检查,全程录像,到达,现场状况,离开,2年,无\n"),
    "place and who": ("事项,环节,地点,记录人,方式,内容,标注规则,备注\n"
                      "一般程序,现场检查,现场,甲,录像,现场状况,案号,无\n"),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_another_bureaus_list_is_mapped_compared_and_issued(
    qtbot: QtBot, session: Session, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    table = tmp_path / "other.csv"
    table.write_bytes(("某市局清单\n" + SHAPES[shape]).encode("gbk"))
    choose_file(monkeypatch, table)
    found = items_of(qtbot, window)
    found.import_button.click()
    mapping = opened_dialog(qtbot, window, MappingDialog)
    qtbot.waitUntil(mapping.go.isEnabled, timeout=WAIT_MS)
    assert "GBK" in mapping.encoding.text()
    assert all(choice.currentData() for choice in mapping.choices)
    press(qtbot, Qt.Key.Key_Return)
    dialog = opened_dialog(qtbot, window, IssueDialog)
    assert (len(dialog.difference.added), len(dialog.difference.removed)) == (1, 25)
    dialog.go.click()
    qtbot.waitUntil(lambda: len(versions(session)) == 2, timeout=WAIT_MS)
    settle(qtbot, window)
    (item,) = versions(session)[-1].items
    assert (item.name_zh, item.must_capture) == ("现场检查", "现场状况")


def test_unknown_columns_are_said_and_can_be_mapped(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "other.csv"
    table.write_text("事项,环节,拍什么,保存\n检查,进入,亮证,若干\n", "utf-8")
    choose_file(monkeypatch, table)
    items_of(qtbot, window).import_button.click()
    mapping = opened_dialog(qtbot, window, MappingDialog)
    qtbot.waitUntil(mapping.go.isEnabled, timeout=WAIT_MS)
    assert mapping.ignored.text() == SAY("bureau.mapping.ignored", names=SAY("saying.between").join(("拍什么", "保存")))
    mapping.choices[2].setCurrentIndex(mapping.choices[2].findData("must_capture"))
    mapping.choices[3].setCurrentIndex(mapping.choices[3].findData("retention"))
    assert not mapping.go.isEnabled()
    assert mapping.errors.rows.index(0, 0).data() == "2"
    mapping.choices[3].setCurrentIndex(mapping.choices[3].findData("must_capture"))
    assert "table.column-twice" in mapping.error.text()
    mapping.choices[3].setCurrentIndex(0)
    assert mapping.go.isEnabled()
    mapping.reject()
    settle(qtbot, window)


@pytest.mark.parametrize(("content", "code"), [(b"", "table.empty"), (b"\x89PNG\x00\x01", "table.encoding")])
def test_a_file_that_is_no_list_says_so(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, code: str
) -> None:
    table = tmp_path / "other.csv"
    table.write_bytes(content)
    choose_file(monkeypatch, table)
    items_of(qtbot, window).import_button.click()
    mapping = opened_dialog(qtbot, window, MappingDialog)
    qtbot.waitUntil(lambda: code in mapping.error.text(), timeout=WAIT_MS)
    assert not mapping.go.isEnabled()
    mapping.reject()
    settle(qtbot, window)


def test_a_version_is_written_out(
    qtbot: QtBot, session: Session, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = shipped_lists()[0]
    order(session, IssueItemList(RecordItemList("own", "1", "2026-01-01", listed.items[:3])))
    target = tmp_path / "list.xlsx"
    choose_target(monkeypatch, target)
    found = items_of(qtbot, window)
    qtbot.waitUntil(lambda: found.table.items.rowCount() == 3, timeout=WAIT_MS)
    found.write_out()
    qtbot.waitUntil(target.exists, timeout=WAIT_MS)
    settle(qtbot, window)
