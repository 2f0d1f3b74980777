"""Hands on the cases page: what a person would press, and what then is seen."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from recorder_desk.commands.cases import LinkRecording, OpenCase
from recorder_desk.domain.case import CaseDetail, CaseRow
from recorder_desk.domain.facts import CaseOpened
from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries.cases import Cases, ShowCase
from recorder_desk.queries.recordings import RecordingsPage
from tests.window.conftest import settle
from ui.session import Session
from ui.window.cases.item_block import ItemBlock
from ui.window.cases.link_row import LinkLine
from ui.window.main_window import MainWindow
from ui.window.pages.cases_page import CasesPage
from ui.window.widgets.label import Label

D = TypeVar("D", bound=QDialog)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier


def cases_page(qtbot: QtBot, window: MainWindow) -> CasesPage:
    """The cases page, shown."""
    assert window.stage is not None
    page = window.stage.show_page("cases")
    assert isinstance(page, CasesPage)
    settle(qtbot, window)
    return page


def dialog_of(window: QWidget, kind: type[D]) -> D:
    """The one dialog of this kind that is shown."""
    (shown,) = (each for each in window.findChildren(kind) if each.isVisible())
    return shown


def button(inside: QWidget, words: str) -> QAbstractButton:
    """The button that is called so."""
    found = (each for each in inside.findChildren(QAbstractButton) if each.accessibleName() == words)
    return next(each for each in found if each.isVisible())


def press(qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """A key, where the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def write(field: QWidget, text: str) -> None:
    """Write as an input method does (key by key QTest knows only ASCII)."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def words(inside: QWidget) -> str:
    """Every word a label shows."""
    return "\n".join(each.text() for each in inside.findChildren(Label) if each.isVisible())


def block(page: CasesPage, code: str) -> ItemBlock:
    """A record item of the case shown."""
    return next(each for each in page.view.items.findChildren(ItemBlock) if each.code == code and each.isVisible())


def lines(page: CasesPage, code: str) -> list[LinkLine]:
    """What is linked to it, as shown."""
    return [each for each in block(page, code).findChildren(LinkLine) if each.isVisible()]


def cases_of(session: Session) -> dict[str, CaseRow]:
    """Every case by its number."""
    return {row.number: row for row in session.desk.ask(Cases(limit=5000)).result(10)}


def case_of(session: Session, case: str) -> CaseDetail:
    """One case, as the desk has it."""
    return session.desk.ask(ShowCase(case)).result(10)


def recordings_of(session: Session) -> dict[str, RecordingRow]:
    """Every recording by its name."""
    return {row.name: row for row in session.desk.ask(RecordingsPage(limit=1000)).result(10)}


def new_case(session: Session, number: str, title: str = "核查", party: str = "甲公司") -> str:
    """Open a case behind the window's back; its id."""
    (fact,) = session.desk.do(OpenCase(number, title, party), session.actor).result(30)
    assert isinstance(fact, CaseOpened)
    return fact.case


def link(session: Session, recording: str, case: str, item: str) -> None:
    """Link behind the window's back."""
    session.desk.do(LinkRecording(recording, case, item), session.actor).result(30)
