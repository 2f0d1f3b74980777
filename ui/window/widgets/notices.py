"""How the window tells: a bar for what went wrong, a passing line for what was done.

In: DeskErrors and sentences. Out: what happened, what is safe, what to do, and the code.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from recorder_desk.errors import DeskError
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.controls import IconButton, Sign, across, down
from ui.window.widgets.label import Label, repolish

_TONES = {
    "operator": ("care", "triangle-alert"),
    "environment": ("bad", "octagon-alert"),
    "defect": ("bad", "circle-alert"),
}
TOAST_MS = 4000


class NoticeBar(QFrame):
    """The newest error, until it is closed; the same one again is counted, not repeated."""

    shown = Signal(bool)

    def __init__(self, theme: Theme, phrases: Phrases) -> None:
        """Hidden until there is something to tell."""
        super().__init__()
        self.setObjectName("notice")
        self._phrases, self._told, self._times = phrases, "", 0
        self._sign = Sign(theme, "triangle-alert", "care", 20)
        self._words = Label("", wrap=True, copies=True)
        self._code = Label("", "quiet", copies=True)
        close = IconButton(theme, "x", phrases.say("window.close"), self.clear, size=16)
        row = across(down(self._sign, 1), gap=10, margins=(12, 9, 8, 9))
        row.addLayout(down(self._words, self._code, gap=2), 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)
        self.hide()

    @Slot(object)
    def tell(self, error: DeskError) -> None:
        """Show an error; what was shown before makes room."""
        words = self._phrases.say(error.code, **error.facts)
        self._times = self._times + 1 if words == self._told and self.isVisible() else 1
        self._told = words
        tone, icon = _TONES[error.blame]
        self._sign.show_icon(icon, tone)
        self._words.setText(words)
        again = f" · ×{self._times}" if self._times > 1 else ""
        self._code.setText(self._phrases.say("window.notice.code", code=error.code) + again)
        self.setProperty("tone", tone)
        self.setAccessibleName(words)
        repolish(self)
        self.show()
        self.shown.emit(True)

    @Slot()
    def clear(self) -> None:
        """Nothing to tell any more."""
        self._told = ""
        self.hide()
        self.shown.emit(False)


class Toast(QFrame):
    """A short line near the bottom of its parent; it goes away by itself and takes no clicks."""

    def __init__(self, parent: QWidget) -> None:
        """Stays in the middle of `parent`."""
        super().__init__(parent)
        self.setObjectName("toast")
        self._parent = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = Label("")
        self.setLayout(across(self._words, margins=(16, 9, 16, 9)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @Slot(str)
    def tell(self, words: str) -> None:
        """Show a line."""
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()
        self._place()
        self.raise_()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the parent's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        parent = self._parent
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 56)
