"""A long list under the hand: rows rolled by, the scroll bar dragged, far places jumped to; what it weighs then.

In: a home and how many turns. Out: JSON on stdout: the gaps between the beats of a timer in the UI thread that moves
the list at every beat (seconds), how many rows there are, and the resident memory of the process (bytes). A gap is what
a person would see as a frame: moving, answers that came, painting. Runs in a process of its own:

    python -m bench.scrolled HOME TURNS
"""

from __future__ import annotations

import json
import random
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, Qt, QTimer

from recorder_desk.config import Home
from ui.front_door import open_session
from ui.window.app import application, make_window
from ui.window.main_window import MainWindow
from ui.window.pages.recordings_page import RecordingsPage

BEAT_MS = 16
ROLLED_ROWS, DRAGGED_SHARE = 3, 0.003
_SEED = 5


class Hand(QObject):
    """Moves the list at every beat, once all of it is there: a third rolled, a third dragged, a third jumped."""

    def __init__(self, window: MainWindow, turns: int) -> None:
        """Begins by itself; ends the application when it is done."""
        super().__init__()
        self._window, self._turns, self._turn = window, turns, 0
        page = window.stage.show_page("recordings")
        assert isinstance(page, RecordingsPage)
        self._page, self._chance = page, random.Random(_SEED)
        self.gaps: list[float] = []
        self.rows, self._last = 0, 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        if self._turn == 0 and (self._window.bridge.waiting or not self._page.model.rowCount()):
            return
        if self._turn:
            self.gaps.append(now - self._last)
        self._last = now
        if self._turn == self._turns:
            self._timer.stop()
            self.rows = self._page.model.rowCount()
            application().quit()
            return
        self._move()
        self._turn += 1

    def _move(self) -> None:
        bar = self._page.views.view.verticalScrollBar()
        far, at = bar.maximum(), bar.value()
        part = 3 * self._turn // self._turns
        if part == 0:
            bar.setValue(at + ROLLED_ROWS * bar.singleStep())
        elif part == 1:
            bar.setValue(round(at + far * DRAGGED_SHARE) % (far + 1))
        else:
            bar.setValue(self._chance.randrange(far + 1))


def main() -> int:
    """See above."""
    app = application()
    with contextmanager(open_session)(Home(Path(sys.argv[1])), "look") as session:
        window = make_window(session, "zh_CN")
        window.show()
        hand = Hand(window, int(sys.argv[2]))
        app.exec()
        told = {"gaps": hand.gaps, "rows": hand.rows, "resident": psutil.Process().memory_info().rss}
        window.close()
        window.bridge.close()
        window.deleteLater()
        app.sendPostedEvents(None, 0)
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
