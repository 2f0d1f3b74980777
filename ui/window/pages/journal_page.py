"""Journal: everything that has happened, newest first, and the proof that nothing was altered.

In: entries of the journal. Out: a sentence each, the entry to the letter, the verifier's verdict.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from recorder_desk.domain.facts import Fact
from recorder_desk.domain.recording import HistoryRow
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.delegates import TextDelegate
from ui.window.journal_rows import columns, feed, icon_of, kinds
from ui.window.page import Page, WindowContext
from ui.window.rows_model import RowsModel
from ui.window.theme import Theme
from ui.window.widgets.controls import across, down, frame
from ui.window.widgets.dropdowns import DropDown
from ui.window.widgets.empty import EmptyState
from ui.window.widgets.label import Label
from ui.window.widgets.search_field import SearchField
from ui.window.widgets.tables import RowsTable, choose_row
from ui.window.widgets.wiring import keys, splitter, timer
from ui.window.widgets.witness import Witness

ROW_HEIGHT = 40
HEAD_AGAIN_MS = 500


class JournalPage(Page):
    """Ctrl+F filters; the arrows go through the entries."""

    name = "journal"
    icon = "scroll-text"
    title_code = "window.journal.title"

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        """Asks the desk when it first comes into sight."""
        super().__init__(bridge, phrases, theme, context)
        self._fact, self._words = "", ""
        self.model = RowsModel(bridge, columns(phrases), self)
        self._build()
        self.model.filled.connect(self._filled)
        bridge.facts.connect(self._hear)
        self._again = timer(self, HEAD_AGAIN_MS, self.witness.ask, once=True)
        keys(self, {"Ctrl+F": self._focus_field})
        self.model.show(feed("", ""))

    def _build(self) -> None:
        say = self.phrases.say
        self.field = SearchField(self.theme, say("window.journal.search"))
        self.field.searched.connect(self._search)
        self._kinds = DropDown(self.theme)
        self._kinds.setAccessibleName(say("window.journal.kind"))
        self._kinds.addItem(say("window.journal.all"), "")
        for name, words in kinds(self.phrases):
            self._kinds.addItem(words, name)
        self._kinds.activated.connect(self._kind_chosen)
        row = across(Label(say(self.title_code), "head"), 1, gap=8, margins=(16, 10, 12, 10))
        row.addWidget(self.field, 8)
        row.addWidget(self._kinds)
        self.table = RowsTable(self.model, self.context.memory, "journal", ROW_HEIGHT)
        self.table.setItemDelegate(TextDelegate(self.theme, self.table, ROW_HEIGHT, _icon_of_row))
        self.table.setAccessibleName(say(self.title_code))
        self.table.chosen.connect(self._chosen)
        self.field.left_down.connect(self.table.setFocus)
        self.setFocusProxy(self.table)
        self._none = EmptyState(self.theme, "scroll-text")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._none)
        self._stack.addWidget(self.table)
        left = QWidget()
        left.setLayout(down(frame("bar", row), self._stack, gap=0))
        self.witness = Witness(self)
        self.setLayout(down(splitter((left, self.witness), 0, self.context.memory, "journal", [860, 380])))

    def search(self, words: str) -> None:
        """Filter by these words."""
        self.field.setText(words)
        self._search(words)
        self._focus_field()

    @Slot(str)
    def _search(self, words: str) -> None:
        if words != self._words:
            self._words = words
            self.model.show(feed(self._fact, self._words))

    @Slot(int)
    def _kind_chosen(self, place: int) -> None:
        self._fact = str(self._kinds.itemData(place) or "")
        self.model.show(feed(self._fact, self._words))

    @Slot(int)
    def _filled(self, count: int) -> None:
        narrowed = bool(self._fact or self._words)
        code = "window.journal.no-match" if narrowed else "window.journal.empty"
        self._none.tell(self.phrases.say(code), self.phrases.say(f"{code}-what"))
        self._stack.setCurrentIndex(1 if count else 0)
        if count and not self.table.chosen_places():
            choose_row(self.table, 0)
        self._chosen()

    @Slot()
    def _chosen(self) -> None:
        places = self.table.chosen_places()
        row = self.model.row(places[0]) if places else None
        self.witness.show_entry(row if isinstance(row, HistoryRow) else None)

    @Slot(object)
    def _hear(self, facts: tuple[Fact, ...]) -> None:
        if self.isVisible() and not self._again.isActive():
            self._again.start()

    @Slot()
    def _focus_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def came_into_sight(self) -> None:
        """Ask for what is new since."""
        self.model.wake()
        self.witness.ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight, nothing is asked."""
        super().hideEvent(event)
        self.model.sleep()


def _icon_of_row(row: object) -> str:
    return icon_of(row.fact) if isinstance(row, HistoryRow) else "info"
