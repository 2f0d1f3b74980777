"""Frame arithmetic: which frame is shown at a time, and where to aim to see a certain frame.

In: a frame rate or an index, and start times in microseconds. Out: frame numbers and milliseconds. No Qt.
The player shows the frame *before* an exactly aimed start time, so one always aims mid-frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from recorder_desk.domain.frames import FrameIndex

_FALLBACK = Fraction(25)


class Numbering(Protocol):
    """Which frame is when. Answered by a constant rate (`Grid`), or by an index of the file (`Counted`)."""

    @property
    def rate(self) -> Fraction:
        """Frames a second, on the whole."""
        ...

    def index(self, start_us: int) -> int:
        """The number (from 0) of the frame that starts at about this time."""
        ...

    def at(self, position_ms: int) -> int:
        """The number of the frame that is shown at a position."""
        ...

    def start_ms(self, index: int) -> int:
        """When a frame starts, in milliseconds (rounded up: this position lies inside the frame)."""
        ...

    def aim_ms(self, index: int) -> int:
        """The middle of a frame in milliseconds: where to ask for it."""
        ...

    def count(self, length_ms: int) -> int:
        """How many frames a film of this length has (at least 1)."""
        ...


@dataclass(frozen=True, slots=True)
class Grid:
    """Frames of a constant rate (a second). `phase_us` is where the frame at or after 0 starts."""

    rate: Fraction = _FALLBACK
    phase_us: int = 0

    @property
    def frame_us(self) -> Fraction:
        """How long a frame lasts, in microseconds."""
        return 1_000_000 / self.rate

    def index(self, start_us: int) -> int:
        """The number (from 0) of the frame that starts at about this time."""
        return max(0, round((start_us - self.phase_us) / self.frame_us))

    def at(self, position_ms: int) -> int:
        """The number of the frame that is shown at a position."""
        return max(0, int((position_ms * 1000 - self.phase_us) // self.frame_us))

    def start_ms(self, index: int) -> int:
        """When a frame starts, in milliseconds (rounded up: this position lies inside the frame)."""
        return int(-(-(self.phase_us + index * self.frame_us) // 1000))

    def aim_ms(self, index: int) -> int:
        """The middle of a frame in milliseconds: where to ask for it."""
        return round((self.phase_us + (index + Fraction(1, 2)) * self.frame_us) / 1000)

    def count(self, length_ms: int) -> int:
        """How many frames a film of this length has (at least 1)."""
        return max(1, round((length_ms * 1000 - self.phase_us) / self.frame_us))

    def started(self, start_us: int) -> Grid:
        """The same rate, in phase with a frame seen to start at this time."""
        return Grid(self.rate, int(start_us % self.frame_us))


@dataclass(frozen=True, slots=True)
class Counted:
    """Frames as the file's own index tells them."""

    frames: FrameIndex

    @property
    def rate(self) -> Fraction:
        """See `Numbering.rate`."""
        return Fraction(len(self.frames) * 1_000_000, max(1, self.frames.end_us - self.frames.times_us[0]))

    def index(self, start_us: int) -> int:
        """The number of the frame that starts nearest to this time: the player's own times are rounded."""
        number = self.frames.at(start_us)
        since, until = self.frames.span_us(number)
        return number + 1 if number + 1 < len(self.frames) and until - start_us < start_us - since else number

    def at(self, position_ms: int) -> int:
        """See `Numbering.at`."""
        return self.frames.at(position_ms * 1000)

    def start_ms(self, index: int) -> int:
        """See `Numbering.start_ms`."""
        return -(-self.frames.times_us[max(0, min(index, len(self.frames) - 1))] // 1000)

    def aim_ms(self, index: int) -> int:
        """See `Numbering.aim_ms`."""
        return round(sum(self.frames.span_us(max(0, min(index, len(self.frames) - 1)))) / 2000)

    def count(self, length_ms: int) -> int:
        """All of them, however long the file says it is."""
        return len(self.frames)


@dataclass(slots=True)
class Walk:
    """Looking for the last frame before a place that has none: gallop back, then halve the way.

    `without` is the lowest number known to have no frame, `seen` the highest below it known to have
    one (-1: none yet)."""

    without: int
    seen: int = -1
    stride: int = 1

    def nothing_at(self, index: int) -> None:
        """There is no frame of this number either."""
        self.without = min(self.without, index)

    def after(self, shown: int) -> int:
        """Which number to ask for, now that this frame is shown; -1: that is the last one."""
        if shown < self.without:
            self.seen = max(self.seen, shown)
        if self.seen < 0:
            self.stride, gallop = self.stride * 2, self.without - self.stride
            return max(0, gallop) if self.without else -1
        if self.without - self.seen > 1:
            return (self.seen + self.without) // 2
        return -1 if shown == self.seen else self.seen


def rate_of(text: str) -> Fraction | None:
    """A frame rate written as `30000/1001` or `25`; None where it says nothing sensible."""
    try:
        rate = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
    return rate if 1 <= rate <= 1000 else None


def agreed(told: Fraction | None, frame_us: int) -> Fraction:
    """The rate to count in: what a frame of the opened film lasts tells it (0: it does not tell).

    What the probe told may be a mean over dropped frames, or the original's rate where a proxy is
    shown. Lengths come rounded to the microsecond, so whole rates and those of the television
    family (n/1001) are brought back.
    """
    if not 1000 <= frame_us <= 1_000_000:
        return told or _FALLBACK
    said = Fraction(1_000_000, frame_us)
    for rate in (told, Fraction(round(said)), Fraction(round(said * Fraction(1001, 1000)) * 1000, 1001)):
        if rate and abs(1_000_000 / rate - frame_us) <= 1:
            return rate
    return said
