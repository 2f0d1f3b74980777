"""The part of the inspector that shows where a recording was made. In: a page and a recording. Out: the film there."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import QWidget

from recorder_desk.domain.track import Track
from recorder_desk.queries.recordings import ShowTrack
from ui.track_words import summary
from ui.window.page import Page
from ui.window.widgets.controls import down
from ui.window.widgets.label import ElidedLabel, Label
from ui.window.widgets.track_view import TrackView


class TrackPart(QWidget):
    """Hidden until a way is known; one place alone is told among the words above."""

    def __init__(self, page: Page, recording: str) -> None:
        """Asks at once."""
        super().__init__()
        self._page, self._recording = page, recording
        self.view: TrackView | None = None
        self._box = down(gap=6)
        self.setLayout(self._box)
        self.hide()
        page.bridge.ask(ShowTrack(recording), self._show)

    def _show(self, track: Track | None) -> None:
        if not shiboken6.isValid(self) or track is None or len(track.points) < 2:
            return  # another recording is shown by now, or it tells no way
        phrases = self._page.phrases
        told = summary(track, phrases)
        self.view = TrackView(self._page.theme, phrases, track)
        words = ElidedLabel(told, "quiet", middle=True)
        self.view.told.connect(lambda place: words.setText(place or told))
        self.view.go.connect(self._go)
        for part in (Label(phrases.say("window.inspector.track"), "section"), self.view, words):
            self._box.addWidget(part)
        self.show()

    def _go(self, at_ms: int) -> None:
        self._page.open_recording.emit(self._recording, at_ms)
