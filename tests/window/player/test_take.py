"""A take in the player: its parts follow each other, by key and by themselves, with an entry for each."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.flow.homes import take_in
from tests.window.conftest import WAIT_MS
from tests.window.player.numbered_films import film
from tests.window.player.watching import play, seen, viewings
from ui.phrases import Phrases
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.player.player_view import PlayerView

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say


@pytest.fixture
def parts(empty_session: Session, tmp_path: Path) -> list[str]:
    """Three recordings of five seconds that are one take; their ids in order."""
    card, began = tmp_path / "card", datetime(2026, 5, 8, 9, 12, 3)
    card.mkdir()
    for at in range(3):
        when = began + timedelta(seconds=5 * at)
        path = card / f"JGR1503_000123_{when:%Y%m%d%H%M%S}_{at + 1:04d}.MP4"
        film(path, 125)
        path.write_bytes(path.read_bytes() + bytes([at]))
        os.utime(path, (1_795_338_254, 1_795_338_254))
    rows = sorted(take_in(empty_session, card), key=lambda row: row.name)
    assert [(row.segment, row.segments) for row in rows] == [(1, 3), (2, 3), (3, 3)]
    return [row.id for row in rows]


def shows(qtbot: QtBot, player: PlayerView, recording: str) -> None:
    qtbot.waitUntil(lambda: player.recording == recording and player.deck is not None, timeout=WAIT_MS)
    seen(qtbot, player)
    qtbot.waitUntil(lambda: player.take.take is not None, timeout=WAIT_MS)


def test_page_keys_go_from_part_to_part_and_stop_at_the_ends(
    qtbot: QtBot, empty_session: Session, parts: list[str], shown: Shown
) -> None:
    player = play(qtbot, shown(empty_session, "en"), empty_session, "_0001.MP4")
    shows(qtbot, player, parts[0])
    assert player.take.part.text().startswith(SAY("window.inspector.part", number=1, count=3))
    assert "3 files" in player.take.words.text() and not player.take.before.isEnabled()
    qtbot.keyClick(player, Qt.Key.Key_PageUp)
    assert player.recording == parts[0]
    for recording in parts[1:]:
        qtbot.keyClick(player, Qt.Key.Key_PageDown)
        shows(qtbot, player, recording)
    assert not player.take.after.isEnabled()
    qtbot.keyClick(player, Qt.Key.Key_PageDown)
    assert player.recording == parts[2]
    player.take.before.click()
    shows(qtbot, player, parts[1])
    assert [entry.body["recording"] for entry in reversed(viewings(empty_session))] == [*parts, parts[1]]


def test_at_the_end_of_a_part_the_next_one_plays(
    qtbot: QtBot, empty_session: Session, parts: list[str], shown: Shown
) -> None:
    player = play(qtbot, shown(empty_session, "en"), empty_session, "_0002.MP4", 4500)
    shows(qtbot, player, parts[1])
    qtbot.keyClick(player, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: player.recording == parts[2], timeout=WAIT_MS)
    shows(qtbot, player, parts[2])
    motion = seen(qtbot, player).motion
    assert motion is not None
    qtbot.waitUntil(lambda: motion.frame > 10, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not motion.playing and motion.frame > 120, timeout=WAIT_MS)
    assert player.recording == parts[2]  # nothing follows the last one


def test_a_recording_alone_shows_no_parts(qtbot: QtBot, session: Session, window: MainWindow) -> None:
    player = play(qtbot, window, session, "0001.mp4")
    seen(qtbot, player)
    assert player.take.isHidden() and player.take.take is None
    qtbot.keyClick(player, Qt.Key.Key_PageDown)
    assert player.recording and player.deck is not None
