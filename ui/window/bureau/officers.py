"""Officers: the register, and how their certificates stand on a day. In: rows. Out: WriteOfficers, NoteLeft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit

from recorder_desk.commands.base import Command
from recorder_desk.commands.people import NoteLeft, WriteOfficers
from recorder_desk.domain import facts as f
from recorder_desk.domain.officer import Certificate, OfficerFields, OfficerRow, UserNumber
from recorder_desk.domain.tables import day_cell
from recorder_desk.queries.people import Officers
from ui.registers import OFFICERS, Register
from ui.window.bureau.delegate import State
from ui.window.bureau.entry_dialog import EntryDialog, ReasonDialog
from ui.window.bureau.register_section import RegisterSection
from ui.window.bureau.rows_field import RowsField
from ui.window.page import Page
from ui.window.rows_model import Column
from ui.window.widgets.controls import Part
from ui.window.widgets.dropdowns import DateField

SIGNS: Mapping[str, tuple[str, str]] = {
    "valid": ("circle-check", "good"),
    "ends-soon": ("hourglass", "care"),
    "expired": ("circle-alert", "bad"),
    "not-yet": ("clock", "care"),
    "none": ("minus", "quiet"),
}
"""The icon and the tone of each standing."""
STANDING = 2


class OfficersSection(RegisterSection):
    """By name; the chip says how the certificate stands on the day that is chosen."""

    name = "officers"
    icon = "users-round"
    register: ClassVar[Register[Any]] = OFFICERS
    concerns: ClassVar[tuple[type[f.Fact], ...]] = (f.OfficerAdded, f.OfficerAmended, f.OfficerLeft)

    def columns(self) -> Sequence[Column]:
        """Name first, then what it stands on."""
        say = self.phrases.say
        return (
            Column("officer", say("terminal.column.officer"), _name, 200),
            Column("unit", say("terminal.column.unit"), _unit, 150, yields=4),
            Column("standing", say("bureau.officers.standing"), self._standing_word, 190),
            Column("until", say("terminal.column.until"), self._until, 110, yields=3),
            Column("certificate", say("terminal.column.certificate"), _certificates, 160, yields=2),
            Column("numbers", say("terminal.column.user-number"), _numbers, 130, yields=1),
        )

    def tools(self) -> tuple[Part, ...]:
        """The day, those who left, and leaving."""
        say = self.phrases.say
        self.day, self.left = DateField(self.theme), QCheckBox(say("bureau.officers.left"))
        self.day.setDate(QDate.currentDate())
        self.day.setAccessibleName(say("bureau.on-day"))
        self.day.dateChanged.connect(self.show_feed)
        self.left.toggled.connect(self.show_feed)
        self.leave_button = self.button("bureau.officers.leave", self.note_left)
        return (self.left, self.day, self.leave_button)

    def query(self) -> Officers:
        """On the day."""
        return Officers(self._day, self.left.isChecked())

    def key(self, row: OfficerRow) -> str:
        """The id."""
        return row.id

    def dialog(self, row: OfficerRow | None) -> QDialog:
        """The form."""
        return OfficerDialog(self.page, row)

    @property
    def _day(self) -> str:
        return self.day.date().toString(Qt.DateFormat.ISODate)

    def state_of(self, row: object, column: int) -> State | None:
        """How the certificate stands."""
        if column != STANDING or not isinstance(row, OfficerRow):
            return None
        if row.left:
            return State("x", self._standing_word(row), "quiet")
        icon, tone = SIGNS[row.fields.standing(self._day)]
        return State(icon, self._standing_word(row), tone)

    def _standing_word(self, row: OfficerRow) -> str:
        standing = "left" if row.left else row.fields.standing(self._day)
        return self.phrases.word(f"standing-{standing}")

    def _until(self, row: OfficerRow) -> str:
        paper = row.fields.certificate_on(self._day) or next(reversed(row.fields.certificates), None)
        return paper.until if paper is not None else ""

    def _chosen(self) -> None:
        super()._chosen()
        row = self.chosen_row()
        self.leave_button.setEnabled(self.works and row is not None and not row.left)

    @Slot()
    def note_left(self) -> None:
        """Ask why somebody left."""
        row = self.chosen_row()
        if row is not None and self.works:
            question = self.phrases.say("bureau.officers.leave-what", name=row.fields.name)
            ReasonDialog(self.page, "bureau.officers.leave", question, partial(NoteLeft, row.id)).open()


class OfficerDialog(EntryDialog):
    """Name, unit, certificates and user numbers."""

    BLAMED: ClassVar[Mapping[str, str]] = {"officer.name-missing": "name"}

    def __init__(self, page: Page, row: OfficerRow | None) -> None:
        super().__init__(page, "bureau.officers.change-title" if row else "bureau.officers.add-title")
        self._id, told = (row.id, row.fields) if row else ("", OfficerFields(""))
        papers = [(e.number, e.kind, e.issuer, e.scope, e.since, e.until) for e in told.certificates]
        numbers = [(each.number, each.since, each.until) for each in told.user_numbers]
        heads = ("certificate", "kind", "issuer", "scope", "since", "until")
        self.papers = RowsField(page, "certificates", heads, papers or ([("",) * 6] if row is None else []), 3)
        self.numbers = RowsField(page, "user-numbers", ("user-number", "since", "until"), numbers, 2)
        fields = {"name": QLineEdit(told.name), "unit": QLineEdit(told.unit), "remark": QLineEdit(told.remark)}
        self.lay_out(fields, self.papers, self.numbers, width=820)

    def command(self) -> Command:
        """As typed."""
        papers = tuple(
            Certificate(number, kind, issuer, scope, day_cell(since), day_cell(until))
            for number, kind, issuer, scope, since, until in self.papers.rows()
        )
        numbers = tuple(UserNumber(each[0], day_cell(each[1]), day_cell(each[2])) for each in self.numbers.rows())
        told = OfficerFields(self.text("name"), self.text("unit"), self.text("remark"), papers, numbers)
        return WriteOfficers(((self._id, told),))


def _name(row: OfficerRow) -> str:
    return row.fields.name


def _unit(row: OfficerRow) -> str:
    return row.fields.unit


def _certificates(row: OfficerRow) -> str:
    return ", ".join(each.number for each in row.fields.certificates)


def _numbers(row: OfficerRow) -> str:
    return ", ".join(each.number for each in row.fields.user_numbers)
