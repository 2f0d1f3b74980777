"""Where the cards of drop folders lie: as many beside each other as have room, three at most."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

CARD_WIDTH = 320
MOST_ACROSS = 3


class DockCards(QScrollArea):
    """Scrolls down, never across."""

    def __init__(self, name: str) -> None:
        """`name` is what screen readers say."""
        super().__init__()
        inside = QWidget()
        inside.setObjectName("inside")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(16, 16, 16, 16)
        self._grid.setSpacing(14)
        self._cards: Sequence[QWidget] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        self.setAccessibleName(name)

    def place(self, cards: Sequence[QWidget]) -> None:
        """Lay these cards out, in this order."""
        self._cards = cards
        columns = max(1, min(MOST_ACROSS, (self.width() - 32) // CARD_WIDTH, len(cards) or 1))
        for number, card in enumerate(cards):
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(MOST_ACROSS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, more cards beside each other."""
        super().resizeEvent(event)
        self.place(self._cards)
