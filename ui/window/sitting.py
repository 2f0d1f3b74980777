"""A window as somebody sits before it, for the pictures: opened, driven, waited for, put away."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries.recordings import Filter, RecordingsPage
from ui.phrases import Phrases
from ui.session import Session
from ui.window.app import application, make_window
from ui.window.main_window import MainWindow
from ui.window.stage import Stage

SIZE = (1440, 900)
PAUSE_S = 0.35
PATIENCE_S = 20.0


class Sitting:
    """One window in one language and look, and what the scenes need of it."""

    def __init__(self, session: Session, language: str, look: str) -> None:
        self.session, self.look, self.phrases = session, look, Phrases(language)
        self.window = make_window(session, language, look)
        self.window.resize(*SIZE)
        self.window.show()
        self.settle()

    @property
    def stage(self) -> Stage:
        """What the window shows."""
        assert self.window.stage is not None
        return self.window.stage

    def settle(self, pause: float = PAUSE_S) -> None:
        """Until every question is answered, the pictures have come and timers have fired."""
        app, began = application(), time.monotonic()
        until = began + pause
        while time.monotonic() < until or (self.window.bridge.waiting and time.monotonic() < began + PATIENCE_S):
            app.processEvents()
            time.sleep(0.004)

    def dialog(self) -> QWidget:
        """The dialog that is open."""
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and not isinstance(widget, MainWindow) and widget.isWindow():
                return widget
        raise LookupError("no dialog is open")

    def recordings(self, words: str = "") -> list[RecordingRow]:
        """Recordings of the home, oldest first."""
        query = RecordingsPage(Filter(words=words), sort="recorded_at", descending=False)
        return list(self.session.desk.ask(query).result())

    def close(self) -> None:
        """Put the window away."""
        self.window.close()
        self.window.bridge.close()
        self.window.deleteLater()
        self.settle(0.05)
        application().sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # no event loop runs to do it
