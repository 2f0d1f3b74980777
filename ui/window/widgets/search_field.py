"""A search field that waits until the typing pauses. In: keys. Out: words."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.window.theme import Theme

PAUSE_MS = 160


class SearchField(QLineEdit):
    """Enter searches at once, Down goes on to what was found, Esc empties the field."""

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, theme: Theme, words: str) -> None:
        """`words` stand in the empty field and are its accessible name."""
        super().__init__()
        self._theme = theme
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(180)
        self.setMaximumWidth(460)
        self._sign = self.addAction(theme.icon("search", "quiet", 16), QLineEdit.ActionPosition.LeadingPosition)
        theme.changed.connect(self._tint)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._say)
        self.textEdited.connect(self._timer.start)
        self.textChanged.connect(self._emptied)
        self.returnPressed.connect(self._say)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Esc as above."""
        if event.key() == Qt.Key.Key_Down:
            self._say()
            self.left_down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _say(self) -> None:
        self._timer.stop()
        self.searched.emit(self.text().strip())

    @Slot(str)
    def _emptied(self, text: str) -> None:
        if not text:  # the clear button is no edit
            self._say()

    @Slot()
    def _tint(self) -> None:
        self._sign.setIcon(self._theme.icon("search", "quiet", 16))
