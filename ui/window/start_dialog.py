"""What is shown instead of the window when a home cannot be opened: why, what is safe, what can be done.

In: the error. Out: what the person chose.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QWidget

from recorder_desk.errors import DeskError
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, Sign, across, down
from ui.window.widgets.label import Label

Choice = Literal["quit", "retry", "look", "rebuild"]
WAYS_OUT: dict[str, Choice] = {"home.locked": "look", "catalogue.corrupt": "rebuild"}
"""What can be done at once, besides trying again."""
_SAID: dict[Choice, str] = {"retry": "window.retry", "look": "window.start.look", "rebuild": "window.start.rebuild"}


class StartDialog(QDialog):
    """`choice` holds what was chosen; closing it means to quit."""

    def __init__(
        self, error: DeskError, home: Path, phrases: Phrases, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.choice: Choice = "quit"
        say = phrases.say
        self.setWindowTitle(say("window.start.title"))
        self.setMinimumWidth(520)
        way = WAYS_OUT.get(error.code)
        words = Label(say(error.code, **error.facts), wrap=True, copies=True)
        told = down(Label(say("window.start.title"), "head"), words, gap=8)
        if way == "rebuild":
            told.addWidget(Label(say("window.start.rebuild-what"), "quiet", wrap=True))
        told.addWidget(Label(say("window.start.home", path=str(home)), "quiet", wrap=True, copies=True))
        told.addWidget(Label(say("window.notice.code", code=error.code), "quiet", copies=True))
        above = across(down(Sign(theme, "octagon-alert", "bad", 24), 1), gap=14)
        above.addLayout(told, 1)
        choices = across(1, Button(theme, say("window.start.quit"), self.reject), gap=8)
        offered: list[Choice] = ["retry", way] if way else ["retry"]
        for choice in offered:
            press = partial(self._choose, choice)
            button = Button(theme, say(_SAID[choice]), press, primary=choice == offered[-1])
            button.setDefault(choice == offered[-1])
            choices.addWidget(button)
            button.setFocus()
        box = down(above, 1, choices, gap=20, margins=(24, 22, 24, 18))
        self.setLayout(box)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)

    @Slot()
    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        self.accept()
