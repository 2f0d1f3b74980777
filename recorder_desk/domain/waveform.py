"""The file of a waveform: how loud a recording is, over time.

In: the lowest and highest sample of each short stretch. Out: bytes, and back.

    offset  size  little-endian
         0     4  the letters RDWF
         4     2  version, 1
         6     2  length of this header, 20; peaks begin there
         8     4  microseconds a stretch lasts
        12     4  samples a second the peaks were taken from
        16     4  count of stretches
        20   4*n  for each stretch the lowest and the highest sample, signed 16 bits
"""

from __future__ import annotations

import struct
import sys
from array import array
from dataclasses import dataclass

from recorder_desk.errors import DeskError

_HEADER = struct.Struct("<4sHHIII")
_MAGIC, _VERSION = b"RDWF", 1


@dataclass(frozen=True, slots=True)
class Waveform:
    """`peaks` holds low, high, low, high, …, each -32768…32767; a stretch lasts `stretch_us`."""

    stretch_us: int
    rate: int
    peaks: array[int]

    def __len__(self) -> int:
        return len(self.peaks) // 2


def pack(wave: Waveform) -> bytes:
    """The bytes of a waveform file."""
    peaks = wave.peaks
    if sys.byteorder == "big":
        peaks = peaks[:]
        peaks.byteswap()
    head = _HEADER.pack(_MAGIC, _VERSION, _HEADER.size, wave.stretch_us, wave.rate, len(wave))
    return head + peaks.tobytes()


def unpack(data: bytes) -> Waveform:
    """A waveform from its file. Raises DeskError `media.unreadable`."""
    if len(data) < _HEADER.size:
        raise DeskError("media.unreadable", blame="environment")
    magic, version, header, stretch, rate, count = _HEADER.unpack_from(data)
    body = data[header : header + 4 * count]
    if magic != _MAGIC or version != _VERSION or header < _HEADER.size or len(body) != 4 * count or not stretch:
        raise DeskError("media.unreadable", blame="environment")
    peaks = array("h")
    peaks.frombytes(body)
    if sys.byteorder == "big":
        peaks.byteswap()
    return Waveform(stretch, rate, peaks)
