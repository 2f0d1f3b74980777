"""A few rows of text inside a form: certificates, user numbers. In: rows. Out: rows, as typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ui.window.page import Page
from ui.window.widgets.controls import Button, IconButton, across, down
from ui.window.widgets.label import Label

ROW = 32


class RowsField(QWidget):
    """Cells are typed into; the buttons add a row and take the current one away."""

    def __init__(self, page: Page, name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], least: int) -> None:
        """`name` of `bureau.field.<name>`, its heads of `terminal.column.<head>`; `least` rows are always seen."""
        super().__init__()
        say = page.phrases.say
        words = say(f"bureau.field.{name}")
        self.table = QTableWidget(0, len(heads))
        self.table.setHorizontalHeaderLabels([say(f"terminal.column.{each}") for each in heads])
        self.table.setAccessibleName(words)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setObjectName("plain")
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.table.setMinimumHeight(ROW * (least + 1) + 4)
        add = Button(page.theme, say(f"bureau.field.{name}.add"), self.add, icon="plus", flat=True)
        drop = IconButton(page.theme, "trash-2", say(f"bureau.field.{name}.drop"), self.drop)
        self.setLayout(down(across(Label(words, "section"), 1, add, drop), self.table, gap=4))
        for row in rows:
            self._append(row)

    def _append(self, row: Sequence[str]) -> None:
        at = self.table.rowCount()
        self.table.insertRow(at)
        for column, text in enumerate(row):
            self.table.setItem(at, column, QTableWidgetItem(text))

    @Slot()
    def add(self) -> None:
        """One more row, its first cell open."""
        self._append([""] * self.table.columnCount())
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.edit(self.table.currentIndex())

    @Slot()
    def drop(self) -> None:
        """The current row goes."""
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())

    def rows(self) -> list[list[str]]:
        """What stands there, without rows that are empty."""
        told = []
        for row in range(self.table.rowCount()):
            cells = [self.table.item(row, column) for column in range(self.table.columnCount())]
            told.append([each.text().strip() if each is not None else "" for each in cells])
        return [row for row in told if any(row)]
