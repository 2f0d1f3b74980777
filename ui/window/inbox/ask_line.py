"""One line to type, shown when it is asked for. In: what is asked. Out: what was typed, on Enter."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.phrases import Phrases
from ui.window.widgets.controls import down
from ui.window.widgets.label import Label


class AskLine(QWidget):
    """Hidden until `ask`; Enter gives what was typed, Escape gives it up. What was typed last is offered again."""

    given = Signal(str, str)
    """What was asked, and the answer."""
    left = Signal()
    """Nothing more is asked."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__()
        self._phrases, self._asked = phrases, ""
        self._last: dict[str, str] = {}
        self._name, self.field = Label("", "section"), QLineEdit()
        self.field.returnPressed.connect(self._give)
        self.setLayout(down(self._name, self.field, gap=4))
        self.hide()

    def ask(self, what: str) -> None:
        """Ask for `aside` (a reason) or `tag` (tags)."""
        words = self._phrases.say(f"inbox.ask.{what}")
        self._asked = what
        self._name.setText(words)
        self.field.setAccessibleName(words)
        self.field.setPlaceholderText(self._phrases.say(f"inbox.ask.{what}.hint"))
        self.field.setText(self._last.get(what, ""))
        self.field.selectAll()
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _give(self) -> None:
        if told := self.field.text().strip():
            self._last[self._asked] = told
            self.hide()
            self.given.emit(self._asked, told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter was the field's; it is nobody else's."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.left.emit()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
