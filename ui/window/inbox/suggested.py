"""A case the desk suggests, with its reasons. In: a suggestion. Out: a card."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from recorder_desk.domain.suggesting import Suggestion
from ui.window.page import Page
from ui.window.widgets.controls import Sign, across, down
from ui.window.widgets.label import ElidedLabel, Label

SHOWN = 3


class SuggestedCard(QFrame):
    """`on`: it is the one in force, and says why; the others say their case only."""

    def __init__(self, page: Page, told: Suggestion, *, on: bool, sure: bool) -> None:
        """`sure`: the desk would link it by itself."""
        super().__init__()
        self.setObjectName("card")
        say, head = page.phrases.say, f"{told.number}  {told.item}".rstrip()
        lines = down(ElidedLabel(head, "small"), gap=2)
        reasons = [say(each.code, **each.facts) for each in told.reasons]
        if on:
            for words in reasons:
                lines.addWidget(Label(words, "quiet", wrap=True))
        self.setAccessibleName(", ".join([head, *reasons]))
        icon, tone = ("circle-check", "good") if sure else ("file-question-mark", "accent" if on else "quiet")
        row = across(down(Sign(page.theme, icon, tone, 16), 1), gap=8, margins=(10, 8, 10, 8))
        row.addLayout(lines, 1)
        self.setLayout(row)
