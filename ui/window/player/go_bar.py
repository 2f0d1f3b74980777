"""Typing where to go: a position, a frame number, a time of day. In: a text. Out: `told`, when Enter is pressed."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit

from recorder_desk.errors import DeskError
from ui.phrases import Phrases
from ui.window.player.bar import Bar
from ui.window.widgets.controls import across
from ui.window.widgets.label import Label


class GoBar(Bar):
    """A field, what may be typed into it, and why it was not understood."""

    told = Signal(str)
    """A text to go to."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__()
        self._phrases = phrases
        self.field = QLineEdit()
        self.field.setAccessibleName(phrases.say("player.go.title"))
        self.field.setPlaceholderText("1:23.4")
        self.field.setFixedWidth(160)
        self.field.setMaxLength(40)
        self.words = Label(phrases.say("player.go.hint"), "quiet")
        row = across(Label(phrases.say("player.go.title")), self.field, self.words, 1, margins=(16, 8, 16, 8))
        self.setLayout(row)
        self.field.returnPressed.connect(self._tell)
        self.field.textEdited.connect(self._hint)

    def opened(self) -> None:
        """An empty field."""
        self.field.clear()
        self._hint()
        self.field.setFocus()

    def refuse(self, error: DeskError) -> None:
        """It was not understood; what was typed stays to be corrected."""
        self.words.setText(self._phrases.say(error.code, **error.facts))
        self.words.set_tone("bad")
        self.field.selectAll()

    @Slot()
    def _hint(self) -> None:
        self.words.setText(self._phrases.say("player.go.hint"))
        self.words.set_tone("")

    @Slot()
    def _tell(self) -> None:
        if self.field.text().strip():
            self.told.emit(self.field.text())
        else:
            self.closed.emit()
