"""Ctrl+K: what it finds, and where that leads."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from recorder_desk.commands.casework import PlanEvent
from recorder_desk.commands.people import WriteOfficers
from recorder_desk.commands.registers import WriteParties
from recorder_desk.domain.case_event import EventFields
from recorder_desk.domain.officer import Certificate, OfficerFields
from recorder_desk.domain.party import Party
from recorder_desk.queries.cases import Cases
from recorder_desk.queries.recordings import RecordingsPage
from tests.window.conftest import WAIT_MS, settle
from tests.window.test_frame import shown_page, stage_of
from ui.phrases import Phrases
from ui.session import Session
from ui.window.jump import Jump
from ui.window.main_window import MainWindow


def jump_of(window: MainWindow) -> Jump:
    return next(each for each in window.findChildren(Jump) if each.isVisible())


@pytest.mark.parametrize("words", ["0002", "JGR1503_20261122085014"])
def test_the_palette_finds_a_recording(qtbot: QtBot, window: MainWindow, words: str) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    jump = jump_of(window)
    qtbot.keyClicks(jump.field, words)
    qtbot.waitUntil(lambda: "0002.mkv" in jump.list.item(0).text(), timeout=WAIT_MS)
    qtbot.keyClick(jump.field, Qt.Key.Key_Return)
    assert shown_page(window) == "recordings"
    settle(qtbot, window)
    page = stage_of(window).pages[2]
    assert page.model.rowCount() == 1  # type: ignore[attr-defined]


def test_the_palette_finds_a_case_and_opens_it(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    jump = jump_of(window)
    jump.field.insert("产值")  # as an input method does; QTest types ASCII only
    qtbot.waitUntil(lambda: "统执检" in jump.list.item(0).text(), timeout=WAIT_MS)
    qtbot.keyClick(jump.field, Qt.Key.Key_Return)
    assert shown_page(window) == "cases"


def test_the_palette_leads_from_events_officers_and_parties_to_what_they_have_to_do_with(
    qtbot: QtBot, window: MainWindow, session: Session
) -> None:
    case = session.desk.ask(Cases()).result(WAIT_MS)[0]
    at = "2026-05-08T01:00:00.000Z"
    for command in (
        WriteOfficers((("", OfficerFields("欧阳青", certificates=(Certificate("鲁77"),))),)),
        WriteParties((("", Party("尚堂粮油店")),)),
        PlanEvent(case.id, EventFields("约见会计", "", at, override="一人值守")),
    ):
        session.desk.do(command, session.actor).result(WAIT_MS)
    for typed, found, page, words in (
        ("oyq", "欧阳青", "recordings", "officer:欧阳青"), ("粮油", "尚堂粮油店", "cases", "尚堂粮油店"),
        ("约见", "约见会计", "cases", ""),
    ):  # fmt: skip
        stage_of(window).jump()
        jump = jump_of(window)
        jump.field.insert(typed)
        qtbot.waitUntil(partial(_first_is, jump, found), timeout=WAIT_MS)
        qtbot.keyClick(jump.field, Qt.Key.Key_Return)
        assert shown_page(window) == page
        settle(qtbot, window)
        assert words in [each.text() for each in stage_of(window).show_page(page).findChildren(QLineEdit)]


def _first_is(jump: Jump, words: str) -> bool:
    return jump.list.count() > 0 and words in jump.list.item(0).text()


def test_the_palette_says_when_nothing_fits(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    jump = jump_of(window)
    qtbot.keyClicks(jump.field, "xyzzy")
    qtbot.waitUntil(lambda: jump.list.item(0).text() == Phrases("en").say("window.jump.nothing"), timeout=WAIT_MS)
    qtbot.keyClick(jump.field, Qt.Key.Key_Return)
    assert jump.isVisible()
    qtbot.keyClick(jump.field, Qt.Key.Key_Escape)
    assert not jump.isVisible()


def test_the_palette_checks_every_original(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    session.lanes.start()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    jump = jump_of(window)
    qtbot.keyClicks(jump.field, "Check all")
    qtbot.keyClick(jump.field, Qt.Key.Key_Return)
    stage = stage_of(window)
    done = Phrases("en").say("window.check.done-good")
    qtbot.waitUntil(lambda: stage.toast.accessibleName() == done, timeout=WAIT_MS)
    rows = session.desk.ask(RecordingsPage()).result(10)
    assert len(rows) == 4
