"""A recorder's clock in the window: off on the dock, read with one key, a wrong reading withdrawn."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from recorder_desk.commands.clock import AddClockPoint
from recorder_desk.commands.dock import AddDropFolder
from recorder_desk.commands.recorders import AddRecorder
from recorder_desk.domain.facts import RecorderAdded
from recorder_desk.domain.recorder import RecorderFields
from recorder_desk.domain.times import stamp
from recorder_desk.queries.clock import ClockPoints
from tests.flow.homes import opened
from tests.window.conftest import WAIT_MS
from tests.window.test_dock_page import page_of, press
from ui.phrases import Phrases
from ui.session import Session
from ui.window.clock_dialog import ClockDialog
from ui.window.main_window import MainWindow
from ui.window.pages.dock_page import DockPage
from ui.window.widgets.controls import IconButton

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("zh_CN").say


@pytest.fixture
def docked(tmp_path: Path) -> Iterator[tuple[Session, str]]:
    """A desk that watches the folder of recorder 07, whose clock was never read; and the recorder's id."""
    card = tmp_path / "card"
    card.mkdir()
    film = card / "JGR1503_000123_20260508091203_0006.MP4"
    film.write_bytes(b"film" * 500)
    os.utime(film, (1_795_338_254, 1_795_338_254))
    with opened(tmp_path / "home") as session:
        made = session.desk.do(AddRecorder(RecorderFields("07"), ("device:JGR1503",)), session.actor).result(10)
        session.desk.do(AddDropFolder(str(card)), session.actor).result(10)
        session.lanes.start(frozenset({"receive"}))
        session.lanes.wait_idle(patience=5)
        yield session, next(fact.recorder for fact in made if isinstance(fact, RecorderAdded))


def dialog_of(qtbot: QtBot, page: DockPage) -> ClockDialog:
    (dialog,) = page.findChildren(ClockDialog)
    qtbot.waitUntil(lambda: dialog.detail is not None, timeout=WAIT_MS)
    return dialog


def test_a_reading_is_one_key_on_the_card(qtbot: QtBot, docked: tuple[Session, str], shown: Shown) -> None:
    session, recorder = docked
    page = page_of(shown(session, "zh_CN"))
    (card,) = page.cards.values()
    qtbot.waitUntil(lambda: card._clock.isVisible(), timeout=WAIT_MS)
    card._clock.click()
    dialog = dialog_of(qtbot, page)
    assert dialog.offset.text() == SAY("word.clock-not-known")
    dialog.shown.setText("noon")
    qtbot.keyClick(dialog.shown, Qt.Key.Key_Return)
    assert "clock.bad-time" in dialog.error.text()
    shows = (datetime.now().astimezone() + timedelta(seconds=30)).strftime("%H:%M:%S")
    dialog.shown.setText(shows)
    qtbot.keyClick(dialog.shown, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "快" in dialog.offset.text(), timeout=WAIT_MS)
    assert not dialog.error.isVisible() and dialog.shown.text() == ""
    (point,) = session.desk.ask(ClockPoints(recorder)).result(10)
    assert point.how == "docking" and 25_000 <= point.offset_ms <= 31_000
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_clock_that_is_off_needs_a_person_until_its_reading_is_withdrawn(
    qtbot: QtBot, docked: tuple[Session, str], shown: Shown
) -> None:
    session, recorder = docked
    now = datetime.now(UTC)
    session.desk.do(AddClockPoint(recorder, stamp(now + timedelta(hours=1)), stamp(now)), session.actor).result(10)
    page = page_of(shown(session, "zh_CN"))

    def told() -> str:
        return " ".join(each.accessibleName() for each in page.needs.findChildren(QFrame))

    qtbot.waitUntil(lambda: SAY("clock.offset-large") in told(), timeout=WAIT_MS)
    press(page, SAY("window.needs.clock"))
    dialog = dialog_of(qtbot, page)
    assert dialog.finding.text() == SAY("clock.offset-large")
    (wrong,) = [each for each in dialog.findChildren(IconButton) if each.accessibleName() == SAY("window.clock.wrong")]
    wrong.click()
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "clock.reason-missing" in dialog.error.text(), timeout=WAIT_MS)
    dialog.reason.setText("看错了")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.offset.text() == SAY("word.clock-not-known"), timeout=WAIT_MS)
    assert session.desk.ask(ClockPoints(recorder)).result(10)[0].withdrawn == "看错了"
    dialog.accept()
    qtbot.waitUntil(lambda: SAY("clock.offset-large") not in told(), timeout=WAIT_MS)
