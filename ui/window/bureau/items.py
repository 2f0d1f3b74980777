"""The record item list: its versions, and the draft of the next one. In: versions, hands. Out: IssueItemList.

A draft is changed cell by cell, its steps are taken back and done again; it is remembered until it is issued or thrown
away, and nothing is in force before it is issued.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QByteArray, Slot

from recorder_desk.domain.facts import Fact, ItemListIssued
from recorder_desk.domain.item_draft import COLUMNS, ItemDraft
from recorder_desk.domain.item_import import COLUMNS as TABLE
from recorder_desk.domain.item_import import rows_of
from recorder_desk.domain.record_item import RecordItem
from ui.window.bureau.draft_bar import DraftBar
from ui.window.bureau.draft_table import DraftTable
from ui.window.bureau.issue_dialog import IssueDialog
from ui.window.bureau.list_parts import CellLine, VersionChoice
from ui.window.bureau.mapping_dialog import MappingDialog
from ui.window.bureau.section import Section
from ui.window.page import Page
from ui.window.widgets.controls import across, down, frame
from ui.window.widgets.label import Label
from ui.window.widgets.wiring import keys

KEPT = "bureau/draft"


class ItemsSection(Section):
    """A version to look at, or the draft to change."""

    name = "items"
    icon = "list-checks"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.draft = _kept(self.context.memory.state(KEPT)) if self.works else None
        self._thrown: ItemDraft | None = None
        self.versions = VersionChoice(self.theme, self.phrases, self.context.lists)
        self.table = DraftTable(self.theme, self.phrases, self.title)
        self.table.items.stepped.connect(self._stepped)
        self._build()
        self.versions.activated.connect(self._show)
        self.setFocusProxy(self.table)
        keys(self, {"Ctrl+N": self.add, "Ctrl+Del": self.drop, "Alt+Up": self._moves[0], "Alt+Down": self._moves[1],
                    "F8": self.next_error, "Ctrl+Y": self.take_up_again})  # fmt: skip
        self.bridge.facts.connect(self._hear)
        self._fill()

    def _build(self) -> None:
        self.edit_button = self.button("bureau.items.edit", self.edit, icon="pencil", primary=True)
        self.import_button = self.button("bureau.import", self.take_in, icon="download")
        export = self.button("bureau.export", self.write_out, icon="upload", changes=False)
        bar = self.bar(self.versions, self.import_button, export, self.edit_button)
        self.about, self.cell = Label("", "quiet", wrap=True), CellLine(self.phrases, self.table)
        self._moves = partial(self.move_item, -1), partial(self.move_item, 1)
        slots: dict[str, Callable[[], object]] = {
            "undo": self.take_back, "redo": self.take_up_again, "add": self.add, "drop": self.drop,
            "up": self._moves[0], "down": self._moves[1], "discard": self.discard, "issue": self.issue,
        }  # fmt: skip
        self.draft_bar, box = DraftBar(self.theme, self.phrases, slots), down(bar, gap=0)
        self._about_bar = frame("bar", across(self.about, margins=(16, 8, 16, 8)))
        box.addWidget(self.draft_bar)
        box.addWidget(self._about_bar)
        box.addWidget(self.table, 1)
        box.addWidget(self.cell)
        self.setLayout(box)

    # -- what is shown --------------------------------------------------------------------------------

    def came_into_sight(self) -> None:
        """The versions there are by now."""
        self._fill()

    @Slot(object)
    def _hear(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(each, ItemListIssued) for each in facts):
            self._fill()

    def _fill(self) -> None:
        self.versions.fill()
        self._show()

    @Slot()
    def _show(self) -> None:
        draft, say = self.draft, self.phrases.say
        self.draft_bar.setVisible(draft is not None)
        self._about_bar.setVisible(draft is None)
        self.edit_button.setVisible(draft is None)
        self.versions.setEnabled(draft is None)
        items = draft.items if draft is not None else self.versions.listed.items
        self.table.items.show_items(items, draft)
        self.count.setText(say("bureau.items.count", count=len(items)))
        kept = say("bureau.items.kept" if self.works else "bureau.look-only")
        self.about.setText(f"{self.versions.about} {kept}")
        if draft is not None:
            self.draft_bar.show_draft(draft, self.context.lists.current, len(self.table.items.wrong))
        self.cell.tell()

    # -- the draft ------------------------------------------------------------------------------------

    def edit(self) -> None:
        """Begin a draft of the next version with the one that is shown."""
        if self.works and self.draft is None:
            self.draft, self._thrown = ItemDraft(self.versions.listed.items), None
            self._stepped()
            self.table.go_to(0, COLUMNS.index("name_zh"))
            self.table.setFocus()

    @Slot()
    def _stepped(self) -> None:
        self._show()
        self._keep()

    def _keep(self) -> None:
        told = msgspec.json.encode(self.draft.items) if self.draft is not None else b""
        self.context.memory.keep(KEPT, QByteArray(told))

    def _step_to(self, row: int) -> None:
        column = max(0, self.table.currentIndex().column())
        self._stepped()
        self.table.go_to(min(row, self.table.items.rowCount() - 1), column)

    def take_back(self) -> bool:
        """One step of the draft; with a draft in hand nothing else is taken back by mistake."""
        if self.draft is None and self._thrown is not None:
            self.draft, self._thrown = self._thrown, None
            self._stepped()
            return True
        if self.draft is None:
            return False
        row = self.table.currentIndex().row()
        if self.draft.undo():
            self._step_to(row)
        else:
            self.say("bureau.items.no-undo")
        return True

    def take_up_again(self) -> bool:
        """One step again."""
        if self.draft is None:
            return False
        row = self.table.currentIndex().row()
        if self.draft.redo():
            self._step_to(row)
        return True

    @Slot()
    def add(self) -> None:
        """An item below the current one."""
        if self.draft is not None:
            row = self.draft.add(self.table.currentIndex().row())
            self._stepped()
            self.table.go_to(row, COLUMNS.index("code"))
            self.table.setFocus()

    @Slot()
    def drop(self) -> None:
        """The current item goes."""
        row = self.table.currentIndex().row()
        if self.draft is not None and row >= 0:
            self.draft.drop(row)
            self._step_to(row)

    def move_item(self, by: int) -> None:
        """The current item goes up (-1) or down (1)."""
        row = self.table.currentIndex().row()
        if self.draft is not None and row >= 0:
            self._step_to(self.draft.move(row, by))

    @Slot()
    def next_error(self) -> None:
        """The next cell in which something is wrong."""
        at = self.table.currentIndex().row()
        wrong = sorted(self.table.items.wrong)
        if wrong:
            row, column = next((each for each in wrong if each[0] > at), wrong[0])
            self.table.go_to(row, COLUMNS.index(column))
            self.table.setFocus()

    def discard(self) -> None:
        """Throw the draft away; Ctrl+Z brings it back, until another one is begun."""
        self._thrown, self.draft = self.draft, None
        self._stepped()
        self.table.setFocus()  # its button went with the draft
        self.say("bureau.items.discarded")

    def issue(self) -> None:
        """Ask for version, day, approval and reason; what changes stands there."""
        if self.draft is not None and self.draft_bar.issue.isEnabled():
            dialog = IssueDialog(self.page, self.context.lists.current, self.draft.items)
            dialog.written.connect(self._issued)
            dialog.open()

    @Slot()
    def _issued(self) -> None:
        self.draft = None
        self._keep()
        self._fill()
        self.say("bureau.items.issued")

    # -- tables ---------------------------------------------------------------------------------------

    def take_in(self) -> None:
        """Another bureau's list: its columns mapped, then it is the draft, then it can be issued."""
        if self.works and (path := self.ask_table("bureau.mapping.title")):
            dialog = MappingDialog(self.page, Path(path), self.context.lists.current)
            dialog.read.connect(self._taken_in)
            dialog.open()

    @Slot(object)
    def _taken_in(self, items: tuple[RecordItem, ...]) -> None:
        if self.draft is None:
            self.draft = ItemDraft(self.context.lists.current.items)
        self.draft.become(items)
        self._stepped()
        self.issue()

    def write_out(self) -> None:
        """The version that is shown, as a table."""
        listed = self.versions.listed
        self.export(TABLE, lambda ask: rows_of(listed), listed.label.replace("@", "-"))


def _kept(told: QByteArray) -> ItemDraft | None:
    """The draft that was left, if there is one and it can be read."""
    try:
        return ItemDraft(msgspec.json.decode(told.data(), type=tuple[RecordItem, ...])) if told.size() else None
    except msgspec.DecodeError:
        return None
