"""What the desk and a frame worker say to each other through a pipe, as bytes.

In: wishes, answers. Out: structs of fixed size; an answer's is followed by as many bytes as it says. Standard library
only: both sides load it.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from typing import IO

from recorder_desk.domain.frames import FrameIndex

WISH, DROP, ROOM = 1, 2, 3
"""To the worker: a frame, please; never mind that one; keep so many bytes of frames."""
INDEX, PICTURE, DROPPED, UNREADABLE = 1, 2, 3, 4
"""From the worker: when each frame is shown (first of all); one; minded no more; that cannot be decoded."""
_TOLD = struct.Struct("<BIqIB")
_SAID = struct.Struct("<BIqqIIQ")
_FILM = struct.Struct("<QQqIIi")
MOST_BYTES = 1 << 30
"""No answer is larger: a film of weeks, or a picture of 300 million pixels."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something told to the worker. `number` is a frame's, or bytes for ROOM; `width` 0: as large as it is."""

    kind: int
    serial: int = 0
    number: int = 0
    width: int = 0
    deinterlaced: bool = False

    def packed(self) -> bytes:
        """As bytes."""
        return _TOLD.pack(self.kind, self.serial, self.number, self.width, self.deinterlaced)


@dataclass(frozen=True, slots=True)
class Said:
    """Something the worker says; `data` the colours of a picture, or an index."""

    kind: int
    serial: int = 0
    number: int = 0
    at_us: int = 0
    width: int = 0
    height: int = 0
    data: bytes = b""

    def head(self) -> bytes:
        """All but the data, as bytes."""
        return _SAID.pack(self.kind, self.serial, self.number, self.at_us, self.width, self.height, len(self.data))


def read_told(pipe: IO[bytes]) -> Told | None:
    """The next thing told; None at the end."""
    data = pipe.read(_TOLD.size)
    if len(data) < _TOLD.size:
        return None
    kind, serial, number, width, deinterlaced = _TOLD.unpack(data)
    return Told(kind, serial, number, width, bool(deinterlaced))


def read_said(pipe: IO[bytes]) -> Said | None:
    """The next thing said; None at the end, and for what no worker of ours says."""
    head = pipe.read(_SAID.size)
    if len(head) < _SAID.size:
        return None
    kind, serial, number, at_us, width, height, size = _SAID.unpack(head)
    if size > MOST_BYTES:
        return None
    data = pipe.read(size) if size else b""
    return None if len(data) < size else Said(kind, serial, number, at_us, width, height, data)


def pack_index(index: FrameIndex) -> bytes:
    """An index as bytes."""
    told = _FILM.pack(len(index.times_us), len(index.keys), index.end_us, index.width, index.height, index.rotation)
    return told + array("q", index.times_us).tobytes() + array("q", index.keys).tobytes()


def unpack_index(data: bytes) -> FrameIndex:
    """The index of those bytes. Raises ValueError where they are none."""
    try:
        times, keys, end_us, width, height, rotation = _FILM.unpack_from(data)
    except struct.error as error:
        raise ValueError("no index") from error
    numbers = array("q")
    if not times or len(data) - _FILM.size != 8 * (times + keys):
        raise ValueError("no index")
    numbers.frombytes(data[_FILM.size :])
    return FrameIndex(numbers[:times], numbers[times:], end_us, width, height, rotation)
