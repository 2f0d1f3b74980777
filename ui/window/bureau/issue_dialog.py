"""Issuing the next version of the list: what it says otherwise stands there first. In: items. Out: IssueItemList."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from PySide6.QtWidgets import QLineEdit

from recorder_desk.commands.base import Command
from recorder_desk.commands.items import IssueItemList
from recorder_desk.domain.item_lists import compare
from recorder_desk.domain.record_item import RecordItem, RecordItemList
from recorder_desk.domain.tables import day_cell
from ui.list_words import HEADS, difference_rows
from ui.window.bureau.entry_dialog import EntryDialog
from ui.window.page import Page
from ui.window.widgets.label import Label
from ui.window.widgets.plain_rows import PlainTable


class IssueDialog(EntryDialog):
    """Name, version, first day, approval, reason; Enter issues it."""

    BLAMED: ClassVar[Mapping[str, str]] = {
        "items.bad-version": "version", "items.version-taken": "version", "items.bad-date": "from",
    }  # fmt: skip
    HINTS: ClassVar[Sequence[str]] = ("approval", "approved-on", "list-reason")

    def __init__(self, page: Page, was: RecordItemList, items: tuple[RecordItem, ...]) -> None:
        """`was`: the version in force, which this one follows."""
        super().__init__(page, "bureau.issue.title")
        self._items = items
        say, today = self.phrases.say, date.today().isoformat()
        self.difference = compare(was, RecordItemList(was.id, today, today, items))
        rows = difference_rows(self.phrases, was, RecordItemList(was.id, today, today, items), self.difference)
        found = self.difference
        changed = len({each.item for each in found.changed})
        self.sum = Label(
            say("bureau.issue.sum", label=was.label, added=len(found.added), removed=len(found.removed),
                changed=changed, same=found.same), wrap=True,
        )  # fmt: skip
        heads = [say(f"terminal.column.{each}") for each in HEADS]
        self.table = PlainTable(heads, tuple, (72, 84, 190, 110, 0, 0), say("bureau.issue.diff"))
        self.table.rows.show_rows(rows)
        self.table.setMinimumHeight(200)
        fields = {
            "list-name": QLineEdit(was.id), "version": QLineEdit(today), "from": QLineEdit(today),
            "approval": QLineEdit(was.approval), "approved-on": QLineEdit(was.approved_on),
            "list-reason": QLineEdit(),
        }  # fmt: skip
        self.go.setText(say("bureau.issue.go"))
        self.lay_out(fields, self.sum, self.table, width=860)
        self.go.setEnabled(items != was.items)
        self.fields["version"].setFocus()

    def command(self) -> Command:
        """The version, whole."""
        listed = RecordItemList(
            self.text("list-name"), self.text("version"), day_cell(self.text("from")), self._items,
            self.text("approval"), day_cell(self.text("approved-on")),
        )  # fmt: skip
        return IssueItemList(listed, self.text("list-reason"))
