"""The frame: pages, keys, palette, language, look."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.window.conftest import settle
from ui.window.main_window import MainWindow


def test_opens_on_the_dock(qtbot: QtBot, window: MainWindow) -> None:
    assert window.stage is not None
    assert window.stage.pages[0].isVisible()
    settle(qtbot, window)
