"""Cases: the list on the left, one case on the right. In: facts about cases. Out: wishes to play.

What is chosen, the words searched for and the width of the list are remembered.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QLineEdit,
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
from ui.window.cases.case_view import CaseView
from ui.window.page import Page, WindowContext
from ui.window.rows_model import Column, Feed, RowsModel
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, Sign, across, down, frame
from ui.window.widgets.label import Label
from ui.window.widgets.tables import RowsTable, choose_row

CONCERNS: tuple[type[f.Fact], ...] = (
    f.CaseOpened, f.CaseAmended, f.RecordingLinked, f.RecordingUnlinked, f.SealBegun, f.CaseSealed,
    f.CatalogueRebuilt, f.SealRecovered,
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
        self.words = QLineEdit(memory.text("cases/words"))
        self.rows = RowsModel(bridge, (Column("case", phrases.say(self.title_code), _number),), self)
        self.table = RowsTable(self.rows, memory, "cases")
        self.view = CaseView(bridge, phrases, theme, context)
        self.empty_text = Label("", wrap=True)
        self.stack = QStackedWidget()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(150)
        self._lay_out()
        self._wire()
        self._ask()

    def _lay_out(self) -> None:
        say, theme = self.phrases.say, self.theme
        self.words.setPlaceholderText(say("cases.search"))
        self.words.setAccessibleName(say("cases.search"))
        self.words.setClearButtonEnabled(True)
        self.new_button = Button(theme, say("cases.new"), self.new_case, icon="folder-plus", tip=say("cases.new.tip"))
        self.new_button.setEnabled(self.context.mode == "work")
        self.table.horizontalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setItemDelegate(CaseDelegate(theme, self.phrases, self.table))
        self.table.setAccessibleName(say(self.title_code))
        top = down(
            across(Label(say(self.title_code), "head"), 1, self.new_button), self.words, self._state_buttons(),
            gap=10, margins=(16, 12, 16, 10),
        )  # fmt: skip
        side = QWidget()
        side.setLayout(down(frame("bar", top), self.table, gap=0))
        side.setMinimumWidth(300)
        self.stack.addWidget(self._blank())
        self.stack.addWidget(self.view)
        self.splitter.addWidget(side)
        self.splitter.addWidget(self.stack)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setCollapsible(1, False)
        if not self.splitter.restoreState(self.context.memory.state("cases/split")):
            self.splitter.setSizes([360, 900])
        self.setLayout(down(self.splitter, gap=0))

    def _state_buttons(self) -> QWidget:
        self.states, line = QButtonGroup(self), across(gap=4)
        for number, state in enumerate(STATES):
            button = QPushButton(self.phrases.say(f"cases.show.{state or 'all'}"))
            button.setProperty("flat", "true")
            button.setCheckable(True)
            button.setChecked(state == self._state)
            button.setObjectName("segment")
            self.states.addButton(button, number)
            line.addWidget(button)
        line.addStretch(1)
        holder = QWidget()
        holder.setLayout(line)
        return holder

    def _blank(self) -> QWidget:
        self.blank_new = Button(self.theme, self.phrases.say("cases.new"), self.new_case, primary=True)
        self.blank_new.setEnabled(self.context.mode == "work")
        self.blank_title = Label("", "head")
        self.blank_title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.empty_text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.empty_text.setFixedWidth(420)
        sign = Sign(self.theme, "folder-open", "faint", 56)
        centred = down(gap=12)
        for part in (sign, self.blank_title, self.empty_text, self.blank_new):
            centred.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        return frame("panel", down(1, centred, 2))

    def _wire(self) -> None:
        self.words.textEdited.connect(self._pause.start)
        self._pause.timeout.connect(self._ask)
        self.states.idClicked.connect(self._choose_state)
        self.table.chosen.connect(self._show_chosen)
        self.rows.filled.connect(self._filled)
        self.view.play.connect(self.open_recording)
        self.view.failed.connect(self.notice)
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
        self.rows.show(Feed(CONCERNS, Cases(words, self._state), None, _id))

    @Slot(int)
    def _choose_state(self, number: int) -> None:
        self._state = STATES[number]
        self.states.button(number).setChecked(True)
        self._ask()

    @Slot(int)
    def _filled(self, count: int) -> None:
        if not self._choose_wanted() and count and not self.table.chosen_places():
            choose_row(self.table, 0)
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
        key = self.rows.key(places[0]) if places else None
        if isinstance(key, str) and key != self.view.case:
            self._wanted = key
            self._show_case(key)

    def _show_case(self, case: str) -> None:
        self.context.memory.keep("cases/chosen", case)
        self.view.show_case(case)
        self.stack.setCurrentWidget(self.view)

    def _show_blank(self, count: int) -> None:
        narrowed = bool(self.words.text().strip() or self._state)
        kind = "none-found" if narrowed and not count else "first"
        self.blank_title.setText(self.phrases.say(f"cases.empty.{kind}"))
        self.empty_text.setText(self.phrases.say(f"cases.empty.{kind}.text"))
        self.stack.setCurrentIndex(0)

    # -- hands -----------------------------------------------------------------------------------

    @Slot()
    def new_case(self) -> None:
        """Ask for a new case."""
        if self.context.mode == "work":
            dialog = CaseDialog(self.bridge, self.phrases, self.theme, self.context, self)
            dialog.opened.connect(self.show_item)
            dialog.open()

    @Slot()
    def _keep_split(self) -> None:
        self.context.memory.keep("cases/split", self.splitter.saveState())


def _number(row: CaseRow) -> str:
    return f"{row.number} {row.title}"


def _id(row: CaseRow) -> str:
    return row.id
