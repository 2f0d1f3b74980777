"""The way of a recording in the inspector: drawn, gone along by keys, one click from the film."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from recorder_desk.domain.track import Track, TrackPoint
from tests.flow.homes import opened, take_in
from tests.recorder_desk.domain.test_track import RMC, sentence
from tests.window.conftest import WAIT_MS
from ui.phrases import Phrases
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.pages.recordings_page import RecordingsPage
from ui.window.theme import Theme
from ui.window.widgets.tables import choose_row
from ui.window.widgets.track_part import TrackPart
from ui.window.widgets.track_view import TrackView, _round_length

Shown = Callable[[Session, str], MainWindow]


def test_a_recording_with_a_gps_log_shows_its_way(qtbot: QtBot, tmp_path: Path, shown: Shown) -> None:
    card = tmp_path / "card"
    card.mkdir()
    (card / "20260508_091203_NF.mp4").write_bytes(b"film" * 500)
    lines = [
        b"[%d]" % (1_778_202_723_000 + at * 1000) + sentence(RMC.replace("3158.1", f"3158.{at}")) for at in range(9)
    ]
    (card / "20260508_091203_N.gps").write_bytes(b"".join(lines))
    for each in card.iterdir():
        os.utime(each, (1_795_338_254, 1_795_338_254))
    with opened(tmp_path / "home") as session:
        take_in(session, card, everything=False)
        window = shown(session, "en")
        assert window.stage is not None
        page = window.stage.show_page("recordings")
        assert isinstance(page, RecordingsPage)
        qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=WAIT_MS)
        qtbot.waitUntil(lambda: all(page.model.row(at) is not None for at in range(2)), timeout=WAIT_MS)
        film = next(at for at in range(2) if getattr(page.model.row(at), "kind", "") == "video")
        choose_row(page.views.view, film)
        qtbot.waitUntil(lambda: any(each.view for each in page.findChildren(TrackPart)), timeout=WAIT_MS)
        (view,) = [each.view for each in page.findChildren(TrackPart) if each.view]
        assert "9 places" in view.accessibleName()
        opened_at: list[tuple[str, int]] = []
        page.open_recording.disconnect()
        page.open_recording.connect(lambda recording, at: opened_at.append((recording, at)))
        view.setFocus()
        for _ in range(3):
            qtbot.keyClick(view, Qt.Key.Key_Right)
        qtbot.keyClick(view, Qt.Key.Key_Return)
        assert [at for _, at in opened_at] == [2_000]


def test_a_click_is_at_the_nearest_place(qtbot: QtBot) -> None:
    points = tuple(TrackPoint(at * 1000, 31.9 + at / 1000, 120.0) for at in range(11))
    view = TrackView(Theme("light"), Phrases("en"), Track("s", "a.gpx", 1112, points))
    qtbot.addWidget(view)
    view.resize(300, 170)
    view.show()
    heard: list[int] = []
    view.go.connect(heard.append)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(150, 4))
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(150, 150))
    assert heard == [10_000, 0]  # north is up
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.at == 10
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.at == 0


def test_a_recorder_that_stood_still_is_drawn_as_a_point_and_not_as_a_walk(qtbot: QtBot) -> None:
    points = (TrackPoint(0, 31.9, 120.0), TrackPoint(1000, 31.9, 120.0))
    view = TrackView(Theme("dark"), Phrases("en"), Track("s", "a.gpx", 0, points))
    qtbot.addWidget(view)
    view.resize(300, 170)
    view.grab()
    assert view._drawn[0] == view._drawn[1] and view._scale <= 300 / 20


def test_the_scale_is_a_round_length() -> None:
    assert [_round_length(each) for each in (0.2, 1, 7, 99, 100, 4_999)] == [1, 1, 5, 50, 100, 2000]
