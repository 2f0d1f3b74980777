"""The heart of a window while it stands idle and while recordings are received behind it.

In: a home, a folder of files, seconds of idling. Out: JSON on stdout: the gaps between the beats of a 10 ms
timer in the UI thread, in seconds, idle and receiving. Runs in a process of its own:

    python -m bench.beating HOME FOLDER SECONDS
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from recorder_desk.commands.dock import OfferPath
from recorder_desk.config import Home
from recorder_desk.domain.happening import FactsRecorded, Happening
from ui.front_door import open_session
from ui.session import Session
from ui.window.app import application, make_window

BEAT_MS = 10
SETTLE_MS = 1500
_REST_MS = 300


class Heart(QObject):
    """Beats; keeps the gaps. Idle first, then receiving until the offer is closed."""

    def __init__(self, session: Session, folder: str, idle_seconds: float) -> None:
        """Begins after the window had a moment to settle."""
        super().__init__()
        self._session, self._folder = session, folder
        self.gaps: dict[str, list[float]] = {"idle": [], "receiving": []}
        self._phase, self._last = "", 0.0
        self._done = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        self._stop = session.desk.watch(self._hear)
        QTimer.singleShot(SETTLE_MS, self, self._idle)
        QTimer.singleShot(SETTLE_MS + round(idle_seconds * 1000), self, self._receive)

    def _beat(self) -> None:
        now = time.perf_counter()
        if self._phase:
            self.gaps[self._phase].append(now - self._last)
        self._last = now
        if self._done:
            self._done, self._phase = False, ""
            QTimer.singleShot(_REST_MS, self, application().quit)

    def _idle(self) -> None:
        self._phase = "idle"

    def _receive(self) -> None:
        self._session.desk.do(OfferPath(self._folder), self._session.actor)
        self._session.lanes.start()
        self._phase = "receiving"

    def _hear(self, happening: Happening) -> None:
        """On a thread of the desk."""
        if isinstance(happening, FactsRecorded) and any(
            type(each).__name__ == "OfferClosed" for each in happening.facts
        ):
            self._done = True

    def end(self) -> None:
        """Listen no more."""
        self._stop()


def main() -> int:
    """See above."""
    home, folder, seconds = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    app = application()
    with contextmanager(open_session)(Home(home), "work") as session:
        window = make_window(session, "zh_CN")
        heart = Heart(session, folder, seconds)
        window.show()
        app.exec()
        heart.end()
        window.close()
        window.bridge.close()
        window.deleteLater()
        app.sendPostedEvents(None, 0)
    print(json.dumps(heart.gaps))
    return 0


if __name__ == "__main__":
    sys.exit(main())
