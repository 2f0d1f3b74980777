"""A rescue copy from the window: offered where a film was cut off, made, and played with what it is said beside it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from recorder_desk.queries.recordings import ShowRecording
from tests.flow.homes import take_in
from tests.recorder_desk.tools.cut_films import coded, cut_off
from tests.window.conftest import WAIT_MS
from tests.window.player.watching import play, seen
from ui.phrases import Phrases
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.widgets.inspector import Inspector

Shown = Callable[[Session, str], MainWindow]
SAY = Phrases("en").say
CUT = "JGR1503_000123_20261122091203_0002.MP4"


def test_a_cut_off_film_is_rescued_and_played_from_the_window(
    qtbot: QtBot, empty_session: Session, shown: Shown, tmp_path: Path
) -> None:
    card, session = tmp_path / "card", empty_session
    card.mkdir()
    healthy = coded(card / "JGR1503_000123_20261122090000_0001.MP4", "plain.mp4", 3)
    (card / CUT).write_bytes(cut_off(coded(tmp_path / "film.mp4", "plain.mp4", 5).read_bytes(), 3))
    for path in (healthy, card / CUT):
        os.utime(path, (1_795_338_254, 1_795_338_254))
    cut = next(row for row in take_in(session, card) if row.name == CUT)
    window = shown(session, "en")
    assert window.stage is not None
    window.stage.show_item("recordings", cut.id)
    inspector = window.findChildren(Inspector)[0]

    def offers() -> list[QPushButton]:
        return [
            each
            for each in inspector.findChildren(QPushButton)
            if each.text().strip() == SAY("window.inspector.rescue")
        ]

    qtbot.waitUntil(lambda: inspector._detail is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(offers()), timeout=WAIT_MS)
    offers()[0].click()

    def role() -> str:
        return session.desk.ask(ShowRecording(cut.id)).result(10).play_role

    qtbot.waitUntil(lambda: role() == "rescue", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not offers(), timeout=WAIT_MS)
    player = play(qtbot, window, session, CUT)
    seen(qtbot, player)
    assert player.head.source.text() == SAY("player.source.rescue")
