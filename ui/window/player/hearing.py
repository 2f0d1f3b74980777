"""Samples made louder, or taken from one side. In: 16-bit stereo samples, interleaved. Out: as many of them.

What would be louder than can be written is pressed together, not cut off: half of full loudness goes through as it is.
"""

from __future__ import annotations

import sys
from array import array
from typing import Literal

Channel = Literal["both", "left", "right"]
CHANNELS: tuple[Channel, ...] = ("both", "left", "right")
_FULL, _KNEE = 32_767, 16_384


def shaped(data: bytes, gain: float, channel: Channel) -> bytes:
    """`gain` 1 leaves the loudness as it is; a side that is chosen is heard on both."""
    samples = array("h")
    samples.frombytes(data[: len(data) // 4 * 4])
    if sys.byteorder == "big":
        samples.byteswap()
    if channel != "both":
        one = samples[0::2] if channel == "left" else samples[1::2]
        samples[0::2], samples[1::2] = one, one
    if gain != 1:
        samples = array("h", [_pressed(each * gain) for each in samples])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


def _pressed(value: float) -> int:
    """The knee: what is louder than half of what can be written comes ever nearer to it, and never beyond."""
    size = abs(value)
    if size > _KNEE:
        room, over = _FULL - _KNEE, size - _KNEE
        size = _KNEE + room * over / (room + over)
    return round(size if value >= 0 else -size)
