"""What the desk suggests for a recording without a place, in the inspector. In: a page and a recording. Out: a link, or
the wish to choose the record item."""

from __future__ import annotations

from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from recorder_desk.commands.tagging import LinkRecordings
from recorder_desk.domain.suggesting import Suggested, Suggestion
from recorder_desk.errors import DeskError
from recorder_desk.queries.suggesting import SuggestionsFor
from ui.link_words import reasons
from ui.window.page import Page
from ui.window.widgets.controls import Button, Sign, across, down, frame
from ui.window.widgets.label import Label, plain_tip

SHOWN = 3
KEYS = "Ctrl+Return"


class SuggestPart(QWidget):
    """Hidden until it is known what is suggested; then candidates with their reasons, or why there is none."""

    chosen = Signal(str)
    """The case is accepted (id), its record item is still to be chosen."""

    def __init__(self, page: Page, recording: str) -> None:
        """Asks at once."""
        super().__init__()
        self._page, self._recording = page, recording
        self.buttons: list[Button] = []
        self._box = down(gap=6)
        self.setLayout(self._box)
        self.hide()
        page.bridge.ask(SuggestionsFor(recording), self._show, self._missed)

    def _show(self, found: Suggested) -> None:
        if not shiboken6.isValid(self):
            return  # another recording is shown by now
        phrases = self._page.phrases
        self._box.addWidget(Label(phrases.say("window.suggest.title"), "section"))
        for number, each in enumerate(found.candidates[:SHOWN]):
            self._box.addWidget(self._card(each, first=not number, sure=found.sure and not number))
        self._box.addWidget(Label(phrases.say(found.why_not or "suggest.sure"), "quiet", wrap=True))
        for miss in found.misses:
            self._box.addWidget(Label("· " + phrases.say(miss.code, **miss.facts), "quiet", wrap=True))
        self.show()

    def _card(self, told: Suggestion, *, first: bool, sure: bool) -> QWidget:
        say, theme = self._page.phrases.say, self._page.theme
        lines = down(Label(f"{told.number}  {told.item}".rstrip(), "small"), gap=2)
        for reason in told.reasons:
            lines.addWidget(Label(say(reason.code, **reason.facts), "quiet", wrap=True))
        words = say("window.suggest.accept" if told.item else "window.suggest.choose", number=told.number)
        button = Button(theme, words, partial(self._accept, told), icon="link", primary=sure)
        if first:
            button.setShortcut(QKeySequence(KEYS))
            shown = QKeySequence(KEYS).toString(QKeySequence.SequenceFormat.NativeText)
            button.setToolTip(plain_tip(f"{words}  {shown}"))
        button.setEnabled(self._page.context.mode == "work")
        self.buttons.append(button)
        lines.addSpacing(4)
        lines.addLayout(across(button, 1))
        sign = Sign(theme, "circle-check" if sure else "file-question-mark", "good" if sure else "quiet", 16)
        line = across(down(sign, 1), gap=8, margins=(10, 9, 10, 9))
        line.addLayout(lines, 1)
        return frame("card", line)

    def _accept(self, told: Suggestion) -> None:
        if not told.item:
            self.chosen.emit(told.case)
            return
        say = self._page.phrases.say
        why = reasons(told.reasons, self._page.phrases)
        command = LinkRecordings((self._recording,), told.case, told.item, say("window.suggest.reason", why=why))
        self._page.bridge.do(command, self._linked, self._missed)

    def _linked(self, facts: Any) -> None:
        self._page.say.emit(self._page.phrases.say("window.link.linked", count=len(facts)))

    def _missed(self, error: DeskError) -> None:
        if shiboken6.isValid(self):
            self._page.notice.emit(error)
