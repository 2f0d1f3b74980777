"""A code that was filmed, in the inspector. In: what was read. Out: the wish to link the recording to its case."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame

from recorder_desk.queries.codes import FilmedRow
from ui import formats
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, Sign, across, down
from ui.window.widgets.label import Label, plain_tip

KEYS = "Ctrl+Shift+L"


class CodeCard(QFrame):
    """One filming: a suggestion, a moment of the clock, or why it does not count."""

    accepted = Signal(str)
    """Link the recording to this case (id)."""

    def __init__(self, theme: Theme, phrases: Phrases, filmed: FilmedRow, *, first: bool) -> None:
        """`first`: the key is this card's."""
        super().__init__()
        self.setObjectName("card")
        self._case = filmed.case_id
        say, at = phrases.say, formats.clock(filmed.from_ms)
        drawn = formats.local_time(filmed.drawn_at)
        if filmed.code:
            lines = [say("window.code.filmed", at=at), say(filmed.code)]
        elif filmed.case_id:
            lines = [say("window.code.filmed-case", at=at, number=filmed.case_number)]
        else:
            lines = [say("window.code.filmed-time", at=at)]
        if not filmed.code:
            lines.append(say("window.code.drawn", at=drawn))
        if filmed.live:
            lines.append(say("window.code.clock", error=filmed.error_ms))
        words = down(gap=2)
        for number, text in enumerate(lines):
            words.addWidget(Label(text, "small" if not number or filmed.code else "quiet", wrap=True))
        self.button: Button | None = None
        if filmed.case_id and not filmed.linked:
            self.button = Button(theme, say("window.code.accept", number=filmed.case_number), self._accept, icon="link")
            words.addSpacing(4)
            words.addLayout(across(self.button, 1))
            if first:
                self.button.setShortcut(QKeySequence(KEYS))
                shown = QKeySequence(KEYS).toString(QKeySequence.SequenceFormat.NativeText)
                self.button.setToolTip(plain_tip(say("window.code.accept-tip", keys=shown)))
        sign = Sign(theme, "triangle-alert" if filmed.code else "clapperboard", "care" if filmed.code else "quiet", 16)
        line = across(down(sign, 1), gap=8, margins=(10, 9, 10, 9))
        line.addLayout(words, 1)
        self.setLayout(line)

    @Slot()
    def _accept(self) -> None:
        self.accepted.emit(self._case)
