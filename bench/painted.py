"""When a window was first painted, and when it can be used: watched from beside it, without its knowing.

In: the application. Out: two moments (seconds of the system-wide monotonic clock), as JSON on stdout. A window
can be used when it was painted, every question it asked the desk at its start is answered and painted
too, and the event loop has nothing left to do first. Runs in a process of its own:

    python -m bench.painted bare           the peer: a QMainWindow with one label
    python -m bench.painted HOME           the whole program on a home, as `recorder-desk` opens it
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

if sys.argv[1:] != ["bare"]:  # as the program does: Qt comes last, and then looks at what is loaded after it
    import ui.start  # noqa: F401

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

LOOK_MS = 1


class FirstPaint(QObject):
    """Sees the first paint event of a main window, then waits until it can be used, tells, and closes it."""

    def __init__(self, app: QApplication) -> None:
        """Watches from now on."""
        super().__init__()
        self._app = app
        self._window: QMainWindow | None = None
        self._painted = 0.0
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """Lets everything pass."""
        if event.type() == QEvent.Type.Paint and self._window is None:
            window = _main_window()
            if window is not None and window.isVisible():
                self._window = window
                QTimer.singleShot(0, self, self._first)
        return False

    def _first(self) -> None:
        """The events that were due when painting began are done: the window stands on the screen."""
        self._painted = time.monotonic()
        self._app.removeEventFilter(self)
        self._looking.start()

    def _look(self) -> None:
        bridge = getattr(self._window, "bridge", None)
        if bridge is not None and bridge.waiting:
            return
        self._looking.stop()
        self._app.processEvents()
        print(json.dumps({"painted": self._painted, "usable": time.monotonic()}), flush=True)
        if self._window is not None:
            self._window.close()


def _main_window() -> QMainWindow | None:
    found = (each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow))
    return next(found, None)


def bare() -> int:
    """The peer."""
    app = QApplication(sys.argv[:1])
    watch = FirstPaint(app)
    window = QMainWindow()
    window.setCentralWidget(QLabel("Recorder Desk"))
    window.resize(1360, 860)
    window.show()
    code = app.exec()
    del watch
    return code


def ours(home: str) -> int:
    """The program, from its front door on."""
    from ui.start import main
    from ui.window.app import application

    watch = FirstPaint(application())
    code = main(["--home", home, "--lang", "zh_CN", "window"])
    del watch
    return code


def main() -> int:
    """See above."""
    run: Callable[[], int] = bare if sys.argv[1] == "bare" else lambda: ours(sys.argv[1])
    return run()


if __name__ == "__main__":
    sys.exit(main())
