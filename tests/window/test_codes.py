"""Codes in the window: one that can be read off the screen, live and in any look; a suggestion one key away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from recorder_desk.commands.codes import NoteCodes
from recorder_desk.domain.filmed_code import Filmed, Reading, case_tag
from recorder_desk.queries.cases import Cases
from recorder_desk.queries.codes import CodesIn
from recorder_desk.queries.recordings import RecordingsPage
from tests.window.cases.hands import cases_page, write
from tests.window.conftest import WAIT_MS, settle
from ui.session import Session
from ui.window.cases.link_dialog import LinkDialog
from ui.window.code_dialog import CodeDialog, LiveCode
from ui.window.main_window import MainWindow
from ui.window.pages.dock_page import DockPage
from ui.window.widgets.code_card import CodeCard
from ui.window.widgets.inspector import Inspector

Shown = Callable[[Session, str], MainWindow]


def read(code: LiveCode) -> str:
    """What a reader sees on the screen."""
    picture = code.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats([zxingcpp.QRCode]), try_invert=False)
    return str(found.text)


def dialog_in(qtbot: QtBot, window: MainWindow) -> CodeDialog:
    qtbot.waitUntil(lambda: len(window.findChildren(CodeDialog)) == 1, timeout=WAIT_MS)
    return window.findChildren(CodeDialog)[0]


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_code_of_a_case_is_read_off_the_screen_and_lives(
    qtbot: QtBot, session: Session, shown: Shown, look: str
) -> None:
    window = shown(session, "en")
    window.theme.choose(look)
    (case,) = session.desk.ask(Cases()).result(10)
    page = cases_page(qtbot, window)
    page.show_item(case.id)
    qtbot.waitUntil(lambda: page.view.detail is not None, timeout=WAIT_MS)
    page.view.head.code_button.click()
    dialog = dialog_in(qtbot, window)
    first = read(dialog.code)
    qtbot.waitUntil(lambda: read(dialog.code) != first, timeout=WAIT_MS)
    told = [Reading(number * 100, text, 0) for number, text in enumerate((first, read(dialog.code)))]
    (filmed,) = session.codes.filmed(told, 40)
    assert (filmed.case, filmed.code) == (case_tag(case.id), "")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(CodeDialog), timeout=WAIT_MS)


def test_the_dock_shows_a_code_of_no_case(qtbot: QtBot, session: Session, shown: Shown) -> None:
    window = shown(session, "zh_CN")
    assert window.stage is not None
    page = window.stage.show_page("dock")
    assert isinstance(page, DockPage)
    page._show_code()
    dialog = dialog_in(qtbot, window)
    (filmed,) = session.codes.filmed([Reading(0, read(dialog.code), 0)], 40)
    assert (filmed.case, filmed.code) == ("", "")
    dialog.accept()


def test_a_filmed_code_suggests_its_case_and_one_key_asks_for_the_item(
    qtbot: QtBot, session: Session, shown: Shown
) -> None:
    (case,) = session.desk.ask(Cases()).result(10)
    row = next(each for each in session.desk.ask(RecordingsPage()).result(10) if each.name.endswith("0002.mkv"))
    filmed = Filmed(case_tag(case.id), "2026-11-22T00:50:15.000Z", 1000, 500, 1500, 20, True, 180)
    foreign = Filmed("", "2026-11-22T00:50:15.000Z", 1900, 1900, 1900, 1, False, 0, "code.foreign-station")
    window = shown(session, "en")
    assert window.stage is not None
    window.stage.show_item("recordings", row.id)
    inspector = window.stage.show_page("recordings").findChildren(Inspector)[0]
    session.desk.do(NoteCodes(row.id, (filmed, foreign), 4, "z"), session.actor).result(10)
    qtbot.waitUntil(lambda: len(inspector.findChildren(CodeCard)) == 2, timeout=WAIT_MS)
    mine, other = inspector.findChildren(CodeCard)
    assert other.button is None and mine.button is not None
    assert mine.button.shortcut().toString() == "Ctrl+Shift+L"
    mine.button.click()
    (dialog,) = inspector.findChildren(LinkDialog)
    settle(qtbot, window)
    assert dialog.cases.key == case.id
    write(dialog.items.field, "jc1")
    qtbot.waitUntil(lambda: dialog.items.key == "JC-01", timeout=WAIT_MS)
    dialog.accept()
    qtbot.waitUntil(lambda: session.desk.ask(CodesIn(row.id)).result(10)[0].linked, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: [card.button for card in inspector.findChildren(CodeCard)] == [None, None], timeout=WAIT_MS)
