"""Hands on the page Bureau: what a person would press, and what then is seen."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from recorder_desk.commands.base import Command
from recorder_desk.domain.officer import OfficerFields
from recorder_desk.queries.people import Officers
from tests.window.cases.hands import dialog_of
from tests.window.conftest import WAIT_MS, settle
from ui.session import Session
from ui.window import dialogs
from ui.window.bureau.bureau_page import BureauPage
from ui.window.bureau.register_section import RegisterSection
from ui.window.bureau.section import Section
from ui.window.main_window import MainWindow

D = TypeVar("D", bound=QDialog)


def bureau(qtbot: QtBot, window: MainWindow) -> BureauPage:
    """The page, shown."""
    assert window.stage is not None
    page = window.stage.show_page("bureau")
    assert isinstance(page, BureauPage)
    settle(qtbot, window)
    return page


def go_there(qtbot: QtBot, window: MainWindow) -> None:
    """With the page's own key."""
    assert window.stage is not None
    number = 1 + next(at for at, each in enumerate(window.stage.pages) if each.name == "bureau")
    press(qtbot, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)


def section(qtbot: QtBot, window: MainWindow, name: str) -> Section:
    """A section of it, shown."""
    found = bureau(qtbot, window).show_section(name)
    settle(qtbot, window)
    return found


def order(session: Session, command: Command) -> None:
    """Give a command behind the window's back."""
    session.desk.do(command, session.actor).result(30)


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """What the dialog for files will answer."""
    monkeypatch.setattr(dialogs, "ask_files", lambda parent, title: [str(path)])


def choose_target(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """What the dialog for saving will answer."""
    monkeypatch.setattr(dialogs, "ask_save_path", lambda parent, title, name, pattern="": str(path))


def opened_dialog(qtbot: QtBot, window: MainWindow, kind: type[D]) -> D:
    """The dialog of this kind, once it has the keyboard."""
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(kind)), timeout=WAIT_MS)
    dialog = dialog_of(window, kind)
    qtbot.waitUntil(lambda: _holds_keyboard(dialog), timeout=WAIT_MS)
    return dialog


def _holds_keyboard(dialog: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and dialog.isAncestorOf(focus)


def types(qtbot: QtBot, text: str) -> None:
    """Letters, where the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClicks(focus, text)


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, where the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def register(qtbot: QtBot, window: MainWindow, name: str) -> RegisterSection:
    found = section(qtbot, window, name)
    assert isinstance(found, RegisterSection)
    return found


def cell(of: RegisterSection, row: int, column: int) -> str:
    return str(of.model.index(row, column).data())


def officers_of(session: Session) -> dict[str, OfficerFields]:
    return {row.fields.name: row.fields for row in session.desk.ask(Officers("2026-11-22", left=True)).result(10)}
