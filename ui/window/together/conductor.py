"""One clock for several films. In: wishes (play, go to, hear that one, nudge). Out: where the time line stands.

The chosen film's sound cannot be stretched unheard: where it runs, the clock follows it, and the others follow the
clock. A film that has nothing to show there waits; it stops no other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from recorder_desk.domain.alignment import Alignment
from ui.window.together.keeping import CALM_MS, apart
from ui.window.together.part import Part

TICK_MS = 8
SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0)
WAITED_MS = 120.0
"""So long all pictures wait for one that is late."""
_SLEW_MS = 0.8
_STALLED_MS = 250.0
"""A tick that comes later (the window was busy) does not move the clock by more."""


class Conductor(QObject):
    """Moves two to four parts along one time line."""

    moved = Signal()
    """`time_ms` or `playing` is another now."""
    changed = Signal()
    """Something chosen is another now: sound, speed, alignments."""

    def __init__(self, parts: Sequence[Part], parent: QObject | None, now: Callable[[], float] = monotonic) -> None:
        """The time line is the first part's. `now` in seconds."""
        super().__init__(parent)
        self.parts = tuple(parts)
        self.playing, self.speed, self.chosen, self.volume = False, 1.0, 0, 80
        self.time_ms, self._now, self._told_at = 0.0, now, 0.0
        self.farthest_ms = 0.0
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)
        self.time_ms = self.first_shared_ms
        for part in self.parts:
            part.setParent(self)

    def open(self, time_ms: float | None = None) -> None:
        """Load every film and hold still."""
        self.time_ms = self.first_shared_ms if time_ms is None else self._within(time_ms)
        for part in self.parts:
            part.open(self.time_ms)
        self.choose(self.chosen)
        self.moved.emit()

    def close(self) -> None:
        """Let every film go."""
        self._timer.stop()
        for part in self.parts:
            part.close()

    @property
    def since_ms(self) -> float:
        """Where the earliest begins."""
        return min(part.since_ms for part in self.parts)

    @property
    def until_ms(self) -> float:
        """Where the last one ends."""
        return max(part.until_ms for part in self.parts)

    @property
    def first_shared_ms(self) -> float:
        """From where all run, if they ever do; else where the earliest begins."""
        latest = max(part.since_ms for part in self.parts)
        return latest if latest < min(part.until_ms for part in self.parts) else self.since_ms

    def _within(self, time_ms: float) -> float:
        return max(self.since_ms, min(time_ms, self.until_ms))

    # -- wishes --------------------------------------------------------------------------------------

    def play(self) -> None:
        """Go on; from the beginning when at the end."""
        if self.playing:
            return
        if self.time_ms >= self.until_ms - 1:
            self.seek(self.since_ms)
        self.playing, self._told_at = True, self._now()
        self._timer.start()
        self.tick()

    def pause(self) -> None:
        """Hold still, all on the same moment."""
        if self.playing:
            self._halt()

    def toggle(self) -> None:
        """Play, or hold still."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def seek(self, time_ms: float) -> None:
        """Go to a time of the line; what played plays on from there."""
        self.time_ms = self._within(time_ms)
        for part in self.parts:
            part.still(self.time_ms)
        self._told_at = self._now()
        self.moved.emit()

    def skip(self, by_ms: float) -> None:
        """So much on, or back."""
        self.seek(self.time_ms + by_ms)

    def step(self, count: int) -> None:
        """So many pictures of the chosen film on, or back."""
        self.pause()
        self.skip(count * self.parts[self.chosen].frame_ms)

    def set_speed(self, speed: float) -> None:
        """How fast all of them run."""
        self.speed = speed
        self.changed.emit()

    def faster(self, step: int) -> None:
        """The next speed up, or down."""
        at = SPEEDS.index(self.speed) + step
        self.set_speed(SPEEDS[max(0, min(at, len(SPEEDS) - 1))])

    def choose(self, number: int) -> None:
        """Hear this one."""
        if not 0 <= number < len(self.parts):
            return
        self.chosen = number
        for at, part in enumerate(self.parts):
            part.audible = at == number
            part.motion.set_volume(max(0, self.volume) / 100 if part.audible else 0.0)
        self.changed.emit()

    def set_volume(self, volume: int) -> None:
        """In per cent; negative: silenced, to come back as loud."""
        self.volume = max(-100, min(100, volume))
        self.choose(self.chosen)

    def louder(self, by: int) -> None:
        """A little louder, or quieter; heard again when silenced."""
        self.set_volume(max(0, abs(self.volume) + by))

    def mute(self) -> None:
        """Silence, or as loud as before."""
        self.set_volume(-self.volume)

    def to_start(self) -> None:
        """Where the earliest begins."""
        self.seek(self.since_ms)

    def to_end(self) -> None:
        """Where the last one ends."""
        self.seek(self.until_ms)

    def nudge(self, by_ms: int) -> None:
        """Move the chosen film by hand, so much later; the first one, whose time line it is, moves the others."""
        for at, part in enumerate(self.parts[1:], 1):
            if at == self.chosen:
                part.alignment = part.alignment.nudged(by_ms)
            elif self.chosen == 0:
                part.alignment = part.alignment.nudged(-by_ms)
        self._settle()

    def align(self, number: int, alignment: Alignment) -> None:
        """Lay a film where it was heard to lie."""
        self.parts[number].alignment = alignment
        self._settle()

    def _settle(self) -> None:
        self.seek(self.time_ms)
        self.changed.emit()

    # -- time goes on --------------------------------------------------------------------------------

    @Slot()
    def tick(self) -> None:
        """One beat."""
        if not self.playing:
            return
        now = self._now()
        gone, self._told_at = min((now - self._told_at) * 1000, _STALLED_MS), now
        self.time_ms += gone * self.speed + self._follow()
        if self.time_ms >= self.until_ms:
            self.time_ms = self.until_ms
            self._halt()
            return
        for part in self.parts:
            part.tick(self.time_ms, self.speed)
        ready = [each for part in self.parts if (each := part.ready_ms) is not None]
        due = max(self.time_ms - WAITED_MS, min((self.time_ms, *ready)))
        for part in self.parts:
            part.show_due(due)
        self.farthest_ms = max(self.farthest_ms, self.apart_ms)
        self.moved.emit()

    @property
    def apart_ms(self) -> float:
        """How far apart in true time the pictures are that are shown now."""
        return apart([part.due_ms if part.has_picture else None for part in self.parts])

    def _follow(self) -> float:
        """A little nearer to the film that is heard."""
        heard = self.parts[self.chosen]
        if not heard.inside or heard.broken or abs(heard.off_ms) <= CALM_MS:
            return 0.0
        return max(-_SLEW_MS, min(_SLEW_MS, -heard.off_ms / 20))

    def _halt(self) -> None:
        self.playing = False
        self._timer.stop()
        for part in self.parts:
            part.still(self.time_ms)
        self.moved.emit()
