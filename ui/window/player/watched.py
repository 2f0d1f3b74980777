"""What is seen of an opened recording. In: a deck that shows it. Out: notes to the desk, and the line over the picture.

Looks at what the player shows whenever it shows something else, and keeps the spans (`domain/viewing.py` says what
counts). They are noted every few minutes and at the end, so that a crash loses no more. A picture counts only while it
can be seen, a sound only while it can be heard.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Slot

from recorder_desk.commands.recordings import NoteWatched
from recorder_desk.domain.viewing import MOST_SPANS, Sighting, Span, seen, union
from recorder_desk.errors import DeskError
from ui.window.bridge import DeskBridge
from ui.window.player.deck import Deck
from ui.window.player.engine_motion import EngineMotion
from ui.window.player.frames import rate_of
from ui.window.player.motion import Motion

NOTE_EVERY_MS = 120_000
TICK_MS = 1000
_FALLBACK_RATE = 25


class Watched(QObject):
    """One viewing: begun with its id and its deck, over when the deck closes."""

    def __init__(self, bridge: DeskBridge, viewing: str, deck: Deck) -> None:
        """Looks from now on."""
        super().__init__(deck)
        self._bridge, self._viewing, self._deck = bridge, viewing, deck
        self._sound = deck.reel.kind == "audio"
        rate = rate_of(deck.reel.frame_rate) or _FALLBACK_RATE
        self._lasts_ms = 0 if self._sound else int(-(-1000 // rate))  # rounded up: frames side by side touch
        self._begun = self._sound  # a picture is seen from its first frame on
        self._before: Sighting | None = None
        self._spans: tuple[Span, ...] = ()
        self._shown_ms = 0
        self._clock, self._since_tick = QElapsedTimer(), QElapsedTimer()
        self._clock.start()
        self._since_tick.start()
        self._ticking, self._noting = QTimer(self), QTimer(self)
        for timer, every, slot in ((self._ticking, TICK_MS, self._tick), (self._noting, NOTE_EVERY_MS, self.note)):
            timer.setInterval(every)
            timer.timeout.connect(slot)
            timer.start()
        if deck.motion is not None:
            deck.motion.framed.connect(self._begin)
            deck.motion.moved.connect(self._look)
        deck.closing.connect(self._end)
        self._say_who()

    @property
    def on_screen(self) -> bool:
        """Whether what is shown can be seen, or what is played heard."""
        if self._sound:
            return self._deck.drive is not None and self._deck.drive.volume > 0
        return self._deck.isVisible() and not self._deck.window().isMinimized()

    @Slot()
    def _begin(self) -> None:
        self._begun = True

    @Slot()
    def _look(self) -> None:
        motion = self._deck.motion
        if motion is None or not self._begun or not self.on_screen:
            self._before = None
            return
        backward = motion.backward if isinstance(motion, Motion) else 0.0
        speed = -backward or (motion.speed if motion.playing else 0.0)
        leapt = motion.seeking and not backward  # backwards every frame is asked for
        now = Sighting(motion.position_ms, self._lasts(motion), speed, self._clock.elapsed(), leapt)
        self._spans = union(self._spans, seen(self._before, now))
        self._before = now
        if len(self._spans) >= MOST_SPANS // 2:
            self.note()

    def _lasts(self, motion: EngineMotion) -> int:
        """How long the frame that is shown lasts, as its film tells; else by the rate (ms, rounded up)."""
        index = motion.index if isinstance(motion, Motion) else None
        if index is None:
            return self._lasts_ms
        since, until = index.span_us(motion.frame)
        return -(-(until - since) // 1000)

    @Slot()
    def _tick(self) -> None:
        passed = self._since_tick.restart()
        if self._sound or self.on_screen:
            self._shown_ms += passed
        self._look()
        self._say_who()

    def _say_who(self) -> None:
        actor = self._bridge.session.actor.name
        self._deck.set_overlay(f"{actor}  {datetime.now().astimezone():%Y-%m-%d %H:%M:%S}")

    @Slot()
    def note(self) -> None:
        """Tell the desk what was seen since the last time, where there is something new."""
        if self._spans:
            self._send(partial(self._take_back, self._spans, self._shown_ms))

    def _send(self, failed: partial[None] | None) -> None:
        command = NoteWatched(self._viewing, self._spans, self._shown_ms)
        self._spans, self._shown_ms = (), 0
        self._bridge.do(command, None, failed)

    def _take_back(self, spans: tuple[Span, ...], shown_ms: int, error: DeskError) -> None:
        """It was not noted: the next note tells it too."""
        self._spans, self._shown_ms = union(self._spans, spans), self._shown_ms + shown_ms

    @Slot()
    def _end(self) -> None:
        for timer in (self._ticking, self._noting):
            timer.stop()
        self._tick()
        if self._spans or self._shown_ms:
            self._send(None)
