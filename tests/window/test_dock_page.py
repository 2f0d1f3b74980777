"""The dock, as an officer sees it: files land, the card says how far, then that it is safe."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFrame, QPushButton
from pytestqt.qtbot import QtBot

from recorder_desk.commands.mirror import AppointMirror
from recorder_desk.domain.docked import DockState
from recorder_desk.queries.dock import DropFolders
from recorder_desk.queries.recordings import RecordingsPage
from tests.recorder_desk.tools.films import film
from tests.window.conftest import WAIT_MS, settle
from ui.phrases import LANGUAGES, Phrases
from ui.session import Session
from ui.window import dialogs
from ui.window.dock_words import sight_of
from ui.window.main_window import MainWindow
from ui.window.pages.dock_page import DockPage

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say
PHASES = ("idle", "reading", "copying", "verifying", "waiting", "safe", "gone", "failed")


def page_of(window: MainWindow) -> DockPage:
    assert window.stage is not None
    page = window.stage.show_page("dock")
    assert isinstance(page, DockPage)
    return page


def press(page: object, words: str) -> None:
    button = next(
        each
        for each in page.findChildren(QPushButton)  # type: ignore[attr-defined]
        if each.accessibleName() == words and each.isVisible()
    )
    button.click()


def test_a_folder_is_added_filled_received_and_safe(
    qtbot: QtBot, empty_session: Session, shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop = tmp_path / "执法记录仪 01"
    drop.mkdir()
    window = shown(empty_session, "en")
    page = page_of(window)
    empty_session.lanes.start()
    monkeypatch.setattr(dialogs, "ask_folder", lambda parent, title: str(drop))
    press(page, SAY("window.dock.add"))
    qtbot.waitUntil(lambda: len(page.cards) == 1, timeout=WAIT_MS)
    (card,) = page.cards.values()
    assert card.word == SAY("window.dock.word.idle")
    film(drop / "a.mp4", seconds=1)
    (drop / "notes.docx").write_bytes(b"PK\x03\x04 not a recording")
    qtbot.waitUntil(lambda: card.word == SAY("window.dock.word.safe"), timeout=WAIT_MS)
    rows = empty_session.desk.ask(RecordingsPage()).result(10)
    assert [row.name for row in rows] == ["a.mp4"]
    assert SAY("window.dock.note.refused", count=1) in card.accessibleName()
    qtbot.waitUntil(lambda: page.today.rowCount() == 1, timeout=WAIT_MS)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: "notes.docx" in _needs(page), timeout=WAIT_MS)


def test_safe_is_never_said_before_the_catalogue_has_it(
    qtbot: QtBot, empty_session: Session, shown: Shown, tmp_path: Path
) -> None:
    (tmp_path / "card").mkdir()
    for number in range(6):
        (tmp_path / "card" / f"{number}.wav").write_bytes(os.urandom(60_000))
    window = shown(empty_session, "en")
    page = page_of(window)
    too_soon: list[tuple[str, int]] = []

    def watch(state: DockState) -> None:
        if state.phase == "safe":
            count = len(empty_session.desk.ask(RecordingsPage()).result(10))
            if count < state.received:
                too_soon.append((state.dock, count))

    window.bridge.docks.connect(watch)
    page._offer([str(tmp_path / "card")])
    empty_session.lanes.start()
    qtbot.waitUntil(lambda: len(empty_session.desk.ask(RecordingsPage()).result(10)) >= 6, timeout=WAIT_MS)
    settle(qtbot, window)
    assert too_soon == []


def test_a_folder_is_removed_only_after_asking(
    qtbot: QtBot, empty_session: Session, shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = shown(empty_session, "en")
    page = page_of(window)
    empty_session.lanes.start()
    monkeypatch.setattr(dialogs, "ask_folder", lambda parent, title: str(tmp_path))
    press(page, SAY("window.dock.add"))
    qtbot.waitUntil(lambda: len(page.cards) == 1, timeout=WAIT_MS)
    (card,) = page.cards.values()
    qtbot.mouseClick(card._away, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert len(empty_session.desk.ask(DropFolders()).result(10)) == 1
    press(card, SAY("window.dock.remove"))
    qtbot.waitUntil(lambda: not page.cards, timeout=WAIT_MS)
    assert empty_session.desk.ask(DropFolders()).result(10) == ()


def test_a_folder_that_is_not_there_waits_for_its_recorder(
    qtbot: QtBot, empty_session: Session, shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = shown(empty_session, "en")
    page = page_of(window)
    empty_session.lanes.start()
    monkeypatch.setattr(dialogs, "ask_folder", lambda parent, title: str(tmp_path / "E:"))
    page._add_folder()
    qtbot.waitUntil(lambda: len(page.cards) == 1, timeout=WAIT_MS)
    (card,) = page.cards.values()
    qtbot.waitUntil(lambda: card.word == SAY("window.dock.word.away"), timeout=WAIT_MS)


def test_our_own_home_is_never_received(
    qtbot: QtBot, session: Session, shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = shown(session, "en")
    page = page_of(window)
    session.lanes.start()
    before = len(session.desk.ask(RecordingsPage()).result(10))
    monkeypatch.setattr(dialogs, "ask_folder", lambda parent, title: str(session.home.path.parent))
    page._add_folder()
    told = Phrases("en").say("dock.own-folder")
    qtbot.waitUntil(lambda: told in _needs(page), timeout=WAIT_MS)
    assert len(session.desk.ask(RecordingsPage()).result(10)) == before


def test_second_copies_whose_disk_is_away_are_told_until_it_is_back(
    qtbot: QtBot, session: Session, shown: Shown, tmp_path: Path
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    place = session.mirror.prepare(str(second), same_disk=True)
    page = page_of(shown(session, "zh_CN"))
    second.rename(tmp_path / "away")
    session.desk.do(AppointMirror(place.mirror, place.path, True), session.actor).result(10)
    told = Phrases("zh_CN").say("mirror.missing")
    qtbot.waitUntil(lambda: told in _needs(page), timeout=WAIT_MS)
    (tmp_path / "away").rename(second)
    session.lanes.start(frozenset({"mirror"}))
    qtbot.waitUntil(lambda: told not in _needs(page), timeout=WAIT_MS)


def _needs(page: DockPage) -> str:
    return " ".join(each.accessibleName() for each in page.needs.findChildren(QFrame))


def test_an_error_is_told_in_the_bar(qtbot: QtBot, empty_session: Session, shown: Shown) -> None:
    window = shown(empty_session, "zh_CN")
    page_of(window)._remove_folder("/nowhere")
    assert window.stage is not None
    notices = window.stage.notices
    qtbot.waitUntil(notices.isVisible, timeout=WAIT_MS)
    assert notices.accessibleName() == Phrases("zh_CN").say("dock.unknown-folder")


def test_files_dropped_on_the_page_are_received(
    qtbot: QtBot, empty_session: Session, shown: Shown, tmp_path: Path
) -> None:
    source = film(tmp_path / "一段录像.mp4", seconds=1)
    window = shown(empty_session, "en")
    page = page_of(window)
    empty_session.lanes.start()
    load = QMimeData()
    load.setUrls([QUrl.fromLocalFile(str(source))])
    page.dropEvent(
        QDropEvent(
            QPointF(100, 300),
            Qt.DropAction.CopyAction,
            load,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: page.today.rowCount() == 1, timeout=WAIT_MS)
    assert source.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_has_its_word_and_what_to_do(phase: str, language: str) -> None:
    state = DockState(
        dock="d", path="/drop", phase=phase, files_total=5, files_done=3, bytes_total=900, bytes_done=500,
        bytes_per_second=100,
    )  # type: ignore[arg-type]  # fmt: skip
    sight = sight_of(state, Phrases(language))
    assert "window." not in sight.word + sight.note + sight.numbers
    assert sight.word
    assert (sight.tone == "good") == (phase == "safe")
