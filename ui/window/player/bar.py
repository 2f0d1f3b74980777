"""A bar that opens below the picture for a moment: to type a place, to adjust the picture. Nothing stops meanwhile.

In: keys. Out: `closed`, after which the keyboard is the player's again.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget


class Bar(QFrame):
    """Esc closes it, from whatever in it has the keyboard."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("foot")

    def opened(self) -> None:
        """It came into sight: put the keyboard where typing begins."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no field took stays here: no letter typed into a bar may move the film."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        event.accept()


class Shelf(QWidget):
    """Shows one bar at a time, or none."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._bars: list[Bar] = []
        self.hide()

    def put(self, bar: Bar) -> None:
        """A bar that may be shown here."""
        self._bars.append(bar)
        self._column.addWidget(bar)
        bar.hide()
        bar.closed.connect(self.close_bar)

    def show_bar(self, bar: Bar) -> None:
        """This one; asked for again while it is shown, none."""
        if not bar.isHidden() and not self.isHidden():
            self.close_bar()
            return
        for each in self._bars:
            each.setVisible(each is bar)
        self.show()
        bar.opened()

    def close_bar(self) -> None:
        """None; the keyboard goes back to the player."""
        for each in self._bars:
            each.hide()
        self.hide()
        self.closed.emit()
