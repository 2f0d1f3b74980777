"""Which case is reviewed, and by whom. In: words typed. Out: a review that is begun.

Who had a hand in the case is told so, and asked for a reason that stays.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QDialog, QLineEdit, QWidget

from recorder_desk.commands.review import BeginReview
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.facts import CaseOpened, Fact, ReviewBegun
from recorder_desk.errors import DeskError
from recorder_desk.queries.cases import Cases
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.cases.case_delegate import CaseDelegate
from ui.window.page import WindowContext
from ui.window.rows_model import Column, Feed, RowsModel
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import Label
from ui.window.widgets.search_field import SearchField
from ui.window.widgets.tables import RowsTable, choose_row

ROW_HEIGHT = 78


class BeginDialog(QDialog):
    """Show it with `open()`."""

    begun = Signal(str)
    """The review's id."""

    def __init__(
        self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext, parent: QWidget
    ) -> None:
        super().__init__(parent)
        say = phrases.say
        self._bridge, self._phrases = bridge, phrases
        self.setWindowTitle(say("window.review.new"))
        self.search = SearchField(theme, say("cases.search"))
        self.search.setMaximumWidth(2000)
        self.rows = RowsModel(bridge, (Column("case", say("cases.title"), _number),), self)
        self.table = RowsTable(self.rows, context.memory, "review-cases", ROW_HEIGHT)
        self.table.horizontalHeader().hide()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setItemDelegate(CaseDelegate(theme, phrases, self.table))
        self.table.setAccessibleName(say("cases.title"))
        self.none = Label(say("window.review.no-cases"), "quiet", wrap=True)
        self.none.hide()
        self.reviewer, self.override = QLineEdit(context.actor), QLineEdit()
        self.reviewer.setAccessibleName(say("window.review.reviewer"))
        self.override.setPlaceholderText(say("window.review.override"))
        self.override.setAccessibleName(say("window.review.override"))
        self.override.hide()
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.error.hide()
        self.go = Button(theme, say("window.review.begin"), self.accept, primary=True)
        self.go.setDefault(True)
        who = Label(say("window.review.reviewer"), "quiet")
        who.setBuddy(self.reviewer)
        buttons = across(1, Button(theme, say("cases.cancel"), self.reject), self.go)
        self.setLayout(
            down(self.search, self.none, self.table, across(who, self.reviewer), self.error, self.override, buttons,
                 gap=12, margins=(20, 16, 20, 16))
        )  # fmt: skip
        self.resize(640, 620)
        self.search.searched.connect(self._ask)
        self.search.left_down.connect(self.table.enter)
        self.table.opened.connect(self._opened)
        self.rows.filled.connect(self._filled)
        self._ask()
        self.search.setFocus()

    @Slot()
    def _ask(self) -> None:
        self.rows.show(Feed((CaseOpened,), Cases(self.search.text().strip()), None, _id))

    @Slot(int)
    def _filled(self, count: int) -> None:
        self.none.setVisible(not count)
        self.go.setEnabled(bool(count))
        if count and not self.table.chosen_places():
            choose_row(self.table, 0)

    @Slot(object)
    def _opened(self, row: CaseRow) -> None:
        self.accept()

    @Slot()
    def accept(self) -> None:
        """Order it; what is refused is said here."""
        places = self.table.chosen_places()
        row = self.rows.row(places[0]) if places else None
        if not isinstance(row, CaseRow) or not self.go.isEnabled():
            return
        self.go.setEnabled(False)
        told = BeginReview(row.id, "", self.reviewer.text().strip(), self.override.text().strip())
        self._bridge.do(told, self._done, self._refused)

    def _done(self, facts: tuple[Fact, ...]) -> None:
        super().accept()
        self.deleteLater()
        for fact in facts:
            if isinstance(fact, ReviewBegun):
                self.begun.emit(fact.review)

    def _refused(self, error: DeskError) -> None:
        self.go.setEnabled(True)
        self.error.setText(f"{self._phrases.say(error.code, **error.facts)} ({error.code})")
        self.error.show()
        if error.code == "review.had-a-hand":
            self.override.show()
            self.override.setFocus()


def _number(row: CaseRow) -> str:
    return f"{row.number} {row.title}"


def _id(row: CaseRow) -> str:
    return row.id
