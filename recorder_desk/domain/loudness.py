"""What a waveform tells: how loud each column of a picture is, where somebody probably speaks, where sound is clipped.

In: a Waveform. Out: numbers from 0 to 1, stretches in milliseconds. Positions count from the beginning of the sound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from recorder_desk.domain.waveform import Waveform

FULL = 32_700
"""A sample from here on (of 32,768) is as loud as can be written: what was louder is cut off."""
CLIPPED_FOR = 3
"""So many of these in neighbouring stretches make a clipped place; a single one may be a knock."""
BRIDGED = 25
"""Clipped places no more stretches apart than this are told as one."""
SPEECH_STEP_MS = 500
_WINDOW_MS = 1_000
_QUIETEST = 3_000
"""Of 32,768: what is quieter all along is not blown up to look loud."""
_FACTOR = 8


@dataclass(frozen=True, slots=True)
class Loudness:
    """The loudest of each stretch, 0 to 255, and of each eight of them, and so on: any zoom reads few numbers."""

    levels: tuple[bytes, ...]
    stretch_us: int

    @classmethod
    def of(cls, wave: Waveform) -> Loudness:
        """The loudest place of it is nearly 255."""
        low, high = wave.peaks[0::2], wave.peaks[1::2]
        loud = [max(above, -below) for below, above in zip(low, high, strict=True)]
        most = max(max(loud, default=0), _QUIETEST)
        levels = [bytes(each * 255 // most if each > 0 else 0 for each in loud)]
        while len(levels[-1]) > 512:
            finer = levels[-1]
            levels.append(bytes(max(finer[at : at + _FACTOR]) for at in range(0, len(finer), _FACTOR)))
        return cls(tuple(levels), wave.stretch_us)

    def __bool__(self) -> bool:
        return bool(self.levels and self.levels[0])

    def columns(self, from_ms: float, until_ms: float, count: int) -> Sequence[float]:
        """The loudest of each of `count` equal parts of a span, 0 to 1; 0 where there is no sound."""
        each_us = max(0.0, (until_ms - from_ms) * 1000 / max(1, count))
        level, stretch = 0, float(self.stretch_us)
        while level + 1 < len(self.levels) and stretch * _FACTOR <= each_us:
            level, stretch = level + 1, stretch * _FACTOR
        numbers, found = self.levels[level], []
        for column in range(count):
            since = int((from_ms * 1000 + column * each_us) // stretch)
            until = max(since + 1, int((from_ms * 1000 + (column + 1) * each_us) // stretch))
            found.append(max(numbers[max(0, since) : max(0, until)], default=0) / 255)
        return found


def clipped(wave: Waveform) -> tuple[tuple[int, int], ...]:
    """Where the sound is cut off at the loudest that can be written: (from, until) in ms."""
    low, high = wave.peaks[0::2], wave.peaks[1::2]
    full = [at for at, (below, above) in enumerate(zip(low, high, strict=True)) if above >= FULL or -below >= FULL]
    found: list[list[int]] = []
    for at in full:
        if found and at - found[-1][1] <= BRIDGED:
            found[-1][1], found[-1][2] = at, found[-1][2] + 1
        else:
            found.append([at, at, 1])
    ms = wave.stretch_us / 1000
    return tuple((round(a * ms), round((b + 1) * ms)) for a, b, many in found if many >= CLIPPED_FOR)


def speech(wave: Waveform) -> Sequence[float]:
    """How much each half second sounds like somebody speaking, 0 to 1.

    Speech is well above the quiet of its surroundings and comes in syllables: its loudness rises and falls by many
    decibels several times a second, and is neither steadily loud (engines, rain, music) nor a few knocks."""
    per = max(1, round(1_000_000 / wave.stretch_us * _WINDOW_MS / 1000))
    step = max(1, round(1000 / wave.stretch_us * SPEECH_STEP_MS))
    low, high = wave.peaks[0::2], wave.peaks[1::2]
    decibels = [20 * math.log10(max(above, -below, 1)) for below, above in zip(low, high, strict=True)]
    floor = sorted(decibels)[len(decibels) // 10] if decibels else 0.0
    middle = step // 2
    starts = range(0, len(decibels), step)
    return [_speaks(decibels[max(0, at + middle - per // 2) : at + middle + per // 2 + 1], floor) for at in starts]


def _speaks(part: Sequence[float], floor: float) -> float:
    ranked = sorted(part)
    if len(ranked) < 8:
        return 0.0
    soft, loud = ranked[len(ranked) // 10], ranked[len(ranked) * 9 // 10]
    half = (soft + loud) / 2
    busy = sum(each > half for each in part) / len(part)
    rises = sum(before <= half < after for before, after in pairwise(part))
    if not 0.12 <= busy <= 0.9 or rises < 2:
        return 0.0
    above = min(1.0, max(0.0, (loud - max(floor, 30.0) - 3) / 15))
    swings = min(1.0, max(0.0, (loud - soft - 6) / 10))
    return above * swings
