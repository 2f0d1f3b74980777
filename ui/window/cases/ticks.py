"""A list of which several are ticked, by space or click. In: choices. Out: the keys of those that are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem

_KEY = int(Qt.ItemDataRole.UserRole)
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


@dataclass(frozen=True, slots=True)
class Tick:
    """One choice; `tone`: a colour for its words, or None."""

    key: str
    words: str
    tone: QColor | None = None


class Ticks(QListWidget):
    """Those that are ticked come first when it is filled."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setObjectName("ticks")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemChanged.connect(self._tell)

    @property
    def keys(self) -> tuple[str, ...]:
        """The ticked ones, in the order shown."""
        every = (self.item(row) for row in range(self.count()))
        return tuple(str(each.data(_KEY)) for each in every if each.checkState() == _ON)

    def fill(self, choices: Sequence[Tick], ticked: Sequence[str]) -> None:
        """Other words for the choices, or other choices; the place of the keyboard stays."""
        row = self.currentRow()
        self.blockSignals(True)
        self.clear()
        for each in sorted(choices, key=lambda choice: choice.key not in ticked):
            item = QListWidgetItem(each.words)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(_KEY, each.key)
            item.setToolTip("")
            if each.tone is not None:
                item.setForeground(each.tone)
            item.setCheckState(_ON if each.key in ticked else _OFF)
            self.addItem(item)
        self.setCurrentRow(max(0, row) if self.count() else -1)
        self.blockSignals(False)

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()
