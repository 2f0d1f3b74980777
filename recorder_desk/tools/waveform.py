"""Sound samples to peaks, while they come.

In: 16-bit little-endian mono samples, piece by piece, from ffmpeg's standard output. Out: a Waveform.
"""

from __future__ import annotations

import sys
from array import array

from recorder_desk.domain.waveform import Waveform

STRETCH_MS = 20
_MOST_SECONDS = 48 * 3600


class Peaks:
    """A sink for samples; keeps only the lowest and highest of each stretch."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._length = rate * STRETCH_MS // 1000
        self._rest = b""
        self._peaks = array("h")
        self._most = 2 * _MOST_SECONDS * 1000 // STRETCH_MS

    def __call__(self, piece: bytes) -> None:
        """Take in a piece of any length; what is not a whole stretch waits for the next."""
        data = self._rest + piece
        whole = len(data) - len(data) % (2 * self._length)
        self._rest = data[whole:]
        self._add(data[:whole])

    def finish(self) -> Waveform:
        """The waveform of all that came; the last stretch may be shorter."""
        self._add(self._rest[: len(self._rest) // 2 * 2])
        self._rest = b""
        return Waveform(STRETCH_MS * 1000, self._rate, self._peaks)

    def _add(self, data: bytes) -> None:
        samples = array("h")
        samples.frombytes(data)
        if sys.byteorder == "big":
            samples.byteswap()
        peaks, length = self._peaks, self._length
        if len(peaks) >= self._most:
            return
        for start in range(0, len(samples), length):
            stretch = samples[start : start + length]
            peaks.append(min(stretch))
            peaks.append(max(stretch))
