"""What is owed and what is being done, with rate, time left and a way to stop it.

In: counts and Progress. Out: `cancel` to the desk. It opens above the strip and closes by itself.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from recorder_desk.domain.happening import Progress
from ui import formats
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.dock_words import title_of
from ui.window.theme import Theme
from ui.window.widgets.controls import IconButton, across, down, empty, hairline
from ui.window.widgets.label import ElidedLabel, Label

WIDTH = 380
_STEPS = ("describe", "pictures", "proxy", "codes", "seal", "given-up")


class _Job(QWidget):
    """One running job."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, job: str) -> None:
        super().__init__()
        self._phrases = phrases
        self._what, self._far = ElidedLabel("", middle=True), Label("", "quiet")
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        stop = IconButton(theme, "x", phrases.say("window.work.stop"), partial(bridge.cancel, job), size=14)
        top = across(gap=4)
        top.addWidget(self._what, 1)
        top.addWidget(stop)
        self.setLayout(down(top, self._bar, self._far, gap=4))

    def show_progress(self, progress: Progress) -> None:
        words = self._phrases.word(progress.step)
        self._what.setText(f"{words} · {title_of(progress.label)}" if progress.label else words)
        far = min(1000, progress.done * 1000 // progress.total) if progress.total else 0
        self._bar.setValue(far)
        parts = [f"{far // 10} %"] if progress.total else []
        if progress.unit == "bytes" and progress.per_second:
            parts.append(formats.rate(progress.per_second))
        if progress.seconds_left >= 0:
            left = formats.seconds_left(progress.seconds_left, self._phrases.language)
            parts.append(self._phrases.say("window.dock.left", left=left))
        self._far.setText(" · ".join(parts))


class WorkPanel(QFrame):
    """A popup: Esc or a click elsewhere closes it."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, parent: QWidget) -> None:
        """Hears progress all the time, also while it is closed."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("card")
        self._bridge, self._phrases, self._theme = bridge, phrases, theme
        self._jobs: dict[str, _Job] = {}
        self._counts = down(gap=4)
        self._running = down(gap=10)
        self._idle = Label(phrases.say("window.work.idle"), "quiet", wrap=True)
        title = Label(phrases.say("window.work.title"), "head")
        self.sandbox = Label("", "quiet", wrap=True)
        parts = (title, self._counts, hairline(), self._idle, self._running, hairline(), self.sandbox)
        box = down(*parts, gap=10, margins=(16, 14, 16, 14))
        self.setLayout(box)
        self.setFixedWidth(WIDTH)
        bridge.progress.connect(self._hear)

    def show_counts(self, counts: dict[str, int]) -> None:
        """How much is owed, step by step."""
        empty(self._counts)
        told = [(step, counts.get(step, 0)) for step in _STEPS if counts.get(step, 0)]
        for step, count in told:
            tone = "bad" if step == "given-up" else ""
            number = Label(f"{count:,}", "", tone)
            self._counts.addLayout(across(Label(self._phrases.say(f"window.owed.{step}"), "", tone), 1, number))
        if not told:
            self._counts.addWidget(Label(self._phrases.say("window.strip.nothing-owed"), "quiet"))
        if counts.get("given-up"):
            self._counts.addWidget(Label(self._phrases.say("window.owed.given-up-what"), "quiet", wrap=True))

    def show_sandbox(self, words: str) -> None:
        """How the programs that do it are confined."""
        self.sandbox.setText(words)

    def show_above(self, corner: QPoint) -> None:
        """Open with the lower right corner here."""
        self.adjustSize()
        self.move(corner.x() - self.width(), corner.y() - self.height() - 6)
        self.show()

    def _hear(self, progress: Progress) -> None:
        job = self._jobs.get(progress.job)
        if progress.ended:
            if job is not None:
                self._running.removeWidget(job)
                self._jobs.pop(progress.job).deleteLater()
        else:
            if job is None:
                job = self._jobs[progress.job] = _Job(self._bridge, self._phrases, self._theme, progress.job)
                self._running.addWidget(job)
            job.show_progress(progress)
        self._idle.setVisible(not self._jobs)
