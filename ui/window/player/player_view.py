"""The player: one recording, looked at. In: an id and a position. Out: what it shows, and `back`.

Order of an opening: what is it and may it be played (ShowRecording); a reason where the bureau asks
for one; the journal entry (OpenViewing), without which nothing is opened; then stills; then the film.
While a proxy is still owed the player waits for it and opens by itself.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from recorder_desk.commands.recordings import OrderRetry
from recorder_desk.domain import facts as f
from recorder_desk.domain.happening import Progress, StepTrouble
from recorder_desk.domain.recording import LinkRow, RecordingDetail
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
from ui.window.player.keys import PARTS, act_of
from ui.window.player.reel import reel_of, stills_of
from ui.window.player.refusal import say_why
from ui.window.player.stills import ReadStills, Stills, read_stills
from ui.window.player.take_bar import TakeBar
from ui.window.player.watched import Watched
from ui.window.theme import Theme
from ui.window.widgets.timeline_ground import Band

_VOLUME = "player.volume"


class PlayerView(QWidget):
    """Shows one recording at a time; `close_media` before the window goes."""

    back = Signal()
    """The person is done looking."""
    together = Signal(str)
    """The person wants to see what else ran while this recording did."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        """`context` gives the actor, the setting for reasons, and remembers the volume."""
        super().__init__()
        self.bridge, self.phrases, self.theme, self.context = bridge, phrases, theme, context
        self._recording, self._at_ms, self._question = "", 0, 0
        self._reason, self._plays, self._viewing = "", False, ""
        self._detail: RecordingDetail | None = None
        self.deck: Deck | None = None
        self.head, self.curtain = Head(phrases, theme), Curtain(phrases, theme)
        self.entry = Entry(bridge, phrases, self.curtain, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.take = TakeBar(bridge, phrases, theme)
        column.addWidget(self.head)
        column.addWidget(self.take)
        self._stage = QStackedLayout()
        column.addLayout(self._stage, 1)
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
        self.curtain.retry_wanted.connect(self._retry)
        bridge.facts.connect(self._hear_facts)
        bridge.progress.connect(self._hear_progress)
        bridge.trouble.connect(self._hear_trouble)

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
        self.head.show_detail(detail, self._why_no_link(detail))
        self.take.show_detail(detail)
        if self.deck is not None:
            self.deck.set_bands(bands_of(detail))
        elif detail.play_role == "none":
            say_why(self.curtain, detail, self.phrases)
            self._read_stills()
        elif not self._ordered:
            self._ordered = True
            self.entry.ask(self._recording, self._reason)

    def _why_no_link(self, detail: RecordingDetail) -> str:
        if self.context.mode != "work":
            return self.phrases.say("player.look-only")
        if detail.row.state == "sealed":
            return self.phrases.say("link.recording-sealed")
        return ""

    @Slot(object)
    def _refuse(self, error: DeskError) -> None:
        self._drop_deck()
        title, said = self.phrases.say("player.refused"), self.phrases.say(error.code, **error.facts)
        self.curtain.say("circle-alert", "bad", title, said, self.phrases.say("player.code", code=error.code))

    # -- the journal, then the media -------------------------------------------------------------

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
        reel = reel_of(detail, stills, bands_of(detail), self.context.actor)
        volume, frames = self.context.memory.number(_VOLUME, 80), self.bridge.session.frames
        self.deck = Deck(reel, self.phrases, self.theme, volume, frames)
        self.deck.failed.connect(self._break_off)
        self._stage.addWidget(self.deck)
        self._stage.setCurrentWidget(self.deck)
        if self.deck.drive is not None:
            self.deck.drive.changed.connect(self._keep_volume)
        self.deck.ended.connect(self.take.play_on)
        Watched(self.bridge, self._viewing, self.deck)
        self.deck.start(self._at_ms, plays=self._plays)
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

    @Slot()
    def _retry(self) -> None:
        self.bridge.do(OrderRetry(self._recording), None, self._refuse)

    # -- what happens meanwhile ------------------------------------------------------------------

    @Slot(object)
    def _hear_facts(self, facts: tuple[f.Fact, ...]) -> None:
        if self._recording and any(getattr(each, "recording", "") == self._recording for each in facts):
            if all(isinstance(each, f.RecordingViewed | f.RecordingWatched) for each in facts):
                return
            self._ask()

    @Slot(object)
    def _hear_progress(self, progress: Progress) -> None:
        waiting = self.deck is None and self._detail is not None and self._detail.play_role == "none"
        if waiting and progress.subject == self._recording and progress.step in ("describe", "proxy"):
            self.curtain.show_progress(None if progress.ended else progress)

    @Slot(object)
    def _hear_trouble(self, trouble: StepTrouble) -> None:
        if self._recording and trouble.subject == self._recording and self.deck is None:
            self._ask()

    # -- hands -----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every act has a key (keys.py)."""
        act = act_of(event)
        if act == "leave":
            self.back.emit()
        elif act == "link_range":
            self.link_range()
        elif act == "together":
            self.head.ask_together()
        elif act in PARTS:
            self.take.step(PARTS[act])
        elif not (act and self.deck is not None and self.deck.drive is not None and self.deck.drive.act(act)):
            super().keyPressEvent(event)

    @Slot(str, bool)
    def _go_on(self, recording: str, plays: bool) -> None:
        self.open(recording, 0, self.entry.reason, plays=plays)

    @Slot()
    def link_range(self) -> None:
        """Give the chosen range (or the whole) a place in a case."""
        if self._detail is None or self._why_no_link(self._detail):
            return
        since, until = self.deck.shown_range if self.deck else (0, 0)
        LinkDialog(self.bridge, self.phrases, self.theme, self.context, [self._recording], self, since, until).open()


def bands_of(detail: RecordingDetail) -> list[Band]:
    """The ranges of a recording that are linked now."""
    return [Band(link.from_ms, link.until_ms, _band_name(link)) for link in detail.links if not link.unlinked_at]


def _band_name(link: LinkRow) -> str:
    return f"{link.item} · {link.case_number}"
