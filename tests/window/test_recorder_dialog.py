"""An unknown recorder asks one question on the dock, and the answer is remembered."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from recorder_desk.commands.dock import AddDropFolder
from recorder_desk.commands.recorders import AddRecorder, HandOut
from recorder_desk.domain.facts import RecorderAdded
from recorder_desk.domain.recorder import RecorderFields
from recorder_desk.queries.recorders import Recorders, UnknownRecorders
from recorder_desk.queries.recordings import RecordingsPage
from tests.flow.homes import opened
from tests.window.conftest import WAIT_MS
from tests.window.test_dock_page import page_of, press
from ui.phrases import Phrases
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.pages.dock_page import DockPage
from ui.window.recorder_dialog import NONE_OF_OURS, RecorderDialog

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("zh_CN").say
AN_HOUR_AGO = 1_795_338_254_000_000_000


@pytest.fixture
def received(tmp_path: Path) -> Iterator[Session]:
    """A desk that watches the folder of a recorder nobody has named."""
    card = tmp_path / "card"
    card.mkdir()
    film = card / "JGR1503_000123_20260508091203_0006.MP4"
    film.write_bytes(b"film" * 500)
    os.utime(film, ns=(AN_HOUR_AGO, AN_HOUR_AGO))
    with opened(tmp_path / "home") as session:
        session.desk.do(AddDropFolder(str(card)), session.actor).result(10)
        session.lanes.start(frozenset({"receive"}))
        session.lanes.wait_idle(patience=5)
        yield session


def told(page: DockPage) -> str:
    return " ".join(each.accessibleName() for each in page.needs.findChildren(QFrame))


def asked(qtbot: QtBot, session: Session, shown: Shown) -> tuple[DockPage, RecorderDialog]:
    page = page_of(shown(session, "zh_CN"))
    qtbot.waitUntil(lambda: SAY("window.needs.stranger", count=1) in told(page), timeout=WAIT_MS)
    press(page, SAY("window.needs.which"))
    (dialog,) = page.findChildren(RecorderDialog)
    return page, dialog


def test_a_new_recorder_is_named_and_its_recordings_follow(qtbot: QtBot, received: Session, shown: Shown) -> None:
    page, dialog = asked(qtbot, received, shown)
    assert dialog.serial.text() == "JGR1503"
    dialog.serial.setText("07")
    dialog.officer.setText("王芳")
    dialog.go.click()
    qtbot.waitUntil(lambda: received.desk.ask(UnknownRecorders()).result(10) == (), timeout=WAIT_MS)
    (row,) = received.desk.ask(RecordingsPage()).result(10)
    assert row.recorder_serial == "07"
    qtbot.waitUntil(lambda: SAY("window.needs.which") not in told(page), timeout=WAIT_MS)
    (card,) = page.cards.values()
    qtbot.waitUntil(lambda: card._recorder.text() == "07 · 王芳", timeout=WAIT_MS)


def test_one_of_the_register_or_none_of_ours(qtbot: QtBot, received: Session, shown: Shown) -> None:
    received.desk.do(AddRecorder(RecorderFields("08")), received.actor).result(10)
    _, dialog = asked(qtbot, received, shown)
    qtbot.waitUntil(lambda: dialog.which.count() == 3, timeout=WAIT_MS)
    dialog.which.setCurrentIndex(2)
    assert not dialog.serial.isEnabled()
    dialog.go.click()
    qtbot.waitUntil(lambda: received.desk.ask(RecordingsPage()).result(10)[0].recorder_serial == "08", timeout=WAIT_MS)


def test_none_of_ours_is_not_asked_again(qtbot: QtBot, received: Session, shown: Shown) -> None:
    page, dialog = asked(qtbot, received, shown)
    dialog.which.setCurrentIndex(NONE_OF_OURS)
    dialog.go.click()
    qtbot.waitUntil(lambda: SAY("window.needs.stranger", count=1) not in told(page), timeout=WAIT_MS)
    assert received.desk.ask(Recorders(date.today().isoformat())).result(10) == ()


def test_what_is_refused_is_said_and_nothing_is_lost(qtbot: QtBot, received: Session, shown: Shown) -> None:
    _, dialog = asked(qtbot, received, shown)
    dialog.serial.setText(" ")
    dialog.officer.setText("王芳")
    dialog.go.click()
    qtbot.waitUntil(dialog.error.isVisible, timeout=WAIT_MS)
    assert SAY("recorder.serial-missing") in dialog.error.text()
    assert dialog.officer.text() == "王芳" and dialog.go.isEnabled()


def test_a_late_recorder_needs_a_person(qtbot: QtBot, empty_session: Session, shown: Shown) -> None:
    added, *_ = empty_session.desk.do(AddRecorder(RecorderFields("07")), empty_session.actor).result(10)
    assert isinstance(added, RecorderAdded)
    page = page_of(shown(empty_session, "zh_CN"))
    empty_session.desk.do(HandOut(added.recorder, "2026-01-01T00:00:00.000Z"), empty_session.actor).result(10)
    qtbot.waitUntil(lambda: SAY("window.needs.late") in told(page), timeout=WAIT_MS)
