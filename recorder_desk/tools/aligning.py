"""Aligning two recordings by their sound.

In: two files that were probed, about where the second lies on the first one's time line, and within how much. Out: an
`Alignment`. Short pieces of the second are looked for in the first by GCC-PHAT (Knapp and Carter 1976): each frequency
counts alike, so that loudness, microphones and codecs hardly matter. Pieces must agree on one line, or nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from recorder_desk.domain.alignment import (
    Alignment,
    Hit,
    agreeing,
    by_sound,
    enough,
    line,
    piece_length,
    pieces,
    shared_ms,
)
from recorder_desk.domain.media import MediaInfo
from recorder_desk.ports import Cancelled
from recorder_desk.tools import graphs_looking
from recorder_desk.tools.limits import limits_for
from recorder_desk.tools.runner import Collected, run

Samples: TypeAlias = NDArray[np.float32]

RATE = 8000
NARROW_MS = 1_500
"""So far to both sides is looked where it is known about where to look."""
WIDEST_MS = 30 * 60_000
LONGEST_MS = 3 * 3600_000
_TIMED = ("mov", "matroska", "mpegts")
_BAND = 200, 3600
_SMEAR = RATE // 800
"""Samples a peak is gathered over: echoes and drift within a piece spread it."""
_NEAR = RATE // 40
"""What lies so near to the peak is part of it."""
_FADE = RATE // 10
_FAINTEST = 1e-6
"""What is fainter than the loudest by this much (60 dB in each) does not count: nothing is there but rounding."""
_BLOCK = 1 << 19
_QUIET = 4.0
"""Root mean square (of 32768) below which a piece is silence."""


Heard: TypeAlias = tuple[Path, MediaInfo]
"""A file with sound, and what the probe found."""


def align(ffmpeg: Path, one: Heard, other: Heard, expected_ms: int, within_ms: int, cancelled: Cancelled) -> Alignment:
    """Where `other` lies on the time line of `one`; expected at an offset, give or take `within_ms`.

    Raises DeskError `media.timeout`, `media.cancelled`, `media.ffmpeg-missing`, `media.unreadable`.
    """
    ears = _Ears(ffmpeg, one, other, cancelled)
    within = min(max(within_ms, NARROW_MS), WIDEST_MS)
    expected = float(expected_ms)
    if within > 2 * NARROW_MS:
        hits, tried = ears.hits(expected, within, 5)
        found = agreeing(hits)
        if not enough(found, tried):
            return by_sound(hits, tried)
        expected, within = line(found)[0], NARROW_MS
    return by_sound(*ears.hits(expected, within, 7))


@dataclass(slots=True)
class _Ears:
    ffmpeg: Path
    one: Heard
    other: Heard
    cancelled: Cancelled
    whole: dict[Path, Samples] = field(default_factory=dict)

    def hits(self, expected: float, within: float, count: int) -> tuple[list[Hit], int]:
        """Where pieces of the other were heard, and how many were tried."""
        since, until = shared_ms(self.one[1].duration_ms, self.other[1].duration_ms, expected)
        since, until = max(0.0, since - within), min(float(self.other[1].duration_ms), until + within)
        found, tried = [], 0
        length = piece_length(until - since)
        for at in pieces(since, until, length, count) if length else ():
            piece = self._sound(self.other, at, length)
            if len(piece) < RATE * length // 2000 or _loudness(piece) < _QUIET:
                continue
            low = max(0.0, expected + at - within)
            high = min(float(self.one[1].duration_ms), expected + at + length + within)
            whole = self._sound(self.one, low, high - low) if high - low > length / 2 else piece[:0]
            place = find(whole, piece)
            if place is None:
                continue
            tried += 1
            lag, clearness = place
            found.append(Hit(at + length / 2, low + lag * 1000 / RATE - at, clearness))
        return found, tried

    def _sound(self, heard: Heard, since: float, length: float) -> Samples:
        """A stretch of sound. Where seeking cannot be relied on, it is decoded from the beginning, once."""
        if _seeks(heard[1]):
            return self._decoded(heard, round(since), round(length))
        if heard[0] not in self.whole:
            self.whole[heard[0]] = self._decoded(heard, 0, min(heard[1].duration_ms + 1_000, LONGEST_MS))
        first = round(since) * RATE // 1000
        return self.whole[heard[0]][first : first + round(length) * RATE // 1000].astype(np.float32)

    def _decoded(self, heard: Heard, since_ms: int, for_ms: int) -> Samples:
        told = Collected(2 * RATE * (for_ms + 1_000) // 1000)
        argv = graphs_looking.hearing(self.ffmpeg, heard[0], heard[1], RATE, since_ms, for_ms)
        limits = limits_for(heard[1].duration_ms, written=0)
        run(argv, limits, source=heard[0], sink=told, cancelled=self.cancelled)
        return np.frombuffer(told.content(), "<i2").astype(np.float32)


def _seeks(info: MediaInfo) -> bool:
    """Whether each packet has its own time in the container, so that a place is found exactly."""
    return info.container.split(",")[0] in _TIMED


def find(whole: Samples, piece: Samples) -> tuple[float, float] | None:
    """Where a piece lies in a whole (in samples; it may hang over either end by a half), and how far that peak stands
    above the next one; None where there is nothing to compare."""
    half = len(piece) // 2
    if len(whole) < half or _loudness(whole) < _QUIET:
        return None
    padded = np.concatenate([np.zeros(half, np.float32), _faded(whole), np.zeros(half, np.float32)])
    energy = np.concatenate(list(_correlated(padded, _faded(piece))))
    gathered = np.convolve(energy, np.ones(_SMEAR, np.float32), "same")
    top = int(np.argmax(gathered))
    rest = np.concatenate([gathered[: max(0, top - _NEAR)], gathered[top + _NEAR :]])
    if not len(rest) or rest.max() <= 0:
        return None
    near = energy[max(0, top - _SMEAR) : top + _SMEAR + 1]
    exact = max(0, top - _SMEAR) + float((near * np.arange(len(near))).sum() / max(float(near.sum()), 1e-30))
    return exact - half, float(np.sqrt(gathered[top] / rest.max()))


def _correlated(whole: Samples, piece: Samples) -> Iterator[Samples]:
    """Squares of the phase correlation at each lag at which the piece lies inside the whole, block by block."""
    size = min(_BLOCK, 1 << (len(whole) - 1).bit_length())
    step = size - len(piece)
    pitch = np.fft.rfftfreq(size, 1 / RATE)
    band = (pitch >= _BAND[0]) & (pitch <= _BAND[1])
    other = np.conj(np.fft.rfft(piece, size))
    lags = len(whole) - len(piece) + 1
    for start in range(0, lags, step):
        cross = np.fft.rfft(whole[start : start + size], size) * other
        strength = np.abs(cross)
        cross = np.where(band, cross / np.maximum(strength, _FAINTEST * strength.max() + 1e-9), 0)
        told = np.fft.irfft(cross, size)[: min(step, lags - start)]
        yield (told * told).astype(np.float32)


def _faded(samples: Samples) -> Samples:
    """Without the edges of a cut: two of them would be as like as two sounds."""
    length = min(_FADE, len(samples) // 2)
    slope = np.sin(np.linspace(0, np.pi / 2, length, dtype=np.float32)) ** 2
    faded = samples.copy()
    faded[:length] *= slope
    faded[len(samples) - length :] *= slope[::-1]
    return faded


def _loudness(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples)))) if len(samples) else 0.0
