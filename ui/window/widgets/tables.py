"""The two ways to show the rows of a RowsModel: a table and a grid of posters.

Both keep what is chosen by key, whatever happens to the list meanwhile; both say `chosen` when the
choice changes and `opened` on Enter or a double click.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListView, QTableView

from ui.window.delegates import CELL, ROW_HEIGHT
from ui.window.memory import Memory
from ui.window.pictures import Pictures
from ui.window.rows_model import ROW, RowsModel

LEAST_FIRST = 260
"""How wide the first column must stay; others are left out for it."""
MOST_CHOSEN = 1000
"""How many rows can be chosen at once: more would freeze Qt (ten seconds at a million)."""


class _Place:
    """Keeps choice, current row and scroll position of a view over a reset of its model."""

    def __init__(self, view: Any, model: RowsModel) -> None:
        self._view, self._model = view, model
        self._chosen: list[Any] = []
        self._current: Any = None
        self._top: Any = None

    def note(self) -> None:
        view, model = self._view, self._model
        self._chosen = [model.key(number) for number in view.chosen_places()]
        self._current = model.key(view.currentIndex().row())
        self._top = model.key(view.indexAt(view.viewport().rect().topLeft()).row())

    def restore(self) -> None:
        view, model = self._view, self._model
        choice = QItemSelection()
        for place in (model.place(key) for key in self._chosen):
            if place >= 0:
                choice.select(model.index(place, 0), model.index(place, model.columnCount() - 1))
        selection = view.selectionModel()
        selection.select(choice, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        current = model.place(self._current) if self._current is not None else -1
        if current >= 0:
            selection.setCurrentIndex(model.index(current, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        top = model.place(self._top) if self._top is not None else -1
        if top >= 0:
            view.scrollTo(model.index(top, 0), QAbstractItemView.ScrollHint.PositionAtTop)


class _Choosing:
    """What table and grid share. A mixin: Qt's own view stands behind it."""

    chosen = Signal()
    opened = Signal(object)
    too_many = Signal()

    def _show(self: Any, model: RowsModel) -> None:
        self.setModel(model)
        self._rows = model
        self._place = _Place(self, model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelAboutToBeReset.connect(self._note)
        model.modelReset.connect(self._restore)
        self.doubleClicked.connect(self._open)

    def chosen_places(self) -> list[int]:
        """The chosen rows' places, in order, at most `MOST_CHOSEN`."""
        return _places(self)

    @Slot()
    def enter(self: Any) -> None:
        """Take the keyboard; the first row is chosen where none is."""
        self.setFocus()
        if not self.chosen_places():
            choose_row(self, 0)

    def selectAll(self: Any) -> None:
        """Ctrl+A, as long as that many rows can be handled with care."""
        if self._rows.rowCount() > MOST_CHOSEN:
            self.too_many.emit()
        else:
            super().selectAll()  # type: ignore[misc]

    def selectionChanged(self: Any, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Told on as one signal."""
        super().selectionChanged(selected, deselected)  # type: ignore[misc]
        self.chosen.emit()

    def keyPressEvent(self: Any, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)  # type: ignore[misc]

    @Slot()
    def _note(self: Any) -> None:
        self._place.note()

    @Slot()
    def _restore(self: Any) -> None:
        self._place.restore()
        self.chosen.emit()

    @Slot(QModelIndex)
    def _open(self: Any, index: QModelIndex) -> None:
        if index.isValid() and (row := index.data(ROW)) is not None:
            self.opened.emit(row)


class RowsTable(_Choosing, QTableView):
    """Rows of fixed height under a header that sorts."""

    sort_wanted = Signal(str, bool)

    def __init__(self, model: RowsModel, memory: Memory, name: str, row_height: int = ROW_HEIGHT) -> None:
        """`name` is under which its widths are remembered."""
        super().__init__()
        self._memory, self._name = memory, name
        self._show(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(row_height)
        self._dress_header()

    def _dress_header(self) -> None:
        header, widths = self.horizontalHeader(), self._memory.numbers(f"{self._name}/widths")
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(56)
        for number, column in enumerate(self._rows.columns):
            kept = widths[number] if len(widths) == len(self._rows.columns) else column.width
            self.setColumnWidth(number, max(56, kept))
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.sectionClicked.connect(self._sort)
        header.sectionResized.connect(self._resized)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End are the first and the last row: cells are not gone to one by one."""
        ends = {QAbstractItemView.CursorAction.MoveHome: 0, QAbstractItemView.CursorAction.MoveEnd: -1}
        if action in ends and self._rows.rowCount():
            return self._rows.index(ends[action] % self._rows.rowCount(), 0)
        return super().moveCursor(action, modifiers)

    def show_order(self, sort: str, descending: bool) -> None:
        """Draw the arrow in the header."""
        way = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        place = next((n for n, column in enumerate(self._rows.columns) if column.sort == sort), -1)
        self.horizontalHeader().setSortIndicator(place, way)
        self.horizontalHeader().setSortIndicatorShown(place >= 0)

    @Slot(int)
    def _sort(self, section: int) -> None:
        column = self._rows.columns[section]
        header = self.horizontalHeader()
        if column.sort:
            down = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
            same = header.isSortIndicatorShown() and header.sortIndicatorSection() == section
            self.sort_wanted.emit(column.sort, not down if same else True)

    @Slot()
    def _resized(self) -> None:
        if not any(map(self.isColumnHidden, range(len(self._rows.columns)))):
            widths = [self.columnWidth(number) for number in range(len(self._rows.columns))]
            self._memory.keep(f"{self._name}/widths", widths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room, so that the first column can be read."""
        super().resizeEvent(event)
        columns = self._rows.columns
        room = self.viewport().width() - LEAST_FIRST
        room -= sum(self._width(number) for number in range(1, len(columns)) if not columns[number].yields)
        yielding = sorted((each for each in range(1, len(columns)) if columns[each].yields), key=self._order)
        for number in yielding:
            room -= self._width(number)
            self.setColumnHidden(number, room < 0)

    def _order(self, number: int) -> int:
        return self._rows.columns[number].yields

    def _width(self, number: int) -> int:
        return self.columnWidth(number) or self._rows.columns[number].width


class RowsGrid(_Choosing, QListView):
    """Posters beside and below each other."""

    def __init__(self, model: RowsModel, cell: QSize = CELL) -> None:
        """Every cell has the same size."""
        super().__init__()
        self._show(model)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setGridSize(cell)
        self.verticalScrollBar().setSingleStep(cell.height() // 4)


class Repaint:
    """Repaints a view when pictures arrive, all those of a moment at once."""

    def __init__(self, view: QAbstractItemView, pictures: Pictures) -> None:
        """Lives as long as the view does."""
        self._timer = QTimer(view)
        self._timer.setSingleShot(True)
        self._timer.setInterval(30)
        self._timer.timeout.connect(view.viewport().update)
        pictures.arrived.connect(self._timer.start)


def choose_row(view: QAbstractItemView, place: int) -> None:
    """Choose one row and bring it into sight."""
    index = view.model().index(place, 0)
    if index.isValid():
        flags = QItemSelectionModel.SelectionFlag
        view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        view.scrollTo(index)


def _places(view: Any) -> list[int]:
    places: set[int] = set()
    selection = view.selectionModel().selection()
    for number in range(selection.count()):
        part = selection.at(number)
        places.update(range(part.top(), min(part.bottom(), part.top() + MOST_CHOSEN) + 1))
    return sorted(places)[:MOST_CHOSEN]
