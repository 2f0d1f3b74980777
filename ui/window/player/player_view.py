"""The player: one recording, looked at. In: an id and a position. Out: what it shows, and `back`.

Order of an opening: what is it and may it be played (ShowRecording); a reason where the bureau asks
for one; the journal entry (OpenViewing), without which nothing is opened; then stills; then the film.
While a proxy is still owed the player waits for it and opens by itself.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from recorder_desk.domain import facts as f
from recorder_desk.domain.recording import RecordingDetail
from recorder_desk.errors import DeskError
from recorder_desk.queries.recordings import ShowRecording
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.cases.link_dialog import LinkDialog
from ui.window.page import WindowContext
from ui.window.player.curtain import Curtain
from ui.window.player.deck import Deck
from ui.window.player.entry import Entry
from ui.window.player.head import Head
from ui.window.player.keys import EXPORTS, PARTS, act_of
from ui.window.player.mark_side import MarkSide
from ui.window.player.reel import bands_of, reel_of, stills_of
from ui.window.player.refusal import say_why
from ui.window.player.stills import ReadStills, Stills, read_stills
from ui.window.player.take_bar import TakeBar
from ui.window.player.telling import Telling
from ui.window.player.waiting import Waiting
from ui.window.player.watched import Watched
from ui.window.theme import Theme
from ui.window.widgets.controls import across

_VOLUME = "player.volume"


class PlayerView(QWidget):
    """Shows one recording at a time; `close_media` before the window goes."""

    back = Signal()
    """The person is done looking."""
    together = Signal(str)
    """The person wants to see what else ran while this recording did."""
    say = Signal(str)
    """A short sentence that something was done."""
    export_wanted = Signal(str, int, int, int)
    """`still` or `clip`, where it stands, and the chosen range (from, until; ms; 0 until: to the end)."""

    def __init__(
        self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext, *, beside: bool = False
    ) -> None:
        """`context` gives the actor, the setting for reasons, and remembers the volume. `beside`: it is a part of a
        page that has letters of its own, and no room for marks."""
        super().__init__()
        self._beside = beside
        self.bridge, self.phrases, self.theme, self.context = bridge, phrases, theme, context
        self._recording, self._at_ms, self._question = "", 0, 0
        self._reason, self._plays, self._viewing = "", False, ""
        self._detail: RecordingDetail | None = None
        self.deck: Deck | None = None
        self.head, self.curtain = Head(phrases, theme), Curtain(phrases, theme)
        self.entry = Entry(bridge, phrases, self.curtain, self)
        self.waiting = Waiting(bridge, self.curtain, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.take = TakeBar(bridge, phrases, theme)
        column.addWidget(self.head)
        column.addWidget(self.take)
        self.marks = MarkSide(bridge, phrases, theme, context, self)
        self._stage = QStackedLayout()
        row = across(gap=0)
        row.addLayout(self._stage, 1)
        row.addWidget(self.marks.panel)
        column.addLayout(row, 1)
        self._stage.addWidget(self.curtain)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(phrases.say("player.title"))
        bridge.session.desk.answer_live(ReadStills, read_stills)
        self.head.back.connect(self.back)
        self.take.go.connect(self._go_on)
        self.head.link_wanted.connect(self.link_range)
        self.head.together_wanted.connect(self.together)
        self.entry.entered.connect(self._take_entry)
        self.entry.refused.connect(self._refuse)
        self.waiting.refused.connect(self._refuse)
        self.waiting.again.connect(self._ask)
        self.marks.left.connect(self.setFocus)
        self.marks.panel.say.connect(self.say)
        bridge.facts.connect(self._hear_facts)

    @property
    def recording(self) -> str:
        """The id of what is shown, or ''."""
        return self._recording

    def open(self, recording_id: str, at_ms: int = 0, reason: str = "", *, plays: bool = False) -> None:
        """Show a recording from a position; what was shown before is closed. `reason`: as given for its take."""
        self.close_media()
        self._recording, self._at_ms, self._reason, self._plays = recording_id, at_ms, reason, plays
        self.curtain.say("loader", "", self.phrases.say("player.opening"))
        self._ask()
        self.setFocus()

    def close_media(self) -> None:
        """Let go of the file and forget what was shown. Repeatable."""
        self.bridge.forget(self._question)
        self.entry.leave()
        self._recording, self._detail, self._ordered = "", None, False
        self._drop_deck()
        self.marks.leave()
        self.waiting.follow("", owed=False)
        self.head.show_detail(None, "")
        self.take.show_detail(None)

    def _drop_deck(self) -> None:
        if self.deck is not None:
            self.deck.close_media()
            self._stage.removeWidget(self.deck)
            self.deck.deleteLater()
            self.deck = None
        self._stage.setCurrentWidget(self.curtain)

    # -- what is it ------------------------------------------------------------------------------

    def _ask(self) -> None:
        question = ShowRecording(self._recording)
        self._question = self.bridge.ask(question, self._take_detail, self._refuse, self._question)

    def _take_detail(self, detail: RecordingDetail) -> None:
        if detail.row.id != self._recording:
            return
        self._detail = detail
        self.waiting.follow(self._recording, owed=self.deck is None and detail.play_role == "none")
        self.head.show_detail(detail, why_no_link(detail, self.context.mode, self.phrases))
        self.take.show_detail(detail)
        if self.deck is not None:
            self.deck.timeline.set_bands(bands_of(detail))
            self.marks.show_links(detail.links)
        elif detail.play_role == "none":
            say_why(self.curtain, detail, self.phrases)
            self._read_stills()
        elif not self._ordered:
            self._ordered = True
            self.entry.ask(self._recording, self._reason)

    @Slot(object)
    def _refuse(self, error: DeskError) -> None:
        self._drop_deck()
        title, said = self.phrases.say("player.refused"), self.phrases.say(error.code, **error.facts)
        self.curtain.say("circle-alert", "bad", title, said, self.phrases.say("player.code", code=error.code))

    @Slot(str)
    def _take_entry(self, viewing: str) -> None:
        self._viewing = viewing
        if self.deck is None:
            self._read_stills()

    def _read_stills(self) -> None:
        if self._detail is not None:
            self.bridge.ask(stills_of(self._detail), self._take_stills, self._refuse)

    def _take_stills(self, stills: Stills) -> None:
        detail = self._detail
        if detail is None or self.deck is not None:
            return
        if detail.play_role == "none":
            self.curtain.show_poster(stills.picture)
            return
        reel = reel_of(detail, stills, self.context.actor)
        volume = min(100, self.context.memory.number(_VOLUME, 80))  # who boosted it last did so for that one
        self.deck = Deck(reel, self.phrases, self.theme, volume, self.bridge.session.frames)
        self.deck.failed.connect(self._break_off)
        self._stage.addWidget(self.deck)
        self._stage.setCurrentWidget(self.deck)
        if self.deck.drive is not None:
            self.deck.drive.changed.connect(self._keep_volume)
        self.deck.ended.connect(self.take.play_on)
        Watched(self.bridge, self._viewing, self.deck)
        self.deck.asked.connect(self.act)
        self.deck.left.connect(self.setFocus)
        self.deck.start(self._at_ms, plays=self._plays)
        if not self._beside:
            self.marks.follow(self._recording, self.deck, detail.links)
        Telling(self.bridge, self.phrases, self._recording, self.deck)
        self.setFocus()  # it was perhaps in the reason; every key is the player's now

    @Slot(str)
    def _break_off(self, code: str) -> None:
        self._drop_deck()
        title, known = self.phrases.say("player.stopped"), self.phrases.say("player.safe")
        self.curtain.say("circle-alert", "bad", title, self.phrases.say(code), known)

    @Slot()
    def _keep_volume(self) -> None:
        if self.deck is not None and self.deck.drive is not None:
            self.context.memory.keep(_VOLUME, self.deck.drive.volume)

    @Slot(object)
    def _hear_facts(self, facts: tuple[f.Fact, ...]) -> None:
        if self._recording and any(getattr(each, "recording", "") == self._recording for each in facts):
            if all(isinstance(each, f.RecordingViewed | f.RecordingWatched) for each in facts):
                return
            self._ask()

    # -- hands -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every act has a key (keys.py)."""
        if not self.act(act_of(event, beside=self._beside)):
            super().keyPressEvent(event)

    @Slot(str)
    def act(self, name: str) -> bool:
        """Do what a key or a button asks; False when there is no such act now."""
        own = {"leave": self.back.emit, "link_range": self.link_range, "together": self.head.ask_together}
        if name in own:
            own[name]()
        elif name in PARTS:
            self.take.step(PARTS[name])
        elif self.deck is not None and name in EXPORTS.get(self.deck.reel.kind, ()):
            self.export_wanted.emit(name, self.deck.position_ms, *self.deck.shown_range)
        else:
            return self.marks.act(name) or (self.deck is not None and self.deck.act(name))
        return True

    @Slot(str, bool)
    def _go_on(self, recording: str, plays: bool) -> None:
        self.open(recording, 0, self.entry.reason, plays=plays)

    @Slot()
    def link_range(self) -> None:
        """Give the chosen range (or the whole) a place in a case."""
        if self._detail is None or why_no_link(self._detail, self.context.mode, self.phrases):
            return
        since, until = self.deck.shown_range if self.deck else (0, 0)
        LinkDialog(self.bridge, self.phrases, self.theme, self.context, [self._recording], self, since, until).open()


def why_no_link(detail: RecordingDetail, mode: str, phrases: Phrases) -> str:
    """Why a recording cannot be linked from here, or ''."""
    if mode != "work":
        return phrases.say("player.look-only")
    return phrases.say("link.recording-sealed") if detail.row.state == "sealed" else ""
