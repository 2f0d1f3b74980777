"""One recording among several: a film that shows its pictures when they are due. In: the time. Out: frames."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtMultimedia import QVideoFrame

from recorder_desk.domain.alignment import ITSELF, Alignment, Lane
from ui.window.player.engine_motion import EngineMotion
from ui.window.player.frames import rate_of
from ui.window.together.keeping import LEAD_MS, Pace
from ui.window.together.shrinking import smaller

MOST_WAITING = 6
_RATE_STEP = 0.004
_SEEK_PATIENCE_MS, _MOST_PATIENCE_MS = 1_500.0, 24_000.0
"""How long one that was sent after the others has to catch up; twice as long each time, for seeking costs a busy
machine more than it gives."""


class Part(QObject):
    """Holds a film at the right place of the common time line."""

    shown = Signal(QVideoFrame)
    """A picture that is due."""
    changed = Signal()
    """`inside`, `broken` or `length_ms` is another now."""

    def __init__(self, lane: Lane, path: str, frame_rate: str, motion: EngineMotion | None = None) -> None:
        """Opens nothing until `open`. `path`: what is played."""
        super().__init__()
        self.lane, self.path = lane, path
        self.alignment: Alignment = lane.alignment or ITSELF
        self.length_ms, self.broken = lane.length_ms, ""
        self.inside, self.audible, self.frames = False, False, 0
        self.has_picture = lane.kind == "video"
        self.frame_ms = 1000 / float(rate_of(frame_rate) or 25)
        self.motion = motion or EngineMotion(self, rate_of(frame_rate), self.has_picture)
        self.wide = 0  # pixels it is shown in while it plays; 0: as it is
        self._pace, self._rate = Pace(), 1.0
        self._waiting: deque[tuple[float, QVideoFrame]] = deque()
        self._runs, self._sent_at, self._patience_ms = False, -1e9, _SEEK_PATIENCE_MS
        self.at_ms: float | None = None
        self._now, self._ran = 0.0, False
        self.motion.framed.connect(self._take)
        self.motion.moved.connect(self._moved)
        self.motion.sized.connect(self._size)
        self.motion.failed.connect(self._fail)
        self.motion.ended.connect(self._end)

    def open(self, time_ms: float) -> None:
        """Load the film where it should be at a time, holding still."""
        self._now = time_ms
        self.inside = self._covers(time_ms)
        self.motion.open(self.path, round(self._position(time_ms)))
        self.motion.set_volume(0.0)

    def close(self) -> None:
        """Let the film go."""
        self._waiting.clear()
        self.motion.close()

    # -- the time line -------------------------------------------------------------------------------

    @property
    def since_ms(self) -> float:
        """Where it begins on the time line."""
        return self.alignment.there(0)

    @property
    def until_ms(self) -> float:
        """Where it ends on the time line."""
        return self.alignment.there(self.length_ms)

    @property
    def due_ms(self) -> float | None:
        """The time of the picture that is shown; None where there is none."""
        return self.alignment.there(self.at_ms) if self.inside and self.at_ms is not None and not self.broken else None

    def in_gap(self, time_ms: float) -> bool:
        """Whether it has nothing at a time: not begun, over, or a hole in it."""
        position = self.alignment.back(time_ms)
        return not self._covers(time_ms) or any(since <= position < until for since, until in self.lane.gaps)

    def _covers(self, time_ms: float) -> bool:
        return self.since_ms <= time_ms < self.until_ms - self.frame_ms / 2

    def _position(self, time_ms: float) -> float:
        return max(0.0, min(self.alignment.back(time_ms), self.length_ms - self.frame_ms))

    # -- told by the conductor -----------------------------------------------------------------------

    def still(self, time_ms: float) -> None:
        """Hold still and show what is there at a time."""
        self._now, self._ran = time_ms, False
        self._stop()
        self._waiting.clear()
        self._pace.forget()
        self._enter(self._covers(time_ms))
        self.motion.seek(round(self._position(time_ms)))

    def tick(self, time_ms: float, speed: float) -> None:
        """Time goes on: begin, go on or stop."""
        self._now, self._ran = time_ms, True
        if self.broken:
            return
        covers = self._covers(time_ms)
        self._enter(covers)
        if not covers:
            self._stop()
            return
        if not self._runs:
            self._begin(time_ms)
        elif self._pace.lost and time_ms - self._sent_at > self._patience_ms:
            self._patience_ms = min(2 * self._patience_ms, _MOST_PATIENCE_MS)
            self._send(time_ms, speed)
        elif self._pace.calm:
            self._patience_ms = _SEEK_PATIENCE_MS
        self._run_at(speed)

    def _begin(self, time_ms: float) -> None:
        """From where it holds still if that is about right, else from where it should be."""
        self._runs = True
        self._pace.forget()
        there = self.at_ms if self.at_ms is not None else -1e9
        if abs(there - self._position(time_ms)) > 2 * self.frame_ms:
            self._send(time_ms, 1.0)
        self.motion.play()

    def _send(self, time_ms: float, speed: float) -> None:
        self._sent_at = time_ms
        self._waiting.clear()
        self._pace.forget()
        self.motion.seek(round(self._position(time_ms + 120 * speed)))

    def _run_at(self, speed: float) -> None:
        self._pace.drift = 1 / (1 + self.alignment.drift_ppm / 1e6)
        rate = speed if self.audible else self._pace.rate(speed)  # the clock follows what is heard
        if abs(rate - self._rate) >= _RATE_STEP * speed or (rate == speed) != (self._rate == speed):
            self._rate = rate
            self.motion.set_speed(rate)

    @property
    def ready_ms(self) -> float | None:
        """Until when its pictures are there; None where nobody need wait for it."""
        if not self._runs or not self.has_picture or self.at_ms is None or self.in_gap(self._now):
            return None
        return self.alignment.there(self._waiting[-1][0] if self._waiting else self.at_ms) + self.frame_ms

    def show_due(self, time_ms: float) -> None:
        """Show the picture of a time, if it came already."""
        due = None
        while self._waiting and self.alignment.there(self._waiting[0][0]) <= time_ms:
            due = self._waiting.popleft()
        if due is not None:
            self._show(due[0], smaller(due[1], self.wide))  # not as they come: most may never be seen

    def _stop(self) -> None:
        if self._runs:
            self._runs = False
            self.motion.pause()

    def _enter(self, inside: bool) -> None:
        if inside != self.inside:
            self.inside = inside
            self.changed.emit()

    def _show(self, at_ms: float, frame: QVideoFrame) -> None:
        self.at_ms, self.frames = at_ms, self.frames + 1
        self.shown.emit(frame)

    # -- what the film says --------------------------------------------------------------------------

    @Slot(QVideoFrame)
    def _take(self, frame: QVideoFrame) -> None:
        at_ms = max(0, frame.startTime()) / 1000
        if not self.inside:  # waiting where it will begin, unseen
            self.at_ms = at_ms
            return
        if not (self._ran and self._runs):
            self._show(at_ms, frame)
            return
        self._pace.note(self._now + self._lead - self.alignment.there(at_ms))
        if len(self._waiting) >= MOST_WAITING:
            self._waiting.popleft()
        self._waiting.append((at_ms, frame))

    @property
    def _lead(self) -> float:
        return 0.0 if self.audible else LEAD_MS

    @property
    def off_ms(self) -> float:
        """How far behind it runs, as far as it was heard."""
        return self._pace.off_ms

    @Slot()
    def _moved(self) -> None:
        if self.has_picture:
            return
        if self._ran and self._runs:
            self._pace.note(self._now - self.alignment.there(self.motion.position_ms))
        self.at_ms = float(self.motion.position_ms)

    @Slot()
    def _size(self) -> None:
        if self.motion.length_ms and self.motion.length_ms != self.length_ms:
            self.length_ms = self.motion.length_ms
            self.changed.emit()

    @Slot()
    def _end(self) -> None:
        self._runs = False

    @Slot(str)
    def _fail(self, code: str) -> None:
        self.broken = code
        self.changed.emit()
