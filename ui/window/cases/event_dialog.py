"""Planning, noting or changing an event of a case. In: a case, perhaps an event. Out: PlanEvent or AmendEvent.

Officers are picked from the register, each with the certificate that counts on the event's own day. With fewer than
two of them it is stopped, or goes on with a reason that stays.
"""

from __future__ import annotations

from PySide6.QtCore import QDateTime, Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLineEdit, QWidget

from recorder_desk.commands.casework import AmendEvent, PlanEvent
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.case_event import EventFields, EventRow, Manning, manning
from recorder_desk.domain.case_stages import shipped_stages
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.officer import LEAST_OFFICERS, OfficerRow
from recorder_desk.domain.recorder import RecorderRow
from recorder_desk.domain.times import moment, stamp
from recorder_desk.errors import DeskError
from recorder_desk.queries.people import Officers
from recorder_desk.queries.recorders import Recorders
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.cases.ticks import Tick, Ticks
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.dropdowns import DropDown, TimeField
from ui.window.widgets.label import Label


class EventDialog(QDialog):
    """Show it with `open()`; what is refused is said here and nothing is lost."""

    def __init__(
        self, bridge: DeskBridge, phrases: Phrases, theme: Theme, parent: QWidget, case: CaseRow,
        event: EventRow | None = None,
    ) -> None:  # fmt: skip
        """`event` is the one to change; None plans a new one."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.bridge, self.phrases, self._theme, self._case, self._event = bridge, phrases, theme, case, event
        self._told = event.fields if event else EventFields("", "", "")
        self._officers: tuple[OfficerRow, ...] = ()
        say = phrases.say
        self.setWindowTitle(say("casework.event.change" if event else "casework.event.new"))
        self.title, self.place = QLineEdit(self._told.title), QLineEdit(self._told.place)
        self.coordinates, self.override = QLineEdit(self._told.coordinates), QLineEdit(self._told.override)
        self.stage, self.item = DropDown(theme), DropDown(theme)
        self.since, self.until = TimeField(theme), TimeField(theme)
        self.ended = QCheckBox(say("casework.event.until"))
        self.officers, self.recorders = Ticks(say("casework.event.officers")), Ticks(say("casework.event.recorders"))
        self.men = Label("", "small", wrap=True)
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.error.hide()
        self.accept_button = Button(theme, say("casework.event.do"), self.accept, primary=True)
        self._fill()
        self._lay_out()
        self._wire()

    def _fill(self) -> None:
        told, language = self._told, self.phrases.language
        self.stage.addItem("", "")
        for stage in shipped_stages().stages:
            self.stage.addItem(stage.name(language), stage.code)
        self.item.addItem("", "")
        for item in self.bridge.session.items_of(self._case).items:
            self.item.addItem(f"{item.code} {item.name(language)}", item.code)
        for field, code in ((self.stage, told.stage), (self.item, told.item)):
            field.setCurrentIndex(max(0, field.findData(code)))
        self.since.setDateTime(_shown(told.starts_at) if told.starts_at else _next_hour())
        self.until.setDateTime(_shown(told.ends_at) if told.ends_at else self.since.dateTime().addSecs(7200))
        self.ended.setChecked(bool(told.ends_at))
        self.until.setEnabled(bool(told.ends_at))

    def _lay_out(self) -> None:
        say, form = self.phrases.say, QFormLayout()
        self._form = form
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in (
            ("title", self.title), ("stage", self.stage), ("item", self.item), ("since", self.since),
            ("place", self.place), ("coordinates", self.coordinates),
            ("officers", self.officers), ("recorders", self.recorders), ("override", self.override),
        ):  # fmt: skip
            label = Label(say(f"casework.event.{name}"), "quiet")
            label.setBuddy(field)
            field.setAccessibleName(say(f"casework.event.{name}"))
            form.addRow(label, across(self.since, self.ended, self.until, 1) if field is self.since else field)
        self.until.setAccessibleName(say("casework.event.until"))
        for field, name in ((self.title, "title"), (self.coordinates, "coordinates"), (self.override, "override")):
            field.setPlaceholderText(say(f"casework.event.{name}.hint"))
        self._override_label = form.labelForField(self.override)
        form.insertRow(form.rowCount() - 1, Label("", "quiet"), self.men)
        self.officers.setFixedHeight(132)
        self.recorders.setFixedHeight(88)
        buttons = across(1, Button(self._theme, say("cases.cancel"), self.reject), self.accept_button)
        self.setLayout(down(form, self.error, 1, buttons, gap=12, margins=(20, 18, 20, 16)))
        self.setMinimumWidth(620)
        self.accept_button.setDefault(True)
        self.title.setFocus()

    def _wire(self) -> None:
        self.since.dateChanged.connect(self._ask)
        self.ended.toggled.connect(self.until.setEnabled)
        self.officers.changed.connect(self._look)
        self._ask()

    @property
    def day(self) -> str:
        """The local day on which certificates must be valid."""
        return self.since.date().toString(Qt.DateFormat.ISODate)

    @Slot()
    def _ask(self) -> None:
        self.bridge.ask(Officers(self.day, left=True), self._offer_officers, self._refused)
        self.bridge.ask(Recorders(self.day), self._offer_recorders, self._refused)

    def _offer_officers(self, rows: tuple[OfficerRow, ...]) -> None:
        ticked = self.officers.keys if self._officers else self._told.officers
        self._officers = rows
        self.officers.fill([Tick(row.id, self._officer(row), self._tone(row)) for row in rows], ticked)
        self._look()

    def _officer(self, row: OfficerRow) -> str:
        """Name, unit, and how the certificates stand that day."""
        say, valid = self.phrases.say, row.fields.certificate_on(self.day)
        if valid is not None:
            code = "casework.certificate.valid" if valid.until else "casework.certificate.valid-open"
            told = say(code, number=valid.number, until=valid.until)
        elif row.fields.certificates:
            last = row.fields.certificates[-1]
            told = say("casework.certificate.not-valid", number=last.number, since=last.since or "—", until=last.until)
        else:
            told = say("casework.certificate.none")
        return " · ".join(filter(None, (row.fields.name, row.fields.unit, told)))

    def _tone(self, row: OfficerRow) -> QColor | None:
        return None if row.fields.certificate_on(self.day) else self._theme.colour("care")

    def _offer_recorders(self, rows: tuple[RecorderRow, ...]) -> None:
        ticked = self.recorders.keys if self.recorders.count() else self._told.recorders
        words = ((row, " · ".join(filter(None, (row.serial, row.model, row.wearer)))) for row in rows)
        self.recorders.fill([Tick(row.id, told) for row, told in words], ticked)
        self._form.setRowVisible(self.recorders, bool(rows))
        self.adjustSize()

    @property
    def manned(self) -> Manning:
        """How many of those ticked count that day."""
        ticked = set(self.officers.keys)
        return manning(tuple(row.fields for row in self._officers if row.id in ticked), self.day)

    @Slot()
    def _look(self) -> None:
        men, say = self.manned, self.phrases.say
        self.men.set_tone("good" if men.enough else "care")
        told = say("casework.men.enough", count=men.certified) if men.enough else say(
            "casework.men.few", count=men.certified, needed=LEAST_OFFICERS, day=self.day)  # fmt: skip
        self.men.setText(told)
        for part in (self.override, self._override_label):
            part.setVisible(not men.enough)
        self.adjustSize()

    # -- ordering it -----------------------------------------------------------------------------

    def fields(self) -> EventFields:
        """What stands in the dialog."""
        return EventFields(
            self.title.text(), str(self.stage.currentData() or ""), _stamped(self.since.dateTime()),
            _stamped(self.until.dateTime()) if self.ended.isChecked() else "", self.place.text(), self.officers.keys,
            self.recorders.keys, "" if self.manned.enough else self.override.text(),
            str(self.item.currentData() or ""), self.coordinates.text(),
        )  # fmt: skip

    @Slot()
    def accept(self) -> None:
        """Order it."""
        if not self.accept_button.isEnabled():
            return
        self.accept_button.setEnabled(False)
        self.error.hide()
        told = self.fields()
        command = AmendEvent(self._event.id, told) if self._event else PlanEvent(self._case.id, told)
        self.bridge.do(command, self._done, self._refused)

    def _done(self, facts: tuple[Fact, ...]) -> None:
        super().accept()

    def _refused(self, error: DeskError) -> None:
        self.accept_button.setEnabled(True)
        self.error.setText(f"{self.phrases.say(error.code, **error.facts)} ({error.code})")
        self.error.show()
        wrong = {"event.bad-coordinates": self.coordinates, "event.bad-time": self.until,
                 "event.officers-missing": self.override}  # fmt: skip
        wrong.get(error.code, self.title).setFocus()


def _shown(at: str) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(round(moment(at).timestamp() * 1000))


def _next_hour() -> QDateTime:
    now = QDateTime.currentDateTime()
    return now.addSecs(3600 - now.time().minute() * 60 - now.time().second())


def _stamped(at: QDateTime) -> str:
    return stamp(moment(at.toUTC().toString("yyyy-MM-ddTHH:mm:00.000") + "Z"))
