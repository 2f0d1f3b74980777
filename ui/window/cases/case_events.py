"""The events of a case, planned and past, beside its stages. In: a case. Out: dialogs, CancelEvent."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from recorder_desk.commands.casework import CancelEvent
from recorder_desk.domain import facts as f
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.case_event import EventRow
from recorder_desk.domain.case_stages import shipped_stages
from recorder_desk.errors import DeskError
from recorder_desk.queries.casework import Events
from ui import formats
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.cases.event_dialog import EventDialog
from ui.window.cases.reason_line import ReasonLine
from ui.window.cases.stages_part import StagesPart
from ui.window.delegates import TextDelegate
from ui.window.page import WindowContext
from ui.window.rows_model import Column, Feed, RowsModel
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down, frame
from ui.window.widgets.label import Label
from ui.window.widgets.tables import RowsTable

ROW_HEIGHT = 38
CONCERNS: tuple[type[f.Fact], ...] = (f.EventPlanned, f.EventAmended, f.EventCancelled, f.CatalogueRebuilt)


class CaseEvents(QWidget):
    """The list, what can be done with it, the stages."""

    failed = Signal(object)
    counted = Signal(int)

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        super().__init__()
        self.bridge, self.phrases, self._theme = bridge, phrases, theme
        self._row: CaseRow | None = None
        self._case, self._fixed = "", ""
        self.rows = RowsModel(bridge, _columns(phrases), self)
        self.table = RowsTable(self.rows, context.memory, "events", ROW_HEIGHT)
        self.table.setItemDelegate(TextDelegate(theme, self.table, ROW_HEIGHT, _icon))
        self.table.setAccessibleName(phrases.say("cases.tab.events"))
        self.stages = StagesPart(bridge, phrases, theme)
        self.reason = ReasonLine(phrases, theme)
        self.about = Label("", "quiet", wrap=True, copies=True)
        self.about.setContentsMargins(16, 8, 16, 10)
        self.none = Label(phrases.say("casework.events.none"), "quiet", wrap=True)
        self.none.setContentsMargins(16, 14, 16, 14)
        self.none.hide()
        left = QWidget()
        left.setLayout(down(frame("bar", self._bar()), self.reason, self.none, self.table, self.about, gap=0))
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(left)
        parts.addWidget(self.stages)
        parts.setStretchFactor(0, 1)
        parts.setSizes([640, 260])
        self.stages.setMinimumWidth(230)
        parts.setCollapsible(0, False)
        self.setFocusProxy(self.table)
        self.setLayout(down(parts, gap=0))
        self._wire()

    def _bar(self) -> QHBoxLayout:
        say, theme = self.phrases.say, self._theme
        self.add_button = Button(theme, say("casework.event.add"), self.add, icon="plus")
        self.change_button = Button(theme, say("casework.event.amend"), self.change, icon="pencil")
        self.cancel_button = Button(theme, say("casework.event.cancel"), self.cancel, icon="x", flat=True)
        right = (self.change_button, self.cancel_button)
        return across(self.add_button, 1, *right, gap=8, margins=(16, 10, 16, 10))

    def _wire(self) -> None:
        self.table.opened.connect(self.change)
        self.table.chosen.connect(self._look)
        self.rows.filled.connect(self._filled)
        self.reason.given.connect(self._cancel)
        self.stages.failed.connect(self.failed)
        gone = QAction(self.phrases.say("casework.event.cancel"), self.table)
        gone.setShortcut(QKeySequence.StandardKey.Delete)
        gone.triggered.connect(self.cancel)
        self.table.addAction(gone)

    def show_case(self, case: str) -> None:
        """The events of another case."""
        if case != self._case:
            self._case = case
            self.reason.hide()
            self.rows.show(Feed(CONCERNS, Events(case, cancelled=True), None, _id))
            self.stages.show_case(case)

    def show_row(self, row: CaseRow, fixed: str) -> None:
        """The case as it is now, and why nothing can be changed ('' where it can)."""
        self._row, self._fixed = row, fixed
        self.stages.show_fixed(fixed)
        for button in (self.add_button, self.change_button, self.cancel_button):
            button.setVisible(not fixed)
        self._look()

    @property
    def chosen(self) -> EventRow | None:
        """The event that is chosen."""
        places = self.table.chosen_places()
        row = self.rows.row(places[0]) if len(places) == 1 else None
        return row if isinstance(row, EventRow) else None

    @Slot()
    def _look(self) -> None:
        event = self.chosen
        live = event is not None and not event.cancelled and not self._fixed
        self.change_button.setEnabled(live)
        self.cancel_button.setEnabled(live)
        self.about.setText(_about(event, self.phrases) if event is not None else "")
        self.about.setVisible(event is not None)

    @Slot(int)
    def _filled(self, count: int) -> None:
        self.none.setVisible(not count)
        rows = [self.rows.row(place) for place in range(count)]
        self.counted.emit(sum(isinstance(row, EventRow) and not row.cancelled for row in rows))
        self._look()

    # -- hands -----------------------------------------------------------------------------------

    @Slot()
    def add(self) -> None:
        """Plan or note an event."""
        if self._row is not None and not self._fixed:
            EventDialog(self.bridge, self.phrases, self._theme, self, self._row).open()

    @Slot()
    def change(self) -> None:
        """Other words on the chosen event."""
        event = self.chosen
        if self._row is not None and event is not None and not event.cancelled and not self._fixed:
            EventDialog(self.bridge, self.phrases, self._theme, self, self._row, event).open()

    @Slot()
    def cancel(self) -> None:
        """Ask why the chosen event does not count."""
        event = self.chosen
        if event is not None and not event.cancelled and not self._fixed:
            say = self.phrases.say
            self.reason.ask(say("casework.event.cancel.ask", title=event.fields.title), say("casework.reason"))

    @Slot(str)
    def _cancel(self, reason: str) -> None:
        event = self.chosen
        if event is not None:
            self.bridge.do(CancelEvent(event.id, reason), None, self._fail)

    def _fail(self, error: DeskError) -> None:
        self.failed.emit(error)


def _columns(phrases: Phrases) -> tuple[Column, ...]:
    say = phrases.say
    return (
        Column("title", say("casework.event.title"), partial(_title, phrases), 220),
        Column("when", say("casework.event.when"), _when, 210),
        Column("stage", say("casework.event.stage"), partial(_stage, phrases.language), 110, yields=1),
        Column("officers", say("casework.event.officers"), _officers, 130, yields=2),
        Column("place", say("casework.event.place"), _place, 120, yields=3),
        Column("item", say("casework.event.item"), _item, 64, yields=4),
    )


def _title(phrases: Phrases, row: EventRow) -> str:
    return phrases.say("casework.event.cancelled", title=row.fields.title) if row.cancelled else row.fields.title


def _when(row: EventRow) -> str:
    since, until = formats.local_time(row.fields.starts_at)[:16], formats.local_time(row.fields.ends_at)[:16]
    same = since[:10] == until[:10]
    return f"{since}–{until[11:] if same else until}" if until else since


def _stage(language: str, row: EventRow) -> str:
    code = row.fields.stage
    return shipped_stages().stage(code).name(language) if code else ""


def _officers(row: EventRow) -> str:
    return "、".join(row.officer_names)


def _place(row: EventRow) -> str:
    return row.fields.place


def _item(row: EventRow) -> str:
    return row.fields.item


def _about(row: EventRow, phrases: Phrases) -> str:
    """Everything of an event that a row has no room for."""
    told, say = row.fields, phrases.say
    parts = (
        ("officers", _officers(row)), ("recorders", "、".join(row.serials)), ("place", told.place),
        ("coordinates", told.coordinates), ("item", told.item), ("override", told.override),
        ("cancelled-why", row.cancelled),
    )  # fmt: skip
    return "  ·  ".join(f"{say(f'casework.event.{name}')}: {value}" for name, value in parts if value)


def _id(row: EventRow) -> str:
    return row.id


def _icon(row: object) -> str:
    return "x" if isinstance(row, EventRow) and row.cancelled else "clock"
