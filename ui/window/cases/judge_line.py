"""Saying of a record item whether its condition holds, or why nothing was recorded. In: an item. Out: a verdict."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from recorder_desk.domain.coverage import Cell
from recorder_desk.domain.record_item import RecordItem
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import Label


class JudgeLine(QWidget):
    """Hidden until it is asked for; a reason and what can be said."""

    judged = Signal(str, str)
    """A verdict (`domain/coverage.py`) and its reason."""

    def __init__(self, item: RecordItem, cell: Cell, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        say = phrases.say
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(say("cases.judge.reason"))
        self.reason.setAccessibleName(say("cases.judge.reason"))
        self.reason.textChanged.connect(self._look)
        verdicts = ["not-applicable", "explained"]
        if item.required == "C":
            verdicts.insert(0, "applies")
        if cell.explanation or cell.state == "explained":
            verdicts.append("")
        self.buttons = {
            verdict: Button(theme, say(f"cases.judge.{verdict or 'undo'}"), partial(self._say, verdict), flat=True)
            for verdict in verdicts
        }
        line = across(gap=4)
        for button in self.buttons.values():
            line.addWidget(button)
        line.addStretch(1)
        hint = Label(say("cases.judge.hint"), "quiet", wrap=True)
        self.setLayout(down(hint, self.reason, line, gap=4, margins=(28, 4, 0, 6)))
        self._look()
        self.hide()

    @Slot()
    def toggle(self) -> None:
        """Show it with the keyboard in it, or put it away."""
        self.setVisible(not self.isVisible())
        if self.isVisible():
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _look(self) -> None:
        for verdict, button in self.buttons.items():
            button.setEnabled(verdict in ("applies", "") or bool(self.reason.text().strip()))

    def _say(self, verdict: str) -> None:
        told = self.reason.text().strip()
        self.reason.clear()  # what is typed no longer keeps the list from being filled anew
        self.judged.emit(verdict, told)
