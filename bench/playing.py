"""How long from the wish to see a recording until its first frame is painted, in a window that stands there.

In: a home with one film. Out: seconds on stdout, as JSON: until a frame is there, and until it is the exact one. Runs
in a process of its own:

    python -m bench.playing HOME
"""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from recorder_desk.config import Home
from recorder_desk.queries.recordings import RecordingsPage
from ui.front_door import open_session
from ui.session import Session
from ui.window.app import application, make_window
from ui.window.main_window import MainWindow

LOOK_MS = 1
SETTLE_MS = 1500


class Watch(QObject):
    """Opens the recording, looks until its frame is on the screen, then until its frames are counted."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        """Begins after the window had a moment to settle."""
        super().__init__()
        self._session, self._window, self._began = session, window, 0.0
        self.told: dict[str, float] = {}
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look)
        QTimer.singleShot(SETTLE_MS, self, self._open)

    def _open(self) -> None:
        (recording,) = self._session.desk.ask(RecordingsPage()).result()
        assert self._window.stage is not None
        self._began = time.perf_counter()
        self._window.stage.play(recording.id)
        self._looking.start()

    def _look(self) -> None:
        assert self._window.stage is not None
        deck = self._window.stage.player.deck
        if deck is None or deck.motion is None or deck.surface.image.isNull():
            return
        taken = time.perf_counter() - self._began
        self.told.setdefault("painted", taken)
        if deck.motion.index is not None and not deck.motion.seeking:
            self.told["exact"] = taken
            self._looking.stop()
            application().quit()


def main() -> int:
    """See above."""
    app = application()
    with contextmanager(open_session)(Home(Path(sys.argv[1])), "work") as session:
        window = make_window(session, "zh_CN")
        watch = Watch(session, window)
        window.show()
        app.exec()
        window.close()
        window.bridge.close()
        window.deleteLater()
        app.sendPostedEvents(None, 0)
    print(json.dumps(watch.told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
