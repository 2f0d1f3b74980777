"""Parties: find, add, change. In: rows, words. Out: WriteParties. A code is checked while it is typed; of a person's
identity number only the ends are ever kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QLineEdit

from recorder_desk.commands.base import Command
from recorder_desk.commands.registers import WriteParties
from recorder_desk.domain import facts as f
from recorder_desk.domain.party import CODE_LENGTH, KINDS, Party, PartyRow, is_credit_code, is_person_id, masked
from recorder_desk.errors import DeskError
from recorder_desk.queries.registers import Parties
from ui.registers import PARTIES, Register
from ui.window.bureau.entry_dialog import EntryDialog
from ui.window.bureau.register_section import RegisterSection
from ui.window.page import Page
from ui.window.rows_model import Column
from ui.window.widgets.controls import Part
from ui.window.widgets.dropdowns import DropDown
from ui.window.widgets.search_field import SearchField
from ui.window.widgets.wiring import keys


class PartiesSection(RegisterSection):
    """By name."""

    name = "parties"
    icon = "building-2"
    register: ClassVar[Register[Any]] = PARTIES
    concerns: ClassVar[tuple[type[f.Fact], ...]] = (f.PartyWritten, f.CaseOpened, f.CaseAmended)

    def columns(self) -> Sequence[Column]:
        """The name first."""
        say, word = self.phrases.say, self.phrases.word
        return (
            Column("party", say("terminal.column.party"), lambda row: row.fields.name, 260),
            Column("kind", say("terminal.column.kind"), lambda row: word(f"party-{row.fields.kind}"), 120, yields=2),
            Column("number", say("terminal.column.party-number"), _number, 190),
            Column("head", say("terminal.column.representative"), lambda row: row.fields.representative, 120, yields=3),
            Column("address", say("bureau.field.address"), lambda row: row.fields.address, 200, yields=4),
            Column("cases", say("terminal.column.cases"), lambda row: str(row.cases), 70, yields=1),
        )

    def tools(self) -> tuple[Part, ...]:
        """Words to find."""
        self.field = SearchField(self.theme, self.phrases.say("bureau.parties.find"))
        self.field.searched.connect(self.show_feed)
        self.field.left_down.connect(self._go_down)
        keys(self, {"Ctrl+F": self.field.setFocus})
        return (self.field,)

    def query(self) -> Parties:
        """What fits the words."""
        return Parties(self.field.text().strip())

    def key(self, row: PartyRow) -> str:
        """The id."""
        return row.id

    def narrowed(self) -> bool:
        """Whether words are looked for."""
        return bool(self.field.text().strip())

    def search(self, words: str) -> None:
        """Put words into the field."""
        self.field.setText(words)
        self.show_feed()

    def dialog(self, row: PartyRow | None) -> QDialog:
        """The form."""
        return PartyDialog(self.page, row)

    @Slot()
    def _go_down(self) -> None:
        self.table.enter()


class PartyDialog(EntryDialog):
    """Who is inspected."""

    BLAMED: ClassVar[Mapping[str, str]] = {
        "party.name-missing": "party", "party.bad-code": "credit-code", "party.code-taken": "credit-code",
        "party.bad-person-id": "person-id",
    }  # fmt: skip
    HINTS: ClassVar[Sequence[str]] = ("credit-code", "person-id")

    def __init__(self, page: Page, row: PartyRow | None) -> None:
        super().__init__(page, "bureau.parties.change-title" if row else "bureau.parties.add-title")
        self._id, told = (row.id, row.fields) if row else ("", Party(""))
        self.kind = DropDown(page.theme)
        for each in KINDS:
            self.kind.addItem(page.phrases.word(f"party-{each}"), each)
        self.kind.setCurrentIndex(KINDS.index(told.kind))
        self.code, self.person = QLineEdit(told.code), QLineEdit(told.person_id)
        fields = {
            "party": QLineEdit(told.name), "kind": self.kind, "credit-code": self.code, "person-id": self.person,
            "representative": QLineEdit(told.representative), "address": QLineEdit(told.address),
            "remark": QLineEdit(told.remark),
        }  # fmt: skip
        self.lay_out(fields)
        self.code.textChanged.connect(self._look)
        self.person.textChanged.connect(self._look)
        self.kind.currentIndexChanged.connect(self._look)
        self._look()

    @Slot()
    def _look(self) -> None:
        """Said while it is typed: what is whole and wrong, what becomes of it; nothing of what is only begun."""
        say = self.phrases.say
        code, person = ("".join(each.text().split()).upper() for each in (self.code, self.person))
        right = is_credit_code(code)
        begun = len(code) < CODE_LENGTH and self.code.hasFocus()
        self.notes["credit-code"].set_tone("good" if right else "bad")
        told = say("bureau.code-right") if right else say("bureau.code-wrong", count=len(code))
        self.note("credit-code", told if code and not begun else "")
        kept = is_person_id(person)
        self.notes["person-id"].set_tone("good" if kept else "bad")
        told = say("bureau.person-kept", number=masked(person)) if kept else say("bureau.person-wrong")
        whole = len(person) >= CODE_LENGTH and person != masked(person)
        self.note("person-id", told if whole else "")

    def refused(self, error: DeskError) -> None:
        """What is said while typing stays beside it."""
        self._look()
        super().refused(error)

    def command(self) -> Command:
        """As typed."""
        told = Party(self.text("party"), self.kind.currentData(), self.code.text(), self.person.text(),
                     self.text("representative"), self.text("address"), self.text("remark"))  # fmt: skip
        return WriteParties(((self._id, told),))


def _number(row: PartyRow) -> str:
    return row.fields.code or row.fields.person_id
