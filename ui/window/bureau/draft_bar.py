"""The bar above a draft: how it differs, its steps, and the buttons that change it. In: a draft. Out: wishes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QFrame

from recorder_desk.domain.item_draft import ItemDraft
from recorder_desk.domain.item_lists import compare
from recorder_desk.domain.record_item import RecordItemList
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, IconButton, across
from ui.window.widgets.label import Label

SIGNS = {"undo": "undo-2", "redo": "redo-2", "add": "plus", "drop": "trash-2", "up": "chevron-up",
         "down": "chevron-down"}  # fmt: skip


class DraftBar(QFrame):
    """Shown while there is a draft."""

    def __init__(self, theme: Theme, phrases: Phrases, slots: Mapping[str, Callable[[], object]]) -> None:
        """`slots` for each of `SIGNS`, and for `discard` and `issue`."""
        super().__init__()
        self.setObjectName("bar")
        self._phrases = phrases
        say = phrases.say
        self.told = Label("", wrap=True)
        signs = {
            name: IconButton(theme, icon, say(f"bureau.items.{name}"), slots[name]) for name, icon in SIGNS.items()
        }
        self.undo, self.redo = signs["undo"], signs["redo"]
        self.discard = Button(theme, say("bureau.items.discard"), slots["discard"])
        self.issue = Button(theme, say("bureau.items.issue"), slots["issue"], primary=True)
        row = across(self.told, *signs.values(), gap=4, margins=(16, 8, 12, 8))
        row.setStretch(0, 1)
        row.addSpacing(8)
        row.addWidget(self.discard)
        row.addWidget(self.issue)
        self.setLayout(row)

    def show_draft(self, draft: ItemDraft, was: RecordItemList, wrong: int) -> None:
        """`was`: the version in force; `wrong`: how many cells are."""
        found = compare(was, RecordItemList(was.id, "", "", draft.items))
        changed = len({each.item for each in found.changed})
        words = self._phrases.say("bureau.items.draft", label=was.label, added=len(found.added),
                                  removed=len(found.removed), changed=changed)  # fmt: skip
        self.told.setText(f"{words} {self._phrases.say('bureau.items.wrong', count=wrong)}" if wrong else words)
        self.told.set_tone("bad" if wrong else "")
        self.undo.setEnabled(draft.can_undo)
        self.redo.setEnabled(draft.can_redo)
        self.issue.setEnabled(not wrong and bool(draft.items) and draft.items != was.items)
