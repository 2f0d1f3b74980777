"""What is due across cases: overdue, today, within seven days, later.

In: facts. Out: wishes to open a case, a calendar file.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from recorder_desk.domain import facts as f
from recorder_desk.domain.case_stages import CaseClock
from recorder_desk.errors import DeskError
from recorder_desk.queries.casework import CaseClocks
from ui.due_words import SPANS, due_day, left, limit_names, span_of, write_ics
from ui.phrases import Phrases
from ui.window import dialogs
from ui.window.bridge import DeskBridge
from ui.window.delegates import TextDelegate
from ui.window.page import WindowContext
from ui.window.rows_model import Column, Feed, RowsModel
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down, frame
from ui.window.widgets.label import Label
from ui.window.widgets.tables import RowsTable

ROW_HEIGHT = 38
CONCERNS: tuple[type[f.Fact], ...] = (
    f.StageNoted, f.CalendarYearSet, f.CaseSealed, f.CaseOpened, f.CatalogueRebuilt,
)  # fmt: skip
_ICONS = {"overdue": "octagon-alert", "today": "triangle-alert", "week": "hourglass", "later": "clock"}


class DuePart(QWidget):
    """A list by day; Enter opens the case."""

    open_case = Signal(str)
    failed = Signal(object)

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        super().__init__()
        self.bridge, self.phrases, self._theme = bridge, phrases, theme
        self._span, self._counted = "", 0
        self._all: tuple[CaseClock, ...] = ()
        self.rows = RowsModel(bridge, self._columns(), self)
        self.table = RowsTable(self.rows, context.memory, "due", ROW_HEIGHT)
        self.table.setItemDelegate(TextDelegate(theme, self.table, ROW_HEIGHT, _icon))
        self.table.setAccessibleName(phrases.say("casework.due"))
        self.none = Label(phrases.say("casework.due.none"), "quiet", wrap=True)
        self.none.setContentsMargins(20, 16, 20, 16)
        self.none.hide()
        self.export_button = Button(theme, phrases.say("casework.due.ics"), self.export, icon="download")
        title = across(Label(phrases.say("casework.due"), "head"), 1, self.export_button)
        self.spans = QButtonGroup(self)
        top = down(title, self._span_buttons(), gap=10, margins=(20, 14, 16, 10))
        self.setLayout(down(frame("bar", top), self.none, self.table, gap=0))
        self.setFocusProxy(self.table)
        self.table.opened.connect(self._open)
        self.spans.idClicked.connect(self._choose)
        self.rows.filled.connect(self._filled)

    def _columns(self) -> tuple[Column, ...]:
        say, names = self.phrases.say, limit_names(self.phrases)

        def limit(row: CaseClock) -> str:
            return names[row.code]

        return (
            Column("limit", say("casework.due.limit"), limit, 220),
            Column("due", say("casework.due.day"), partial(_day, self.phrases), 170),
            Column("left", say("casework.due.left"), partial(_left, self.phrases), 100),
            Column("case", say("casework.due.case"), _number, 190),
            Column("basis", say("casework.due.basis"), _basis, 190, yields=1),
        )

    def _span_buttons(self) -> QHBoxLayout:
        line = across(gap=4)
        for number, span in enumerate(("", *SPANS)):
            button = QPushButton()
            button.setProperty("flat", "true")
            button.setObjectName("segment")
            button.setCheckable(True)
            button.setChecked(not number)
            self.spans.addButton(button, number)
            line.addWidget(button)
            self._name(button, span, 0)
        line.addStretch(1)
        return line

    def _name(self, button: QPushButton, span: str, count: int) -> None:
        words = self.phrases.say(f"casework.due.{span or 'all'}")
        button.setText(f"{words} ({count})" if count else words)
        button.setAccessibleName(button.text())

    @Slot()
    def ask(self) -> None:
        """Ask anew; a day may have passed."""
        query = CaseClocks(date.today().isoformat())
        self._counted = self.bridge.ask(query, self._count, self._fail, self._counted)
        self.rows.show(Feed(CONCERNS, query, None, _key, only=self._belongs))

    def _belongs(self, row: CaseClock) -> bool:
        return not self._span or span_of(row) == self._span

    def _count(self, found: tuple[CaseClock, ...]) -> None:
        self._all = found
        counts: Counter[str] = Counter(map(span_of, found))
        for number, span in enumerate(("", *SPANS)):
            button = self.spans.button(number)
            if isinstance(button, QPushButton):
                self._name(button, span, counts[span] if span else len(found))
        self.export_button.setEnabled(bool(found))

    @Slot(int)
    def _choose(self, number: int) -> None:
        self._span = ("", *SPANS)[number]
        self.ask()

    @Slot(int)
    def _filled(self, count: int) -> None:
        self.none.setVisible(not count)

    # -- hands -----------------------------------------------------------------------------------

    @Slot(object)
    def _open(self, row: CaseClock) -> None:
        self.open_case.emit(row.case)

    @Slot()
    def export(self) -> None:
        """Everything that is due, as a calendar other programs read."""
        path = dialogs.ask_save_path(self, self.phrases.say("casework.due.ics"), "due.ics", "iCalendar (*.ics)")
        if path:
            try:
                write_ics(Path(path), self._all, self.phrases)
            except DeskError as error:
                self._fail(error)

    def _fail(self, error: DeskError) -> None:
        self.failed.emit(error)


def _day(phrases: Phrases, row: CaseClock) -> str:
    return due_day(row, phrases)


def _left(phrases: Phrases, row: CaseClock) -> str:
    return left(row, phrases)


def _number(row: CaseClock) -> str:
    return row.number


def _basis(row: CaseClock) -> str:
    return row.basis


def _key(row: CaseClock) -> tuple[str, str, str]:
    return row.case, row.code, row.started_on


def _icon(row: object) -> str:
    return _ICONS[span_of(row)] if isinstance(row, CaseClock) else "clock"
