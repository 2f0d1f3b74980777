"""Opened and closed again and again, with everything open in it: threads, files and memory stay what they were.

`RECORDER_DESK_ROUNDS=200` makes it the long run.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from recorder_desk.commands.marks import AddMarks
from recorder_desk.domain.mark import MarkFields
from tests.window.conftest import WAIT_MS
from tests.window.player.watching import detail_of, play, player_of, seen
from ui.session import Session
from ui.window.main_window import MainWindow
from ui.window.player.deck import Deck

ROUNDS = int(os.environ.get("RECORDER_DESK_ROUNDS", "10"))
WARM = 5
MOST_GROWTH = 30_000_000
"""Bytes, over any number of rounds: caches fill."""


def memory() -> int:
    """What is in use, without what the allocator keeps for later (a hundred megabytes after two hundred rounds)."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it
    if trim is not None:
        trim(0)
    return int(psutil.Process().memory_info().rss)


@pytest.mark.timeout(3600)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts threads in /proc")
def test_rounds_leave_no_thread_no_file_and_no_memory_behind(
    qtbot: QtBot, session: Session, window: MainWindow
) -> None:
    def threads() -> int:
        return len(list(Path("/proc/self/task").iterdir()))

    def files() -> int:
        found = 0
        for each in Path("/proc/self/fd").iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile
                found += ".mp4" in os.readlink(each) or "original" in os.readlink(each)
        return found

    def once() -> None:
        player = play(qtbot, window, session, "0001.mp4")
        deck = seen(qtbot, player)
        for act in ("zoom_in", "turn_right", "adjust", "go", "mark", "time_in", "loop", "channel", "louder"):
            player.act(act)
        deck.adjust_bar.sliders["gamma"].setValue(150)
        qtbot.mouseMove(deck.timeline, QPoint(300, 60))
        player.marks.panel.form.closed.emit()
        qtbot.keyClick(player, Qt.Key.Key_Right)
        seen(qtbot, player)
        qtbot.keyClick(player, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: not player.findChildren(Deck), timeout=WAIT_MS)

    recording = detail_of(session, "0001.mp4").row.id
    session.desk.do(AddMarks(recording, (MarkFields(400), MarkFields(800))), session.actor).result(30)
    for _ in range(WARM):
        once()
    qtbot.wait(200)
    before, held, open_files = threads(), memory(), files()
    for _ in range(ROUNDS):
        once()
    qtbot.waitUntil(lambda: threads() <= before, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: files() <= open_files, timeout=WAIT_MS)
    grown = memory() - held
    print(f"{ROUNDS} rounds: threads {before} -> {threads()}, memory {held / 1e6:.0f} MB, grown {grown / 1e6:+.1f} MB")
    assert grown < MOST_GROWTH
    assert player_of(window).deck is None
