"""Frames of a film, each with its number and its time. Pure values; nothing is decoded here.

Frames count from 0 in presentation order. Times are microseconds from the beginning of the film, as the player counts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FrameIndex:
    """When each frame is shown.

    `times_us` rises; `keys` are the numbers of the frames at which decoding can begin; `end_us` is when the last frame
    ends. `width` and `height` are of the picture as it is shown, turned by `rotation` (degrees clockwise).
    """

    times_us: Sequence[int]
    keys: Sequence[int]
    end_us: int
    width: int
    height: int
    rotation: int = 0

    def __len__(self) -> int:
        """How many frames there are."""
        return len(self.times_us)

    def at(self, us: int) -> int:
        """The number of the frame that is on the screen at this time; the first before it begins, the last after."""
        return max(0, bisect_right(self.times_us, us) - 1)

    def span_us(self, number: int) -> tuple[int, int]:
        """From when until when a frame is shown."""
        until = self.times_us[number + 1] if number + 1 < len(self.times_us) else self.end_us
        return self.times_us[number], until


@dataclass(frozen=True, slots=True)
class Picture:
    """One frame as it is shown: 24 bits a pixel (red, green, blue), rows from the top without padding."""

    number: int
    at_us: int
    width: int
    height: int
    rgb: bytes
