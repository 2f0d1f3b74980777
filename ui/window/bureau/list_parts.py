"""Parts of the section that shows a list: the choice of a version, and the line that says what a cell holds."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame

from recorder_desk.domain.record_item import RecordItemList
from ui.lists_kept import ListsKept
from ui.phrases import Phrases
from ui.window.bureau.draft_table import DraftTable
from ui.window.theme import Theme
from ui.window.widgets.controls import across
from ui.window.widgets.dropdowns import DropDown
from ui.window.widgets.label import Label


class VersionChoice(DropDown):
    """Every version, newest first; the one in force is chosen where nothing else is."""

    def __init__(self, theme: Theme, phrases: Phrases, lists: ListsKept) -> None:
        super().__init__(theme)
        self._phrases, self._lists = phrases, lists
        self.setAccessibleName(phrases.say("bureau.items.versions"))

    def fill(self) -> None:
        """Those there are by now; the choice stays."""
        chosen, current = str(self.currentData() or ""), self._lists.current
        self.clear()
        for each in reversed(self._lists.versions):
            code = "bureau.items.in-force" if each.label == current.label else "bureau.items.version"
            self.addItem(self._phrases.say(code, label=each.label, since=each.effective_from), each.label)
        known = self.findData(chosen)
        self.setCurrentIndex(known if known >= 0 else self.findData(current.label))

    @property
    def listed(self) -> RecordItemList:
        """The version that is chosen."""
        label = self.currentData()
        return next((each for each in self._lists.versions if each.label == label), self._lists.current)

    @property
    def about(self) -> str:
        """From when it is in force, and under which approval."""
        listed, say = self.listed, self._phrases.say
        told = say("bureau.items.since", since=listed.effective_from)
        if not listed.approval:
            return told
        code = "terminal.items.approval-day" if listed.approved_on else "terminal.items.approval"
        return f"{told} {say(code, number=listed.approval, on=listed.approved_on)}"


class CellLine(QFrame):
    """What the current cell holds, whole, or what is wrong in it."""

    def __init__(self, phrases: Phrases, table: DraftTable) -> None:
        super().__init__()
        self.setObjectName("foot")
        self._phrases, self._table = phrases, table
        self._words = Label("", "quiet", wrap=True)
        self.setLayout(across(self._words, margins=(16, 8, 16, 8)))
        table.moved.connect(self.tell)
        table.items.dataChanged.connect(self.tell)
        table.items.modelReset.connect(self.tell)

    def text(self) -> str:
        """What it says."""
        return self._words.text()

    @Slot()
    def tell(self) -> None:
        """Say it."""
        index, items = self._table.currentIndex(), self._table.items
        error = items.error_at(index)
        if error is not None:
            self._words.setText(f"{self._phrases.say(error.code, **error.facts)} ({error.code})")
        elif index.isValid():
            head = items.headerData(index.column(), Qt.Orientation.Horizontal)
            self._words.setText(f"{head} · {index.data() or '—'}")
        self._words.set_tone("bad" if error is not None else "")
        self.setVisible(index.isValid())
