"""Text as pixels: every script, exactly as high as asked, on any thread, and nowhere without the application."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from pytestqt.qtbot import QtBot

from tests.flow.desk_process import environment
from ui.window.exports.lettering import QtLetters


def test_a_line_is_as_high_as_asked_and_something_is_on_it(qtbot: QtBot) -> None:
    for text in ("09:12:03 ±2 s", "统罚〔2026〕3号", "%{pts} ': [a]"):
        for height in (14, 48):
            ink = QtLetters().line(text, height)
            assert ink.height == height and len(ink.cover) == ink.width * height
            assert max(ink.cover) > 200 and 0.02 < sum(ink.cover) / len(ink.cover) / 255 < 0.7


def test_letters_are_the_same_on_every_thread(qtbot: QtBot) -> None:
    here = QtLetters().line("统罚 2026", 30)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: QtLetters().line("统罚 2026", 30), range(40))) == {here}


def test_without_an_application_it_says_so() -> None:
    told = (
        "from recorder_desk.errors import DeskError\nfrom ui.window.exports.lettering import QtLetters\n"
        "try:\n QtLetters().line('x', 20)\nexcept DeskError as error:\n print(error.code)\n"
        "QtLetters().prepare()\nprint(QtLetters().line('x', 20).height)\n"
    )
    done = subprocess.run([sys.executable, "-c", told], env=environment(), capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["export.no-letters", "20"], done.stderr
