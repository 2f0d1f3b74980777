"""A list of recordings as a table or as posters, and what is said when there is none.

In: a model. Out: which rows are chosen, which one is opened.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from recorder_desk.domain.recording import RecordingRow
from ui.window.delegates import RecordingDelegate
from ui.window.page import Page
from ui.window.pictures import pictures_of
from ui.window.rows_model import RowsModel
from ui.window.widgets.empty import EmptyState
from ui.window.widgets.tables import Repaint, RowsGrid, RowsTable, choose_row


class RecordingViews(QStackedWidget):
    """`view` is the one in force; the choice of each is its own."""

    chosen = Signal()
    opened = Signal(object)
    too_many = Signal()

    def __init__(self, page: Page, model: RowsModel, name: str) -> None:
        """`name` is under which widths are remembered."""
        super().__init__()
        pictures, words = pictures_of(page.bridge), page.phrases.say(page.title_code)
        self._model = model
        self.table = RowsTable(model, page.context.memory, name)
        self.table.setItemDelegate(RecordingDelegate(page.theme, page.phrases, pictures, self.table))
        self.grid = RowsGrid(model)
        self.grid.setItemDelegate(RecordingDelegate(page.theme, page.phrases, pictures, self.grid, grid=True))
        self._repaints = (Repaint(self.table, pictures), Repaint(self.grid, pictures))
        self.none = EmptyState(page.theme, "clapperboard")
        self.view: RowsTable | RowsGrid = self.table
        for view in (self.table, self.grid):
            view.setAccessibleName(words)
            view.chosen.connect(self.chosen)
            view.opened.connect(self.opened)
            view.too_many.connect(self.too_many)
            self.addWidget(view)
        self.addWidget(self.none)

    def show_view(self, *, grid: bool) -> None:
        """Posters, or the table."""
        self.view = self.grid if grid else self.table
        self.setFocusProxy(self.view)
        if self._model.rowCount():
            self.setCurrentWidget(self.view)

    @Slot(int)
    def show_count(self, count: int) -> None:
        """The list was filled: show it with something chosen, or say that there is nothing."""
        self.setCurrentWidget(self.view if count else self.none)
        if count and not self.view.chosen_places():
            choose_row(self.view, 0)

    def chosen_rows(self) -> list[RecordingRow | None]:
        """The chosen rows in order; None for one that is still being fetched."""
        rows = (self._model.row(place) for place in self.view.chosen_places())
        return [row if isinstance(row, RecordingRow) else None for row in rows]

    def current_row(self) -> RecordingRow | None:
        """The row that holds the keyboard."""
        row = self._model.row(self.view.currentIndex().row())
        return row if isinstance(row, RecordingRow) else None
