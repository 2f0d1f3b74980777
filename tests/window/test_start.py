"""How the window begins when a home does not open: what is said, and what can be done at once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from recorder_desk.config import Home
from recorder_desk.queries.recordings import RecordingsPage
from tests.flow.homes import opened
from tests.window.conftest import WAIT_MS
from tests.window.test_recordings_page import told
from ui.phrases import LANGUAGES, Phrases
from ui.start import FrontDoor
from ui.window.app import ENVIRONMENT, GOOD, show
from ui.window.main_window import MainWindow
from ui.window.one_window import OneWindow
from ui.window.start_dialog import StartDialog


class Hand:
    """Does one thing after another as soon as each becomes possible, while the event loop runs."""

    def __init__(self, *acts: Callable[[], bool]) -> None:
        self.left = list(acts)
        self._until = time.monotonic() + 60
        self._timer = QTimer()
        self._timer.timeout.connect(self._next)
        self._timer.start(30)

    def _next(self) -> None:
        if self.left and self.left[0]():
            self.left.pop(0)
        elif time.monotonic() > self._until:  # fail, rather than wait for ever inside an event loop
            for widget in QApplication.topLevelWidgets():
                widget.close()


def pressing(words: str, seen: list[str]) -> Callable[[], bool]:
    def act() -> bool:
        dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, StartDialog)]
        dialog = next((each for each in dialogs if each.isVisible()), None)
        if dialog is None:
            return False
        seen.append(told(dialog))
        next(each for each in dialog.findChildren(QPushButton) if each.accessibleName() == words).click()
        return True

    return act


def closing_the_window(counts: list[int]) -> Callable[[], bool]:
    def act() -> bool:
        windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow) and each.isVisible()]
        if not windows or windows[0].bridge.waiting:
            return False
        counts.append(len(windows[0].bridge.session.desk.ask(RecordingsPage()).result(10)))
        windows[0].close()
        return True

    return act


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_damaged_catalogue_is_explained_and_rebuilt_at_once(qtbot: QtBot, home: Path, language: str) -> None:
    for each in home.glob("catalogue.db*"):
        each.unlink()
    (home / "catalogue.db").write_bytes(b"not a database at all" * 300)
    phrases = Phrases(language)
    seen: list[str] = []
    counts: list[int] = []
    hand = Hand(pressing(phrases.say("window.start.rebuild"), seen), closing_the_window(counts))
    assert show(FrontDoor(), home, (), language) == GOOD
    assert hand.left == []
    assert phrases.say("catalogue.corrupt") in seen[0]
    assert "catalogue.corrupt" in seen[0]
    assert counts == [4]
    assert list(home.glob("catalogue.db*damaged*")) or len(list(home.glob("*.db*"))) > 1


def test_a_home_that_is_worked_on_elsewhere_can_be_looked_at(qtbot: QtBot, home: Path) -> None:
    seen: list[str] = []
    counts: list[int] = []
    with opened(home):
        hand = Hand(pressing(Phrases("en").say("window.start.look"), seen), closing_the_window(counts))
        assert show(FrontDoor(), home, (), "en") == GOOD
    assert hand.left == []
    assert Phrases("en").say("home.locked") in seen[0]
    assert counts == [4]


def test_quitting_instead_is_an_environment_error(qtbot: QtBot, home: Path) -> None:
    seen: list[str] = []
    with opened(home):
        hand = Hand(pressing(Phrases("zh_CN").say("window.start.quit"), seen))
        assert show(FrontDoor(), home, (), "zh_CN") == ENVIRONMENT
    assert hand.left == []


def test_a_second_start_ends_at_once_and_raises_the_first(qtbot: QtBot, home: Path) -> None:
    heard: list[object] = []
    one = OneWindow(Home(home).path)
    one.knocked.connect(heard.append)
    script = "import sys; from ui.start import main; sys.exit(main(sys.argv[1:]))"
    with opened(home):
        process = subprocess.Popen(
            [sys.executable, "-c", script, "--home", str(home), "window", "abc"], stderr=subprocess.DEVNULL
        )
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=WAIT_MS)
    assert process.returncode == 0
    assert heard == [["abc"]]
