"""Matters and their legal bases, as versions: what was in force on the day of conduct. In: rows. Out: WriteMatters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit

from recorder_desk.commands.base import Command
from recorder_desk.commands.registers import WriteMatters
from recorder_desk.domain import facts as f
from recorder_desk.domain.matter import LegalBasis, Matter
from recorder_desk.domain.tables import day_cell
from recorder_desk.domain.times import is_day
from recorder_desk.queries.registers import LegalBases, MatterRow, Matters
from ui.registers import BASES, MATTERS, Register
from ui.window.bureau.entry_dialog import EntryDialog
from ui.window.bureau.register_section import RegisterSection
from ui.window.page import Page
from ui.window.rows_model import Column
from ui.window.widgets.controls import Part
from ui.window.widgets.dropdowns import DateField


class VersionsSection(RegisterSection):
    """Every version, or those in force on a day."""

    concerns: ClassVar[tuple[type[f.Fact], ...]] = (f.MatterWritten, f.LegalBasisWritten)

    def tools(self) -> tuple[Part, ...]:
        """The day of conduct."""
        say = self.phrases.say
        self.by_day, self.day = QCheckBox(say("bureau.as-on-day")), DateField(self.theme)
        self.day.setDate(QDate.currentDate())
        self.day.setAccessibleName(say("bureau.on-day"))
        self.day.setEnabled(False)
        self.by_day.toggled.connect(self.day.setEnabled)
        self.by_day.toggled.connect(self.show_feed)
        self.day.dateChanged.connect(self.show_feed)
        return (self.by_day, self.day)

    @property
    def on(self) -> str:
        """The day, or '' for every version."""
        return self.day.date().toString(Qt.DateFormat.ISODate) if self.by_day.isChecked() else ""

    def narrowed(self) -> bool:
        """Whether a day is chosen."""
        return bool(self.on)


class MattersSection(VersionsSection):
    """What the bureau may enforce."""

    name = "matters"
    icon = "clipboard-list"
    register: ClassVar[Register[Any]] = MATTERS

    def columns(self) -> Sequence[Column]:
        """The name first."""
        say = self.phrases.say
        return (
            Column("matter", say("terminal.column.matter"), lambda row: row.matter.name, 260),
            Column("code", say("terminal.column.code"), lambda row: row.matter.code, 110),
            Column("kind", say("terminal.column.kind"), lambda row: row.matter.kind, 100, yields=2),
            Column("parent", say("terminal.column.parent"), lambda row: row.matter.parent, 90, yields=1),
            Column("since", say("terminal.column.since"), lambda row: row.matter.since or "—", 100),
            Column("until", say("terminal.column.until"), lambda row: row.matter.until or "—", 100),
            Column("basis", say("terminal.column.basis"), _laws, 220, yields=3),
        )

    def query(self) -> Matters:
        """On the day, or all."""
        return Matters(self.on)

    def key(self, row: MatterRow) -> str:
        """Code and first day."""
        return f"{row.matter.code}@{row.matter.since}"

    def dialog(self, row: MatterRow | None) -> QDialog:
        """The form."""
        return MatterDialog(self.page, row.matter if row else None)


class BasesSection(VersionsSection):
    """Articles."""

    name = "bases"
    icon = "scale"
    register: ClassVar[Register[Any]] = BASES

    def columns(self) -> Sequence[Column]:
        """The law first."""
        say = self.phrases.say
        return (
            Column("law", say("terminal.column.law"), lambda row: row.law, 240),
            Column("article", say("terminal.column.article"), lambda row: row.article, 120),
            Column("code", say("terminal.column.code"), lambda row: row.code, 110),
            Column("since", say("terminal.column.since"), lambda row: row.since or "—", 100),
            Column("until", say("terminal.column.until"), lambda row: row.until or "—", 100),
            Column("text", say("terminal.column.text"), lambda row: row.text, 240, yields=1),
        )

    def query(self) -> LegalBases:
        """On the day, or all."""
        return LegalBases(self.on)

    def key(self, row: LegalBasis) -> str:
        """Code and first day."""
        return f"{row.code}@{row.since}"

    def dialog(self, row: LegalBasis | None) -> QDialog:
        """The form."""
        return BasisDialog(self.page, row)


class VersionDialog(EntryDialog):
    """A version of something: a later one ends the one it follows, where that is wanted."""

    BLAMED: ClassVar[Mapping[str, str]] = {
        "version.code-missing": "code", "version.bad-days": "since", "version.overlap": "since",
        "matter.unknown-parent": "parent", "matter.cycle": "parent", "matter.unknown-basis": "bases",
    }  # fmt: skip
    HINTS: ClassVar[Sequence[str]] = ("since", "until", "bases")

    def __init__(self, page: Page, title: str, was: Matter | LegalBasis | None) -> None:
        super().__init__(page, title)
        self._was = was
        self.ends = QCheckBox(self.phrases.say("bureau.ends-before"))
        self.ends.setChecked(True)
        self.ends.setVisible(was is not None)

    def days(self) -> tuple[str, str]:
        """The first day and the last one."""
        return day_cell(self.text("since")), day_cell(self.text("until"))

    def _before(self) -> str:
        """The last day of the version that this one follows; '' where it stays as it is."""
        was, since = self._was, self.days()[0]
        follows = was is not None and self.ends.isChecked() and is_day(since) and since > was.since
        if not follows or was is None or self.text("code") != was.code or (was.until and was.until < since):
            return ""
        return (date.fromisoformat(since) - timedelta(1)).isoformat()


class MatterDialog(VersionDialog):
    """A version of a matter."""

    def __init__(self, page: Page, was: Matter | None) -> None:
        super().__init__(page, "bureau.matters.change-title" if was else "bureau.matters.add-title", was)
        told = was or Matter("", "")
        self._matter = was
        fields = {
            "code": QLineEdit(told.code), "matter": QLineEdit(told.name), "kind": QLineEdit(told.kind),
            "parent": QLineEdit(told.parent), "bases": QLineEdit("、".join(told.bases)),
            "since": QLineEdit(told.since), "until": QLineEdit(told.until), "remark": QLineEdit(told.remark),
        }  # fmt: skip
        self.lay_out(fields, self.ends)

    def command(self) -> Command:
        """The new version, and the end of the one before."""
        bases = self.text("bases").replace("、", ",").replace("，", ",").replace("|", ",").split(",")
        told = Matter(self.text("code"), self.text("matter"), self.text("kind"), self.text("parent"), tuple(bases),
                      *self.days(), self.text("remark"))  # fmt: skip
        ended = self._before()
        before = (replace(self._matter, until=ended),) if ended and self._matter is not None else ()
        return WriteMatters(matters=(*before, told))


class BasisDialog(VersionDialog):
    """A version of a legal basis."""

    def __init__(self, page: Page, was: LegalBasis | None) -> None:
        super().__init__(page, "bureau.bases.change-title" if was else "bureau.bases.add-title", was)
        told = was or LegalBasis("", "")
        self._basis = was
        fields = {
            "code": QLineEdit(told.code), "law": QLineEdit(told.law), "article": QLineEdit(told.article),
            "text": QLineEdit(told.text), "since": QLineEdit(told.since), "until": QLineEdit(told.until),
        }  # fmt: skip
        self.lay_out(fields, self.ends)

    def command(self) -> Command:
        """The new version, and the end of the one before."""
        told = LegalBasis(self.text("code"), self.text("law"), self.text("article"), self.text("text"), *self.days())
        ended = self._before()
        before = (replace(self._basis, until=ended),) if ended and self._basis is not None else ()
        return WriteMatters(bases=(*before, told))


def _laws(row: MatterRow) -> str:
    return "; ".join(f"{each.law} {each.article}".strip() for each in row.bases)
