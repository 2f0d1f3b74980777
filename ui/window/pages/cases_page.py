"""Cases: the list on the left, one case on the right. In: facts about cases. Out: wishes to play.

What is chosen, the words searched for and the width of the list are remembered.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QWidget,
)

from recorder_desk.domain import facts as f
from recorder_desk.domain.case import CaseRow
from recorder_desk.queries.cases import Cases
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.cases.case_delegate import CaseDelegate
from ui.window.cases.case_dialog import CaseDialog
from ui.window.cases.case_order import CaseOrderButton
from ui.window.cases.case_view import CaseView
from ui.window.cases.due_part import DuePart
from ui.window.page import Page, WindowContext
from ui.window.rows_model import Column, Feed, RowsModel
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down, frame
from ui.window.widgets.empty import EmptyState
from ui.window.widgets.label import Label
from ui.window.widgets.search_field import SearchField
from ui.window.widgets.tables import RowsTable, choose_row

CONCERNS: tuple[type[f.Fact], ...] = (
    f.CaseOpened, f.CaseAmended, f.RecordingLinked, f.RecordingUnlinked, f.SealBegun, f.CaseSealed,
    f.CatalogueRebuilt, f.SealRecovered, f.ItemJudged, f.ContinuityMeasured, f.StretchesFound, f.MarkAdded,
    f.MarkChanged, f.MarkRemoved,
)  # fmt: skip
STATES = ("", "open", "sealed")
ROW_HEIGHT = 78


class CasesPage(Page):
    """Every case, and one of them whole."""

    name = "cases"
    icon = "folder-open"
    title_code = "cases.title"

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        super().__init__(bridge, phrases, theme, context)
        memory = context.memory
        self._state, self._wanted = memory.text("cases/state"), memory.text("cases/chosen")
        self._filling = False
        self._marked: object = ""  # what is marked while the list changes is nobody's wish
        self.words = SearchField(theme, phrases.say("cases.search"))
        self.words.setText(memory.text("cases/words"))
        self.rows = RowsModel(bridge, (Column("case", phrases.say(self.title_code), _number),), self)
        self.table = RowsTable(self.rows, memory, "cases")
        self.view = CaseView(bridge, phrases, theme, context)
        self.order = CaseOrderButton(theme, phrases, memory)
        self.due = DuePart(bridge, phrases, theme, context)
        self.blank = EmptyState(theme, self.icon)
        self.stack = QStackedWidget()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.setFocusProxy(self.table)
        self._lay_out()
        self._wire()
        self._ask()

    def _lay_out(self) -> None:
        say, theme = self.phrases.say, self.theme
        self.new_button = Button(theme, say("cases.new"), self.new_case, icon="folder-plus", tip=say("cases.new.tip"))
        self.new_button.setEnabled(self.context.mode == "work")
        self.table.horizontalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setItemDelegate(CaseDelegate(theme, self.phrases, self.table))
        self.table.setAccessibleName(say(self.title_code))
        head = across(Label(say(self.title_code), "head"), 1, self.order, self.new_button)
        top = down(head, self.words, self._state_buttons(), gap=10, margins=(16, 12, 16, 10))
        side = QWidget()
        self.none = Label(say("cases.empty.none-found"), "quiet", wrap=True)
        self.none.setContentsMargins(16, 14, 16, 14)
        self.none.hide()
        side.setLayout(down(frame("bar", top), self.none, self.table, gap=0))
        side.setMinimumWidth(300)
        self.stack.addWidget(self.blank)
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.due)
        self.splitter.addWidget(side)
        self.splitter.addWidget(self.stack)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setCollapsible(1, False)
        if not self.splitter.restoreState(self.context.memory.state("cases/split")):
            self.splitter.setSizes([360, 900])
        self.setLayout(down(self.splitter, gap=0))

    def _state_buttons(self) -> QHBoxLayout:
        self.states, say = QButtonGroup(self), self.phrases.say
        line = _segments(self.states, [say(f"cases.show.{state or 'all'}") for state in STATES])
        self.states.button(STATES.index(self._state) if self._state in STATES else 0).setChecked(True)
        self.due_button = Button(self.theme, say("casework.due"), self.show_due, icon="hourglass", flat=True)
        line.addWidget(self.due_button)
        return line

    def _wire(self) -> None:
        for changed in (self.words.searched, self.order.ordered):
            changed.connect(self._ask)
        self.words.left_down.connect(self.table.enter)
        self.states.idClicked.connect(self._choose_state)
        self.table.chosen.connect(self._show_chosen)
        self.table.opened.connect(self._go_to_case)
        self.rows.modelAboutToBeReset.connect(self._begin_filling)
        self.rows.filled.connect(self._filled)
        self.view.play.connect(self.open_recording)
        self.view.failed.connect(self.notice)
        self.view.printing.said.connect(self.say)
        self.due.failed.connect(self.notice)
        self.due.open_case.connect(self.show_item)
        self.splitter.splitterMoved.connect(self._keep_split)
        new = QAction(self.phrases.say("cases.new"), self)
        new.setShortcut(QKeySequence("Ctrl+N"))
        new.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        new.triggered.connect(self.new_case)
        self.addAction(new)

    # -- what the window may say -----------------------------------------------------------------

    def show_item(self, item: str) -> None:
        """Show a case by its id, whatever the list is narrowed to."""
        self._wanted = item
        if self.rows.place(item) < 0 and (self.words.text() or self._state):
            self.words.clear()
            self._choose_state(0)
        self._choose_wanted()
        self._show_case(item)

    def search(self, words: str) -> None:
        """Put words into the search field."""
        self.words.setText(words)
        self.words.setFocus()
        self._ask()

    def came_into_sight(self) -> None:
        """Ask anew."""
        self.rows.refresh()
        self.view.refresh()

    # -- the list --------------------------------------------------------------------------------

    @Slot()
    def _ask(self) -> None:
        words = self.words.text().strip()
        self.context.memory.keep("cases/words", words)
        self.context.memory.keep("cases/state", self._state)
        self.rows.show(Feed(CONCERNS, Cases(words, self._state, self.order.order), None, _id))

    @Slot(int)
    def _choose_state(self, number: int) -> None:
        self._state = STATES[number]
        self.states.button(number).setChecked(True)
        self._ask()

    @Slot()
    def _begin_filling(self) -> None:
        self._filling = True

    @Slot(int)
    def _filled(self, count: int) -> None:
        self._filling = False
        if not self._choose_wanted():
            if self.view.case:  # what is shown is not in the list (any more, or yet)
                self.table.clearSelection()
            elif count:
                choose_row(self.table, 0)
        self.none.setVisible(not count and bool(self.view.case))  # else it is said in the middle
        if not self.view.case:
            self._show_blank(count)

    def _choose_wanted(self) -> bool:
        place = self.rows.place(self._wanted) if self._wanted else -1
        if place >= 0 and self.table.chosen_places() != [place]:
            choose_row(self.table, place)
        return place >= 0

    @Slot()
    def _show_chosen(self) -> None:
        places = self.table.chosen_places()
        key = self.rows.key(places[0]) if places else ""
        if self._filling or key == self._marked:  # Qt tells of a choice also when rows come in above it
            return
        self._marked = key
        if isinstance(key, str) and key and key != self.view.case:
            self._wanted = key
            self._show_case(key)

    @Slot()
    def _go_to_case(self) -> None:
        """Enter: the keyboard goes on to what is linked."""
        self.view.tabs.tabBar().setFocus()

    def _show_case(self, case: str) -> None:
        self.context.memory.keep("cases/chosen", case)
        self.view.show_case(case)
        self.stack.setCurrentWidget(self.view)

    def _show_blank(self, count: int) -> None:
        narrowed = bool(self.words.text().strip() or self._state)
        kind = "none-chosen" if count else "none-found" if narrowed else "first"
        words, what = (self.phrases.say(f"cases.empty.{kind}{part}") for part in ("", ".text"))
        action = self.phrases.say("cases.new") if self.context.mode == "work" else ""
        self.blank.tell(words, what, action, self.new_case)
        self.stack.setCurrentWidget(self.blank)

    # -- hands -----------------------------------------------------------------------------------

    @Slot()
    def new_case(self) -> None:
        """Ask for a new case."""
        if self.context.mode == "work":
            dialog = CaseDialog(self.bridge, self.phrases, self.theme, self.context, self)
            dialog.opened.connect(self.show_item)
            dialog.open()

    @Slot()
    def show_due(self) -> None:
        """What is due across all cases."""
        self.due.ask()
        self.stack.setCurrentWidget(self.due)
        self.due.setFocus()

    @Slot()
    def _keep_split(self) -> None:
        self.context.memory.keep("cases/split", self.splitter.saveState())


def _number(row: CaseRow) -> str:
    return f"{row.number} {row.title}"


def _id(row: CaseRow) -> str:
    return row.id


def _segments(group: QButtonGroup, names: Sequence[str]) -> QHBoxLayout:
    """Buttons of which one is on, beside each other."""
    line = across(gap=4)
    for number, name in enumerate(names):
        button = QPushButton(name)
        button.setProperty("flat", "true")
        button.setCheckable(True)
        button.setObjectName("segment")
        group.addButton(button, number)
        line.addWidget(button)
    line.addStretch(1)
    return line
