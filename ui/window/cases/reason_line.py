"""A line that asks why, shown where it is needed. In: words. Out: the reason, once it is given."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import Label


class ReasonLine(QWidget):
    """Hidden until `ask`; Enter gives, Esc takes the question back."""

    given = Signal(str)

    def __init__(self, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self._phrases = phrases
        self.words = Label("", wrap=True)
        self.reason = QLineEdit()
        self.yes = Button(theme, phrases.say("casework.do"), self._give)
        self.no = Button(theme, phrases.say("cases.cancel"), self._cancel, flat=True)
        self.reason.returnPressed.connect(self._give)
        self.reason.textChanged.connect(self._look)
        self.setLayout(down(self.words, across(self.reason, self.yes, self.no), gap=6, margins=(16, 10, 16, 10)))
        self.hide()

    def ask(self, words: str, hint: str) -> None:
        """Show what is about to be done, with the keyboard in the field."""
        self.words.setText(words)
        self.reason.clear()
        self.reason.setPlaceholderText(hint)
        self.reason.setAccessibleName(hint)
        self._look()
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the question back."""
        if event.key() == Qt.Key.Key_Escape:
            self._cancel()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _look(self) -> None:
        self.yes.setEnabled(bool(self.reason.text().strip()))

    @Slot()
    def _give(self) -> None:
        reason = self.reason.text().strip()
        if reason:
            self._cancel()
            self.given.emit(reason)

    @Slot()
    def _cancel(self) -> None:
        self.hide()
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus()
