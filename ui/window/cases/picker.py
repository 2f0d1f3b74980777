"""Which recordings to link: those that have no place yet. In: words typed. Out: ids chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries.recordings import Filter
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.delegates import RecordingDelegate
from ui.window.page import WindowContext
from ui.window.pictures import pictures_of
from ui.window.recording_rows import columns, feed
from ui.window.rows_model import RowsModel
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import Label
from ui.window.widgets.search_field import SearchField
from ui.window.widgets.tables import Repaint, RowsTable

_SHOWN = ("name", "times", "length", "state")


class Picker(QDialog):
    """A list of recordings without a place, with search. Show it with `open()`."""

    picked = Signal(object)
    """A list of ids."""

    def __init__(
        self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext, parent: QWidget, into: str
    ) -> None:
        """`into` says where they will be linked."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say = phrases.say
        self._phrases = phrases
        self.setWindowTitle(say("cases.pick.title"))
        self.search = SearchField(theme, say("cases.pick.search"))
        self.search.setMaximumWidth(2000)
        pictures = pictures_of(bridge)
        shown = tuple(each for each in columns(phrases, context.lists) if each.name in _SHOWN)
        self.rows = RowsModel(bridge, shown, self)
        self.table = RowsTable(self.rows, context.memory, "picker")
        self.table.setItemDelegate(RecordingDelegate(theme, phrases, pictures, self.table))
        self.table.setAccessibleName(say("cases.pick.title"))
        self._repaint = Repaint(self.table, pictures)
        self.count, self.none = Label("", "quiet"), Label(say("cases.pick.none"), "quiet", wrap=True)
        self.none.hide()
        self.go = Button(theme, say("cases.pick.do"), self.accept, primary=True)
        self.go.setDefault(True)
        buttons = across(self.count, 1, Button(theme, say("cases.cancel"), self.reject), self.go)
        into_label = Label(into, "head")
        self.setLayout(down(into_label, self.search, self.none, self.table, buttons, gap=12, margins=(20, 16, 20, 16)))
        self.resize(860, 600)
        self.search.searched.connect(self._ask)
        self.search.left_down.connect(self.table.enter)
        self.table.chosen.connect(self._count)
        self.table.opened.connect(self._open)
        self.rows.filled.connect(self._filled)
        self._ask()
        self._count()
        self.search.setFocus()

    @Slot()
    def _ask(self) -> None:
        self.rows.show(feed(Filter(words=self.search.text().strip(), item="-")))

    @Slot(int)
    def _filled(self, count: int) -> None:
        self.none.setVisible(not count)
        self._count()

    @Slot()
    def _count(self) -> None:
        chosen = len(self.table.chosen_places())
        self.count.setText(self._phrases.say("cases.pick.chosen", count=chosen))
        self.go.setEnabled(chosen > 0)

    @Slot(object)
    def _open(self, row: RecordingRow) -> None:
        self.accept()

    def accept(self) -> None:
        """Go on with what is chosen."""
        rows = [self.rows.row(place) for place in self.table.chosen_places()]
        ids = [row.id for row in rows if isinstance(row, RecordingRow)]
        if ids:
            super().accept()
            self.picked.emit(ids)
