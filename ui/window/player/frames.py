"""Frame arithmetic: which frame is shown at a time, and where to aim to see a certain frame.

In: a frame rate and start times in microseconds. Out: frame numbers and milliseconds. No Qt.
The player shows the frame *before* an exactly aimed start time, so one always aims mid-frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

_FALLBACK = Fraction(25)
_NEAR = Fraction(1, 100)


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


def rate_of(text: str) -> Fraction | None:
    """A frame rate written as `30000/1001` or `25`; None where it says nothing sensible."""
    try:
        rate = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None
    return rate if 1 <= rate <= 1000 else None


def agreed(told: Fraction | None, stream: float) -> Fraction:
    """The rate to count in: what the probe told, unless the opened stream says otherwise.

    A proxy may have another rate than its original. A stream's rate comes as a float; rates of the
    television family are brought back to n/1001.
    """
    if stream < 1 or stream > 1000:
        return told or _FALLBACK
    if told and abs(Fraction(stream) / told - 1) < _NEAR / 20:
        return told
    whole = round(stream)
    if abs(stream - whole) < 0.002:
        return Fraction(whole)
    ntsc = Fraction(round(stream * 1.001) * 1000, 1001)
    return ntsc if abs(float(ntsc) - stream) < 0.002 else Fraction(stream).limit_denominator(1001)
