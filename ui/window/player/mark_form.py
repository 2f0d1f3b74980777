"""Making a mark, or having one say something else. In: where, keys. Out: `wanted` with what it is to say.

M, a digit for the kind, a note, Enter. Nothing stops meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from recorder_desk.domain.mark import LONGEST_NOTE, MarkFields, MarkRow
from recorder_desk.errors import DeskError
from ui.phrases import Phrases
from ui.window.player.kind_grid import KindGrid
from ui.window.player.standing import exact
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.dropdowns import DropDown
from ui.window.widgets.label import Label


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark is to lie; `until_ms` 0: a moment. `item`: the record item of the link it lies in, or ''."""

    at_ms: int
    until_ms: int = 0
    item: str = ""


class MarkForm(QFrame):
    """Kind, record item, note; Enter saves, Esc leaves."""

    wanted = Signal(object)
    """MarkFields to save."""
    closed = Signal()

    def __init__(self, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("card")
        self._phrases, self._place = phrases, Place(0)
        self.title = Label("", "head")
        self.kinds = KindGrid(phrases, theme)
        self.items = DropDown(theme)
        self.items.setAccessibleName(phrases.say("player.mark.item"))
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST_NOTE)
        self.note.setPlaceholderText(phrases.say("player.mark.note"))
        self.note.setAccessibleName(phrases.say("player.mark.note"))
        self.error = Label("", tone="bad", wrap=True)
        self.save = Button(theme, phrases.say("player.mark.save"), self._save, primary=True)
        cancel = Button(theme, phrases.say("player.mark.cancel"), self._leave)
        hint = Label(phrases.say("player.mark.hint"), "quiet", wrap=True)
        parts = (self.title, self.kinds, self.items, self.note, hint, self.error)
        box = down(*parts, gap=8, margins=(12, 10, 12, 10))
        box.addLayout(across(1, cancel, self.save))
        self.setLayout(box)
        self.error.hide()
        self.kinds.picked.connect(self.note.setFocus)

    def show_place(self, place: Place, items: Sequence[tuple[str, str]], row: MarkRow | None = None) -> None:
        """A mark for this place, or this mark; `items` are codes and names of the record items it may be for."""
        self._place = place
        told = row.fields if row is not None else MarkFields(place.at_ms, place.until_ms, item=place.item)
        say = self._phrases.say
        where = exact(place.at_ms) + (f" – {exact(place.until_ms)}" if place.until_ms else "")
        self.title.setText(
            say("player.mark.change", code=row.code, at=where) if row else say("player.mark.new", at=where)
        )
        self.kinds.choose(told.kind)
        self.items.clear()
        self.items.addItem(say("player.mark.no-item"), "")
        for code, name in items:
            self.items.addItem(name, code)
        if told.item and self.items.findData(told.item) < 0:
            self.items.addItem(told.item, told.item)
        self.items.setCurrentIndex(max(0, self.items.findData(told.item)))
        self.items.setVisible(self.items.count() > 1)
        self.note.setText(told.note)
        self.error.hide()
        self.kinds.setFocus()

    def refuse(self, error: DeskError) -> None:
        """It was not saved; what was typed stays."""
        self.error.setText(self._phrases.say(error.code, **error.facts))
        self.error.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Esc leaves; nothing else goes through to the film."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        event.accept()

    @Slot()
    def _save(self) -> None:
        place, item = self._place, str(self.items.currentData() or "")
        self.wanted.emit(MarkFields(place.at_ms, place.until_ms, self.kinds.kind, item, self.note.text()))

    @Slot()
    def _leave(self) -> None:
        self.closed.emit()
