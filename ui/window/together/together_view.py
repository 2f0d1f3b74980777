"""Several recordings, looked at in step. In: a recording to find others for, or two to four of them. Out: `back`.

Order of an opening: which (the choice), what is it and where does it lie, a reason where one is asked and an entry in
the journal for each, then the films. What cannot be played now is left out, and that is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from recorder_desk.domain.alignment import MOST_TOGETHER, Overlap
from recorder_desk.errors import DeskError
from recorder_desk.queries.alignments import Overlapping
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.page import WindowContext
from ui.window.player.curtain import Curtain
from ui.window.player.player_view import PlayerView
from ui.window.theme import Theme
from ui.window.together.choice import Choice
from ui.window.together.gather import Gather, Opened
from ui.window.together.keys import act_of
from ui.window.together.together_deck import TogetherDeck
from ui.window.widgets.controls import IconButton, across, down, frame
from ui.window.widgets.label import ElidedLabel, Label


class TogetherView(QWidget):
    """One set at a time; `close_media` before the window goes."""

    back = Signal()
    opening = Signal()
    """Something is about to be shown here."""
    said = Signal(str)
    """A short sentence that something was done."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        super().__init__()
        self.bridge, self.phrases, self.theme, self.context = bridge, phrases, theme, context
        self.deck: TogetherDeck | None = None
        self._question = 0
        self.curtain, self.choice = Curtain(phrases, theme), Choice(phrases, theme)
        self.gather = Gather(bridge, phrases, self.curtain, self)
        self._stage = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addLayout(self._stage, 1)
        self._stage.addWidget(self.curtain)  # not before: a stack shows its first at once, as a window of its own
        self._stage.addWidget(self.choice)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(phrases.say("together.title"))
        self.choice.chosen.connect(self.open)
        self.gather.ready.connect(self._take)
        self.gather.refused.connect(self._refuse)

    def stand_beside(self, player: PlayerView, stack: QStackedWidget) -> None:
        """It comes in the player's place when others are to be seen too; who leaves it has closed it."""
        stack.addWidget(self)
        player.together.connect(self.open_with)
        self.opening.connect(player.close_media)
        self.opening.connect(partial(stack.setCurrentWidget, self))

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown: nothing plays on behind it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.close_media()

    def _head(self) -> QFrame:
        say = self.phrases.say
        self._back = IconButton(self.theme, "arrow-left", say("player.back"), self.back.emit, size=20, token="text")
        self.title, self.about = Label(say("together.title"), "head"), ElidedLabel("", "quiet")
        names = down(self.title, self.about, gap=2)
        row = across(self._back, gap=8, margins=(8, 8, 16, 8))
        row.addLayout(names, 1)
        return frame("bar", row)

    # -- opening -------------------------------------------------------------------------------------

    @Slot(str)
    def open_with(self, recording: str) -> None:
        """Offer what ran at the same time as a recording."""
        self.close_media()
        self._wait()
        query = Overlapping(recording)
        self._question = self.bridge.ask(query, partial(self._offer, recording), self._refuse, self._question)
        self.setFocus()

    def _offer(self, recording: str, overlaps: tuple[Overlap, ...]) -> None:
        self.choice.offer(recording, overlaps)
        self._stage.setCurrentWidget(self.choice)

    @Slot(object)
    def open(self, recordings: Sequence[str]) -> None:
        """Show these in step; the first is the time line."""
        self.close_media()
        self._wait()
        self.gather.ask(tuple(recordings))
        self.setFocus()

    def _wait(self) -> None:
        self.opening.emit()
        self.curtain.say("loader", "", self.phrases.say("player.opening"))
        self._stage.setCurrentWidget(self.curtain)

    def close_media(self) -> None:
        """Let go of every file and forget what was shown. Repeatable."""
        self.bridge.forget(self._question)
        self.gather.leave()
        self.about.setText("")
        if self.deck is not None:
            self.deck.close_media()
            self._stage.removeWidget(self.deck)
            self.deck.deleteLater()
            self.deck = None
        self._stage.setCurrentWidget(self.curtain)

    @Slot(object)
    def _take(self, told: tuple[tuple[Opened, ...], tuple[str, ...]]) -> None:
        opened, left_out = told
        if len(opened) < 2:
            self._say_too_few(left_out)
            return
        self.deck = TogetherDeck(opened, self.bridge, self.phrases, self.theme, self.context)
        self.deck.said.connect(self.said)
        self._stage.addWidget(self.deck)
        self._stage.setCurrentWidget(self.deck)
        self.deck.start()
        names = ", ".join(left_out)
        self.about.setText(
            self.phrases.say("together.left-out", names=names) if left_out else self.phrases.say("together.hint")
        )
        self.setFocus()

    def _say_too_few(self, left_out: tuple[str, ...]) -> None:
        say = self.phrases.say
        self.curtain.say(
            "hourglass", "care", say("together.too-few"), say("together.left-out", names=", ".join(left_out))
        )
        self._stage.setCurrentWidget(self.curtain)

    @Slot(object)
    def _refuse(self, error: DeskError) -> None:
        say = self.phrases.say
        title, code = say("player.refused"), say("player.code", code=error.code)
        self.curtain.say("circle-alert", "bad", title, say(error.code, **{"most": MOST_TOGETHER, **error.facts}), code)
        self._stage.setCurrentWidget(self.curtain)

    # -- hands ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every act has a key (keys.py)."""
        act = act_of(event)
        if act == "leave":
            self.back.emit()
        elif not (act and self.deck is not None and self.deck.act(act)):
            super().keyPressEvent(event)
