"""What stands in front of the stage while nothing plays: a reason to give, a wait, a refusal.

In: what is known. Out: a reason, or the wish to try again.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from recorder_desk.domain.happening import Progress
from ui.formats import seconds_left
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.label import Label

_POSTER = QSize(480, 270)
_TONES = {"": "quiet", "good": "good", "care": "care", "bad": "bad"}


class Curtain(QWidget):
    """One thing said at a time, in the middle."""

    reason_given = Signal(str)
    """Why this recording is opened."""
    retry_wanted = Signal()
    """Failed work is to be tried again now."""

    def __init__(self, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self._phrases, self._theme = phrases, theme
        self._icon_name, self._tone = "info", ""
        self.icon, self.poster = Label(), Label()
        self.title, self.text = Label("", "head", wrap=True), Label("", wrap=True, copies=True)
        self.more = Label("", "quiet", wrap=True, copies=True)
        self.bar, self.left = QProgressBar(), Label("", "quiet")
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(phrases.say("player.progress"))
        self.reason, self.go = QLineEdit(), QPushButton(phrases.say("player.reason.open"))
        self.reason.setPlaceholderText(phrases.say("player.reason.hint"))
        self.reason.setAccessibleName(phrases.say("player.reason.title"))
        self.reason.setMaxLength(200)
        self.go.setProperty("primary", "true")
        self.retry = QPushButton(phrases.say("player.retry"))
        self._lay_out()
        self.reason.returnPressed.connect(self._give_reason)
        self.go.clicked.connect(self._give_reason)
        self.retry.clicked.connect(self.retry_wanted)
        theme.changed.connect(self._tint)

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("card")
        card.setMaximumWidth(560)
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        column.addWidget(self.poster, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(head)
        for widget in (self.text, self.bar, self.left, self.reason, self.more):
            column.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.retry)
        buttons.addWidget(self.go)
        column.addLayout(buttons)
        middle = QVBoxLayout(self)
        middle.addStretch(1)
        row = QHBoxLayout()  # not an alignment: aligned widgets get no height for wrapped words
        row.addStretch(1)
        row.addWidget(card, 100)
        row.addStretch(1)
        middle.addLayout(row)
        middle.addStretch(2)

    # -- what is said ----------------------------------------------------------------------------

    def say(self, icon: str, tone: str, title: str, text: str = "", more: str = "", *, retry: bool = False) -> None:
        """Something about this recording; `more` is what is known besides."""
        self._icon_name, self._tone = icon, tone
        for label, words in ((self.title, title), (self.text, text), (self.more, more)):
            label.setText(words)
            label.setVisible(bool(words))
        for widget in (self.bar, self.left, self.reason, self.go, self.poster):
            widget.hide()
        self.retry.setVisible(retry)
        self._tint()

    def ask_reason(self, why: str, *, refused: bool = False) -> None:
        """Ask why it is opened; `why` that is asked, or why the last reason was `refused`."""
        self.say("eye", "bad" if refused else "", self._phrases.say("player.reason.title"), why)
        self.reason.show()
        self.go.show()
        self.reason.setFocus()

    def show_progress(self, progress: Progress | None) -> None:
        """How far the work is that is waited for (None: not begun)."""
        self.bar.setVisible(progress is not None)
        self.left.setVisible(progress is not None)
        if progress is None:
            return
        self.bar.setRange(0, 1000 if progress.total else 0)
        self.bar.setValue(progress.done * 1000 // progress.total if progress.total else 0)
        share = f"{progress.done * 100 // progress.total}%" if progress.total else ""
        time_left = seconds_left(progress.seconds_left, self._phrases.language)
        self.left.setText(self._phrases.say("player.progress-of", share=share, left=time_left))

    def show_poster(self, image: QImage) -> None:
        """A still of what cannot be played."""
        if image.isNull():
            return
        ratio = self.devicePixelRatioF()
        picture = QPixmap.fromImage(image).scaled(
            _POSTER * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        picture.setDevicePixelRatio(ratio)
        self.poster.setPixmap(picture)
        self.poster.show()

    @Slot()
    def _give_reason(self) -> None:
        if self.reason.text().strip():
            self.reason_given.emit(self.reason.text().strip())
        else:
            self.reason.setFocus()

    @Slot()
    def _tint(self) -> None:
        self.icon.setPixmap(self._theme.icon(self._icon_name, _TONES.get(self._tone, "quiet"), 24).pixmap(24, 24))
