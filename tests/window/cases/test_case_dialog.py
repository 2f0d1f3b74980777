"""Opening and amending a case: what is missing is said in place, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recorder_desk.commands.registers import WriteMatters
from recorder_desk.domain.matter import Matter
from tests.window.cases.hands import CTRL, button, cases_of, cases_page, dialog_of, press, write
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import LANGUAGES, Phrases
from ui.session import Session
from ui.window.cases.case_dialog import CaseDialog
from ui.window.main_window import MainWindow

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say
TAKEN = "统执检〔2026〕1号"


def asked(qtbot: QtBot, window: MainWindow) -> CaseDialog:
    """The dialog, opened with its key."""
    page = cases_page(qtbot, window)
    page.table.setFocus()
    press(qtbot, Qt.Key.Key_N, CTRL)
    dialog = dialog_of(window, CaseDialog)
    qtbot.waitUntil(dialog.number.hasFocus, timeout=WAIT_MS)
    return dialog


def test_a_case_is_opened_with_the_keyboard_alone(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    dialog = asked(qtbot, window)
    fields = (dialog.number, dialog.title, dialog.party, dialog.matter.lineEdit(), dialog.opened_on)
    for field, typed in zip(fields, ("〔2026〕9号", "台账核查", "某某公司", "", ""), strict=True):
        assert field is not None
        focus = QApplication.focusWidget()
        assert focus is not None and (focus is field or field.isAncestorOf(focus) or focus.isAncestorOf(field))
        write(focus, typed)
        press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClick(dialog.party, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "〔2026〕9号" in cases_of(session), timeout=WAIT_MS)
    row = cases_of(session)["〔2026〕9号"]
    assert (row.title, row.party, row.state) == ("台账核查", "某某公司", "open")
    page = cases_page(qtbot, window)
    qtbot.waitUntil(lambda: page.rows.rowCount() == 2, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.view.head.number.text() == row.number, timeout=WAIT_MS)
    settle(qtbot, window)
    assert page.view.case == row.id
    assert [page.rows.key(place) for place in page.table.chosen_places()] == [row.id]


def test_a_case_without_a_number_takes_the_next_one(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    session.desk.do(WriteMatters((Matter("A", "民间统计调查检查"),)), session.actor).result()
    dialog = asked(qtbot, window)
    qtbot.waitUntil(lambda: dialog.matter.findText("民间统计调查检查") == 1, timeout=WAIT_MS)
    dialog.title.setText("核查")
    dialog.opened_on.setDate(QDate(2026, 6, 1))
    qtbot.keyClick(dialog.party, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "核查" in {each.title for each in cases_of(session).values()}, timeout=WAIT_MS)
    (row,) = (each for each in cases_of(session).values() if each.title == "核查")
    assert row.number == "统执检〔2026〕2号", "the one after the case that is there"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("number", "title", "code", "field"),
    [
        ("〔2026〕9号", "", "case.title-missing", "title"),
        (TAKEN, "核查", "case.number-taken", "number"),
    ],
)
def test_what_is_refused_is_said_in_place_and_can_be_mended(
    qtbot: QtBot, session: Session, shown: Shown, language: str, number: str, title: str, code: str, field: str
) -> None:
    window = shown(session, language)
    before = set(cases_of(session))
    dialog = asked(qtbot, window)
    dialog.number.setText(number)
    dialog.title.setText(title)
    dialog.party.setText("某某公司")
    qtbot.keyClick(dialog.party, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.error.isVisible, timeout=WAIT_MS)
    assert dialog.error.text() == f"{Phrases(language).say(code, number=number)} ({code})"
    assert getattr(dialog, field).hasFocus()
    assert (dialog.number.text(), dialog.title.text(), dialog.party.text()) == (number, title, "某某公司")
    assert set(cases_of(session)) == before
    dialog.number.setText("〔2026〕10号")
    dialog.title.setText("核查")
    qtbot.keyClick(dialog.title, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "〔2026〕10号" in cases_of(session), timeout=WAIT_MS)
    settle(qtbot, window)


def test_escape_takes_it_back(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    dialog = asked(qtbot, window)
    qtbot.keyClicks(dialog.number, "X-1")
    press(qtbot, Qt.Key.Key_Escape)
    settle(qtbot, window)
    assert list(cases_of(session)) == [TAKEN]


def test_a_case_is_amended_but_never_its_number(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    page = cases_page(qtbot, window)
    button(page.view.head, SAY("cases.amend")).click()
    dialog = dialog_of(window, CaseDialog)
    assert dialog.number.isReadOnly()
    assert dialog.title.text() == "工业总产值数据核查"
    dialog.title.setText("")
    dialog.accept()
    qtbot.waitUntil(dialog.error.isVisible, timeout=WAIT_MS)
    dialog.title.setText("<b>粗</b> & 工业总产值")
    dialog.accept()
    qtbot.waitUntil(lambda: cases_of(session)[TAKEN].title == "<b>粗</b> & 工业总产值", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.view.head.title.text() == "<b>粗</b> & 工业总产值", timeout=WAIT_MS)
    assert page.view.head.title.textFormat() == Qt.TextFormat.PlainText
