"""The part of the inspector with tags and notes. In: page and recording. Out: the dialog that changes them."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from recorder_desk.domain.saying import Said
from recorder_desk.domain.tagging import NOTE_FIELDS
from recorder_desk.queries.tagging import SaidOf
from ui.window.page import Page
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import Label, plain_tip
from ui.window.widgets.link_card import labelled
from ui.window.widgets.say_dialog import CHOICES, KEYS, say_of


class SaidPart(QWidget):
    """What people say of the recording, and a way to say more."""

    def __init__(self, page: Page, recording: str) -> None:
        """Asks at once."""
        super().__init__()
        self._page, self._recording = page, recording
        say = page.phrases.say
        self.button = Button(page.theme, say("saying.open"), self._open, icon="pencil", flat=True)
        self.button.setToolTip(plain_tip(f"{say('saying.title')}  {KEYS}"))
        self._box = down(across(Label(say("saying.title"), "section"), 1, self.button), gap=6)
        self.setLayout(self._box)
        page.bridge.ask(SaidOf((recording,)), self._show)

    def _show(self, found: tuple[Said, ...]) -> None:
        if not shiboken6.isValid(self):
            return  # another recording is shown by now
        phrases = self._page.phrases
        rows = [
            (phrases.say(f"saying.what.{field}"), phrases.word(CHOICES[field][told]) if field in CHOICES else told)
            for each in found
            for field in NOTE_FIELDS
            if (told := getattr(each.notes, field))
        ]
        tags = [tag for each in found for tag in each.tags]
        if tags:
            rows.insert(0, (phrases.say("saying.tags"), "\n".join(tags)))
        self._box.addWidget(
            labelled(rows, phrases) if rows else Label(phrases.say("saying.nothing"), "quiet", wrap=True)
        )

    @Slot()
    def _open(self) -> None:
        say_of(self._page, [self._recording])
