"""The boxes of an MP4 or QuickTime file (ISO/IEC 14496-12), as far as a rescue needs them.

In: a way to read bytes at an offset. Out: where the media lies, and how a healthy file of the same recorder codes its
picture. Everything a file says of sizes is doubted: nothing is read beyond its end, and no more than is asked for.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

Read = Callable[[int, int], bytes]
"""Up to so many bytes from an offset; fewer at the end."""

MOST_BOXES = 4_096
MOST_INDEX = 64 << 20
_KINDS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -_\xa9")
_CODECS = {b"avc1": "h264", b"avc3": "h264", b"hvc1": "hevc", b"hev1": "hevc"}
_ENTRY_BYTES = 78
"""Of a visual sample entry, before the boxes in it (14496-12, 12.1.3)."""
LEAST_UNIT = 65_536
_MOST_UNIT, _SMALL = 8 << 20, 512
MOST_SAMPLES, _MOST_CHUNKS, _UNITS_LOOKED_AT = 1 << 20, 4_096, 8
_HIGH = frozenset((100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134))
START = b"\x00\x00\x00\x01"


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its kind, and where its content begins and ends. `whole`: it ends where it says, inside the file."""

    kind: bytes
    start: int
    end: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Coding:
    """How a recorder codes its picture: `h264` or `hevc`; bytes of a unit's length; parameter sets with start codes;
    pictures a second; whether they are shown in another order than they are stored. `most_bytes` of a unit to be
    expected, and `heads`, the first bytes its units have; `frame_bits` of a picture's number in H.264, 0 not known."""

    codec: str
    length_bytes: int
    parameters: bytes
    rate: Fraction
    reorders: bool
    most_bytes: int
    heads: frozenset[int]
    frame_bits: int


def boxes(read: Read, start: int, end: int) -> Iterator[Box]:
    """The boxes between two offsets, one after the other; ends where something is no box."""
    for _ in range(MOST_BOXES):
        head = read(start, 16)
        if start + 8 > end or len(head) < 8 or not set(head[4:8]) <= _KINDS:
            return
        size, kind, begins = int.from_bytes(head[:4], "big"), head[4:8], 8
        if size == 1 and len(head) == 16:
            size, begins = int.from_bytes(head[8:], "big"), 16
        told = start + size if size else end
        if size and size < begins:
            return
        yield Box(kind, start + begins, min(told, end), told <= end and size > 0)
        if told >= end:
            return
        start = told


def media_data(read: Read, size: int) -> tuple[int, int] | None:
    """Where the media of a file without an index lies; None where it has an index, or no media."""
    found: tuple[int, int] | None = None
    for box in boxes(read, 0, size):
        if box.kind in (b"moov", b"moof"):
            return None
        if box.kind == b"mdat" and found is None:
            # A recorder writes the length when it ends: until then it is nothing, or only the head itself.
            found = (box.start, box.end if box.whole and box.end - box.start > 0 else size)
            if not box.whole or found[1] == size:
                return found
    return found if found is None or found[1] > found[0] else None


def coding_of(read: Read, size: int) -> Coding | None:
    """How the first picture track of a healthy file is coded; None where it is not H.264 or HEVC."""
    index = next((box for box in boxes(read, 0, size) if box.kind == b"moov" and box.whole), None)
    if index is None or index.end - index.start > MOST_INDEX:
        return None
    for track in boxes(read, index.start, index.end):
        if track.kind == b"trak" and (found := _coding(read, track)):
            return found
    return None


def _coding(read: Read, track: Box) -> Coding | None:
    media = inside(read, track, b"mdia")
    table = inside(read, media, b"minf", b"stbl") if media else None
    described = inside(read, table, b"stsd") if table else None
    clock = inside(read, media, b"mdhd") if media else None
    times = inside(read, table, b"stts") if table else None
    if not (table and described and clock and times):
        return None
    entry = next(boxes(read, described.start + 8, described.end), None)
    if entry is None or entry.kind not in _CODECS:
        return None
    codec = _CODECS[entry.kind]
    wanted = b"avcC" if codec == "h264" else b"hvcC"
    for box in boxes(read, entry.start + _ENTRY_BYTES, entry.end):
        if box.kind == wanted:
            data = read(box.start, min(box.end - box.start, 65_536))
            told = _avc(data) if codec == "h264" else _hevc(data)
            rate = _rate(read, clock, times)
            if told and rate:
                length, sets = told
                bits = frame_bits(sets[0]) if codec == "h264" else 0
                heads = _heads(read, table, length) | {each[0] for each in sets}
                joined = b"".join(START + each for each in sets)
                reorders = inside(read, table, b"ctts") is not None
                return Coding(codec, length, joined, rate, reorders, _most(read, table), frozenset(heads), bits)
    return None


def _most(read: Read, table: Box) -> int:
    """Twice the largest picture of a healthy file."""
    sizes = inside(read, table, b"stsz")
    if sizes is None:
        return 0
    return max(LEAST_UNIT, 2 * max(sample_sizes(read, sizes), default=0))


def _heads(read: Read, table: Box, length: int) -> set[int]:
    """The first bytes of the units at the beginning of a healthy file's chunks."""
    found = set()
    for here in chunk_offsets(read, table)[:_MOST_CHUNKS]:
        for _ in range(_UNITS_LOOKED_AT):
            head = read(here, length + 1)
            size = int.from_bytes(head[:length], "big")
            if len(head) <= length or not 2 <= size <= _MOST_UNIT or head[length] & 0x80:
                break
            found.add(head[length])
            here += length + size
            if size > _SMALL:  # the picture itself; behind it may lie sound
                break
    return found


