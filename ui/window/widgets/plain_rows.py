"""Rows that are at hand already, in a table that is only looked at. In: values. Out: what each cell says, when it is
painted: a hundred thousand of them cost nothing until they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.window.widgets.label import plain_tip

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
Cells = Callable[[Any], Sequence[object]]


class PlainRows(QAbstractTableModel):
    """Values, and what the columns say of each."""

    def __init__(self, heads: Sequence[str], cells: Cells) -> None:
        super().__init__()
        self._heads, self._cells = tuple(heads), cells
        self._rows: Sequence[Any] = ()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """These instead of those before."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> Any:
        """The value at a place, or None."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words; as a tooltip too, for what is cut."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = str(self._cells(self._rows[index.row()])[index.column()])
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's title."""
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class PlainTable(QTableView):
    """Such rows. `widths` in pixels; the column of width 0 takes the room there is."""

    def __init__(self, heads: Sequence[str], cells: Cells, widths: Sequence[int], name: str) -> None:
        """`name` is what screen readers say."""
        super().__init__()
        self.rows = PlainRows(heads, cells)
        self.setModel(self.rows)
        self.setAccessibleName(name)
        self.setObjectName("plain")
        self._widths = tuple(widths)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(32)
        self.horizontalHeader().setHighlightSections(False)
        for number, width in enumerate(self._widths):
            if width:
                self.setColumnWidth(number, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The wide columns share what is left."""
        super().resizeEvent(event)
        wide = [number for number, width in enumerate(self._widths) if not width]
        left = self.viewport().width() - sum(self._widths)
        for number in wide:
            self.setColumnWidth(number, max(140, left // len(wide)))
