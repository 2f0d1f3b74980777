"""Seeking, one at a time. In: numbers of frames (milliseconds for sound) and frames that arrive.
Out: where the engine is to aim, and the frames that answer.

Aims mid-frame, and believes the frame that arrives, never the position that was asked for. Where
the recorder dropped frames the engine shows the next one there is; going back, the last one before
the hole is looked for.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot
from PySide6.QtMultimedia import QVideoFrame

from ui.window.player.engine import Engine
from ui.window.player.frames import Grid, Numbering, Walk

PATIENCE_MS = (300, 4000)
"""Least and most time to wait for the frame that was asked for; between, six times the slowest so far."""
NEXT_BEST_MS = 250
"""Holding still, another frame than the one asked for means there is none: it is asked for once more,
and when this long nothing better came, believed."""


class Seeker(QObject):
    """Knows which frame is shown, which is on its way, and which is wanted after that."""

    found = Signal(QVideoFrame)
    """A frame to show: `here` is its number."""
    limited = Signal()
    """`frames` is another now."""

    def __init__(self, parent: QObject, engine: Engine, has_picture: bool) -> None:
        """Waits for `begin` with what is asked meanwhile."""
        super().__init__(parent)
        self.grid: Numbering = Grid()
        self.here = self.length_ms = 0
        self.ready = self.playing = self.stopped = False
        self.speed = 1.0
        self._engine, self._has_picture = engine, has_picture
        self._limit = -1  # the first number that turned out to have no frame (sound longer than picture)
        self._furthest = 0  # the highest number a frame was seen for
        self._walk: Walk | None = None  # looking for the last frame before a place without one
        self._in_flight = self._next = -1  # what was asked for, and what is when that has landed
        self._calm = self._backwards = False  # whether it held still when asked; whether by a step back
        self._asked_again = False
        self._kept: QVideoFrame | None = None
        self._sent, self._slowest_ms = QElapsedTimer(), 0
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self._give_up_waiting)

    @property
    def frames(self) -> int:
        """How many frames there are, as far as the length tells (0 for sound)."""
        if not self._has_picture or not self.length_ms:
            return 0
        return self._limit if self._limit >= 0 else self.grid.count(self.length_ms)

    @property
    def seeking(self) -> bool:
        """Whether a frame that was asked for has not arrived yet."""
        return self._in_flight >= 0

    @property
    def target(self) -> int:
        """What will be shown when all that was asked for has landed."""
        if self._next >= 0:
            return self._next
        return self._in_flight if self._in_flight >= 0 else self.here

    def ask(self, target: int, *, backwards: bool = False) -> None:
        """Go there, at once or when the seek in flight has landed; `backwards`: it is a step back."""
        if self._has_picture and self.frames:
            target = min(target, self.frames - 1)
        self._next, self._backwards = max(0, target), backwards
        if self.ready and self._in_flight < 0:
            self._send()

    def begin(self, first: QVideoFrame | None, grid: Numbering, at_ms: int) -> None:
        """The film is open: its first frame is there (None for sound); go on to a position."""
        self.grid, self.ready = grid, True
        wanted, self._next = self._next, -1
        if first is not None:
            self._show(first)
        if wanted < 0:
            wanted = grid.at(at_ms) if self._has_picture else at_ms
        if wanted != self.here:  # a busy engine may have dropped the first frame
            self.ask(wanted)

    def renumber(self, grid: Numbering) -> None:
        """Count frames in another way from now on; what is shown, on its way or wanted stays the same."""
        before, self.grid = self.grid, grid
        if self.ready:
            self.here, self._in_flight, self._next = (
                each if each < 0 else grid.at(before.aim_ms(each)) for each in (self.here, self._in_flight, self._next)
            )
        self._limit, self._furthest, self._walk = -1, self.here, None

    def stop(self) -> None:
        """Wait for nothing any more."""
        self._patience.stop()
        self._in_flight = self._next = -1
        self.ready = False

    def _send(self) -> None:
        self._in_flight, self._next = self._next, -1
        if self.stopped:  # a stopped engine shows nothing; holding still it does
            self.stopped = False
            self._engine.hold()
        self._calm, self._asked_again = not self.playing, False
        self._sent.start()
        self._aim()

    def _aim(self) -> None:
        self._engine.aim(self.grid.aim_ms(self._in_flight) if self._has_picture else self._in_flight)
        self._patience.start(self._wait_ms())

    def _wait_ms(self) -> int:
        least, most = PATIENCE_MS
        near_end = self.frames - self._in_flight < 120 * self.grid.rate
        if not self._has_picture or self._in_flight <= self._furthest or not near_end:
            return most
        return min(most, max(least, 6 * self._slowest_ms if self._slowest_ms else most // 2))

    # -- what arrives ----------------------------------------------------------------------------

    def take(self, frame: QVideoFrame) -> None:
        """A frame came: the answer, or the next of a playing film, or another than was asked for."""
        if self._in_flight < 0:
            self._show(frame)
        elif self._answers(frame):
            self._slowest_ms = max(self._slowest_ms, self._sent.elapsed())
            self._show(frame)
            self.land()
        else:
            self._kept = frame
            if self._calm:
                self._patience.start(max(NEXT_BEST_MS, 3 * self._slowest_ms))

    def land(self) -> None:
        """What was asked for is there (or never will be): go on to what is wanted next."""
        if self._in_flight < 0:
            return
        self._patience.stop()
        self._in_flight, self._kept = -1, None
        if self._next >= 0:
            self._walk = None
            self._send()
        elif self._walk is not None:
            target = self._walk.after(self.here)
            if target < 0:
                self._walk = None
            else:
                self.ask(target, backwards=self._backwards)

    def _answers(self, frame: QVideoFrame) -> bool:
        ahead = self.grid.index(frame.startTime()) - self._in_flight
        return ahead == 0 or (self.playing and 0 < ahead <= self.grid.rate * max(1.0, self.speed) / 2)

    def _show(self, frame: QVideoFrame) -> None:
        self.here = self.grid.index(frame.startTime())
        self._furthest = max(self._furthest, self.here)
        if 0 <= self._limit <= self.here:  # it was only slow in coming
            self._limit = -1
            self.limited.emit()
        self.found.emit(frame)

    @Slot()
    def _give_up_waiting(self) -> None:
        kept, target = self._kept, self._in_flight
        if kept is not None and self._calm and not self._asked_again:  # a busy engine may show an old frame first
            self._asked_again, self._kept = True, None
            self._aim()
            return
        if kept is not None:
            if self._calm and self._backwards and self.grid.index(kept.startTime()) > target:
                self._walk_back(target)
            else:
                self._show(kept)
        elif self._wait_ms() < PATIENCE_MS[1] and self._next < 0:
            self._limit = target  # the sound goes on after the last picture
            self._walk_back(target)
            self.limited.emit()
        self.land()

    def _walk_back(self, target: int) -> None:
        self._walk = self._walk or Walk(target)
        self._walk.nothing_at(target)
