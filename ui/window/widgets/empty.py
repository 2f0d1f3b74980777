"""What an empty list says: what this is, and what to do first. In: words, an action. Out: a calm page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.window.theme import Theme
from ui.window.widgets.controls import Button, Sign, across, down, empty
from ui.window.widgets.label import Label

WIDTH = 460


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
        column = down(gap=10)
        column.addWidget(Sign(self._theme, self._icon, "edge", 40), 0, middle)
        for label in (Label(words, "head", wrap=True), Label(what, "quiet", wrap=True)):
            label.setAlignment(middle)
            column.addWidget(label)  # as wide as the column: only then are its lines counted right
        if action and slot is not None:
            column.addWidget(Button(self._theme, action, slot), 0, middle)
        holder = QWidget()
        holder.setMaximumWidth(WIDTH)
        holder.setLayout(column)
        line = across(1, gap=0)
        line.addWidget(holder, 100)
        line.addStretch(1)
        self._box.addStretch(2)
        self._box.addLayout(line)
        self._box.addStretch(3)
