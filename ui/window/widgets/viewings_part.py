"""The part of the inspector with viewings: who looked, when, why, and how much was seen. In: page and recording."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from recorder_desk.domain.facts import Fact, RecordingViewed, RecordingWatched
from recorder_desk.domain.viewing import SeenRow, ViewingRow
from recorder_desk.queries.viewings import Seen, Viewings
from ui.formats import local_time
from ui.viewing_words import how_much
from ui.window.page import Page
from ui.window.theme import Theme
from ui.window.widgets.controls import down, empty
from ui.window.widgets.label import Label

SHOWN = 5
_ASKED = 200


class SeenStrip(QWidget):
    """A recording from its beginning to its end: what one person has seen of it is filled."""

    def __init__(self, theme: Theme, row: SeenRow, words: str) -> None:
        """`words` are what screen readers say."""
        super().__init__()
        self._theme, self._row = theme, row
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A thin line."""
        return QSize(120, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and on it what was seen: never thinner than can be made out."""
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("edge"))
        painter.drawRect(self.rect())
        painter.setBrush(self._theme.colour("accent"))
        for since, until in self._row.spans:
            left, right = (self.width() * at / self._row.length_ms for at in (since, until))
            painter.drawRect(QRectF(left, 0, max(1.5, right - left), self.height()))


class ViewingsPart(QWidget):
    """What each person has seen, then the newest viewings."""

    def __init__(self, page: Page, recording: str) -> None:
        """Asks at once, and again with every viewing of this recording."""
        super().__init__()
        self._page, self._recording, self._question = page, recording, 0
        self._box = down(gap=4)
        self.setLayout(self._box)
        page.bridge.facts.connect(self._hear)
        self._ask()

    def _ask(self) -> None:
        question = Viewings(self._recording, limit=_ASKED)
        self._question = self._page.bridge.ask(question, self._take_viewings, None, self._question)

    def _take_viewings(self, rows: tuple[ViewingRow, ...]) -> None:
        if shiboken6.isValid(self):
            told = partial(self._show, rows)
            self._question = self._page.bridge.ask(Seen(self._recording), told, None, self._question)

    def _show(self, rows: tuple[ViewingRow, ...], seen: tuple[SeenRow, ...]) -> None:
        if not shiboken6.isValid(self):
            return  # another recording is shown by now
        phrases = self._page.phrases
        empty(self._box)
        self._box.addWidget(Label(phrases.say("viewing.part.title"), "section"))
        if not rows:
            self._box.addWidget(Label(phrases.say("viewing.part.none"), "quiet", wrap=True))
        for person in seen:
            words = phrases.say("viewing.part.seen", actor=person.actor, told=how_much(person, phrases))
            self._box.addWidget(Label(words, "small", wrap=True))
            if person.length_ms:
                self._box.addWidget(SeenStrip(self._page.theme, person, words))
        for row in rows[:SHOWN]:
            self._box.addSpacing(4)
            self._box.addWidget(Label(row.reason or phrases.say("viewing.part.no-reason"), "small", wrap=True))
            told = " · ".join((local_time(row.viewed_at), row.actor, phrases.word(row.source)))
            for line in (told, how_much(row, phrases)):
                self._box.addWidget(Label(line, "quiet", wrap=True))
        if len(rows) > SHOWN:
            self._box.addWidget(Label(phrases.say("viewing.part.more", count=len(rows) - SHOWN), "quiet"))

    @Slot(object)
    def _hear(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(each, RecordingViewed | RecordingWatched) and each.recording == self._recording
               for each in facts):  # fmt: skip
            self._ask()
