"""The bar above the recordings: search, order, table or posters. In: what is so. Out: what is wanted."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame

from recorder_desk.queries.recordings import Sort
from ui.phrases import Phrases
from ui.window.recording_rows import SORTS
from ui.window.theme import Theme
from ui.window.widgets.controls import IconButton, across
from ui.window.widgets.dropdowns import DropDown
from ui.window.widgets.label import Label
from ui.window.widgets.search_field import SearchField


class ListBar(QFrame):
    """Tells `ordered` (sort, descending) and `viewed` (`table` or `grid`); `field` tells the words."""

    ordered = Signal(str, bool)
    viewed = Signal(str)

    def __init__(self, theme: Theme, phrases: Phrases, title: str) -> None:
        """`title` of the page."""
        super().__init__()
        self.setObjectName("bar")
        self._phrases, self._descending = phrases, True
        say = phrases.say
        self.field = SearchField(theme, say("window.recordings.search"))
        self._count = Label("", "quiet")
        self._orders = DropDown(theme)
        self._orders.setAccessibleName(say("window.recordings.sort"))
        for sort in SORTS:
            self._orders.addItem(say(f"window.sort.{sort}"), sort)
        self._orders.activated.connect(self._chosen)
        self._way = IconButton(theme, "chevron-down", say("window.sort.down"), self._turn)
        self._as_table = IconButton(theme, "list", say("window.recordings.table"), checkable=True)
        self._as_grid = IconButton(theme, "layout-grid", say("window.recordings.grid"), checkable=True)
        self._as_table.clicked.connect(partial(self._view, "table"))
        self._as_grid.clicked.connect(partial(self._view, "grid"))
        row = across(Label(title, "head"), self._count, gap=8, margins=(16, 10, 12, 10))
        row.addStretch(1)
        row.addWidget(self.field, 8)
        for part in (self._orders, self._way, self._as_table, self._as_grid):
            row.addWidget(part)
        self.setLayout(row)

    def show_count(self, count: int) -> None:
        """How many recordings are listed."""
        self._count.setText(self._phrases.say("window.recordings.count", count=f"{count:,}"))

    def show_order(self, sort: Sort, descending: bool) -> None:
        """Which order is in force."""
        self._descending = descending
        self._orders.setCurrentIndex(SORTS.index(sort))
        icon, code = ("chevron-down", "window.sort.down") if descending else ("chevron-up", "window.sort.up")
        self._way.set_icon(icon, self._phrases.say(code))

    def show_view(self, name: str) -> None:
        """Whether table or posters are shown."""
        self._as_grid.setChecked(name == "grid")
        self._as_table.setChecked(name != "grid")

    def _sort(self) -> Sort:
        return cast(Sort, self._orders.currentData())

    @Slot()
    def _chosen(self) -> None:
        self.ordered.emit(self._sort(), self._descending)

    def _turn(self) -> None:
        self.ordered.emit(self._sort(), not self._descending)

    def _view(self, name: str, checked: bool = True) -> None:
        self.viewed.emit(name)
