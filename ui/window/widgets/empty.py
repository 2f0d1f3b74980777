"""What an empty list says: what this is, and what to do first. In: words, an action. Out: a calm page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.window.theme import Theme
from ui.window.widgets.controls import Button, Sign, empty
from ui.window.widgets.label import Label


class EmptyState(QWidget):
    """An icon, a sentence, a second quieter one, and perhaps a button, in the middle of the room."""

    def __init__(self, theme: Theme, icon: str) -> None:
        """Says nothing until `tell`."""
        super().__init__()
        self._theme, self._icon = theme, icon
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(32, 32, 32, 32)
        self._box.setSpacing(10)

    def tell(self, words: str, what: str, action: str = "", slot: Callable[[], object] | None = None) -> None:
        """`words`: what is so; `what`: what to do; `action` and `slot`: doing it."""
        empty(self._box)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._box.addStretch(2)
        self._box.addWidget(Sign(self._theme, self._icon, "edge", 40), 0, middle)
        head, rest = Label(words, "head", wrap=True), Label(what, "quiet", wrap=True)
        for label in (head, rest):
            label.setAlignment(middle)
            label.setMaximumWidth(460)
            label.setMinimumWidth(min(460, label.fontMetrics().horizontalAdvance(label.text()) + 8))
            self._box.addWidget(label, 0, middle)
        if action and slot is not None:
            self._box.addWidget(Button(self._theme, action, slot), 0, middle)
        self._box.addStretch(3)