def frame_bits(parameters: bytes) -> int:
    """How many bits the number of a picture has in slices (H.264, 7.3.2.1.1 `log2_max_frame_num`); 0 not known."""
    bits = Bits(parameters[4:].replace(b"\x00\x00\x03", b"\x00\x00"))
    bits.number()
    if parameters[1] in _HIGH:
        if bits.number() == 3:
            bits.take(1)
        bits.number(), bits.number()
        if bits.take(2) & 1:
            return 0  # scaling lists: not worth reading
    return bits.number() + 4


def inside(read: Read, box: Box, *kinds: bytes) -> Box | None:
    """The first box of a kind in a box, in it the first of the next kind, and so on; None where one is missing."""
    for kind in kinds:
        found = next((each for each in boxes(read, box.start, box.end) if each.kind == kind), None)
        if found is None:
            return None
        box = found
    return box


def _rate(read: Read, clock: Box, times: Box) -> Fraction | None:
    """Pictures a second: the length that most pictures have."""
    scale, pairs = ticks_a_second(read, clock), rows(read, times, 2)
    if not scale or not pairs:
        return None
    each = max(pairs)[1]
    rate = Fraction(scale, each) if each else Fraction(0)
    return rate if Fraction(1) <= rate <= 1000 else None


def ticks_a_second(read: Read, clock: Box) -> int:
    """Of a media header (`mdhd`, 8.4.2); 0 where it says none."""
    head = read(clock.start, 24)
    return int.from_bytes(head[20:24] if head[:1] == b"\x01" else head[12:16], "big")


def sample_sizes(read: Read, box: Box) -> list[int]:
    """The sizes of a track's samples (`stsz`, 8.7.3.2)."""
    same, number = struct.unpack(">II", read(box.start + 4, 8).ljust(8, b"\x00"))
    number = min(number, MOST_SAMPLES)
    return [same] * number if same else [size for (size,) in numbers(read, box, 12, number, 1)]


def chunk_offsets(read: Read, table: Box) -> list[int]:
    """Where the chunks of a track begin (`stco`, `co64`, 8.7.5)."""
    short, wide = inside(read, table, b"stco"), inside(read, table, b"co64")
    offsets = [at for (at,) in rows(read, short, 1)] if short else []
    return offsets or [high << 32 | low for high, low in (rows(read, wide, 2) if wide else ())]


def rows(read: Read, box: Box, wide: int) -> list[tuple[int, ...]]:
    """A table of numbers of 32 bits behind version, flags and its count."""
    count = int.from_bytes(read(box.start + 4, 4), "big")
    return numbers(read, box, 8, min(count, MOST_SAMPLES), wide)


def numbers(read: Read, box: Box, begin: int, count: int, wide: int) -> list[tuple[int, ...]]:
    """Rows of `wide` numbers of 32 bits, from a place in a box; no more than it holds."""
    each = struct.Struct(f">{wide}I")
    data = read(box.start + begin, max(0, min(count * each.size, box.end - box.start - begin)))
    return list(each.iter_unpack(data[: len(data) // each.size * each.size]))


class Bits:
    """Numbers out of a stream of bits."""

    def __init__(self, data: bytes) -> None:
        """`data` without the bytes that keep it from looking like a start code."""
        self._value, self._left = int.from_bytes(data, "big"), len(data) * 8

    def take(self, count: int) -> int:
        """The next so many bits as a number; -1 where there are not so many."""
        if self._left < count:
            return -1
        self._left -= count
        return self._value >> self._left & ((1 << count) - 1)

    def number(self) -> int:
        """The next number of variable length (clause 9.1, Exp-Golomb); -1 where there is none."""
        for zeros in range(21):
            if self._left < 2 * zeros + 1:
                return -1
            if self._value >> (self._left - 1 - zeros) & 1:
                return self.take(2 * zeros + 1) - 1
        return -1


def _avc(data: bytes) -> tuple[int, list[bytes]] | None:
    """Length bytes and parameter sets of an `avcC` (ISO/IEC 14496-15, 5.3.3)."""
    if len(data) < 7:
        return None
    sets, at = [], 5
    for mask in (0x1F, 0xFF):
        if at >= len(data):
            return None
        count, at = data[at] & mask, at + 1
        for _ in range(count):
            length = int.from_bytes(data[at : at + 2], "big")
            sets.append(data[at + 2 : at + 2 + length])
            at += 2 + length
    return _told(data[4] & 3, sets)


def _hevc(data: bytes) -> tuple[int, list[bytes]] | None:
    """Length bytes and parameter sets of an `hvcC` (ISO/IEC 14496-15, 8.3.3)."""
    if len(data) < 23:
        return None
    sets, at = [], 23
    for _ in range(data[22]):
        count, at = int.from_bytes(data[at + 1 : at + 3], "big"), at + 3
        for _ in range(min(count, 64)):
            length = int.from_bytes(data[at : at + 2], "big")
            sets.append(data[at + 2 : at + 2 + length])
            at += 2 + length
    return _told(data[21] & 3, sets)


def _told(length: int, sets: list[bytes]) -> tuple[int, list[bytes]] | None:
    if not sets or any(len(each) < 4 for each in sets) or length == 2:
        return None
    return length + 1, sets
