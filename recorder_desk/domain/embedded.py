"""Where a recorder went while it recorded, from inside its MP4 or QuickTime file.

Three ways are read: GoPro's metadata track (`gpmd`: GPMF, github.com/gopro/gpmf-parser, `GPS5` and `GPS9`), Google's
Camera Motion Metadata track (`camm`, types 5 and 6), and Novatek's blocks (`gps ` in the index tells where `freeGPS`
lie; no public specification: by the layout that its many readers agree on). Everything a file says is doubted: nothing
is read beyond its end, and no more than `MOST_BYTES` in all.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from recorder_desk.domain.mp4 import (
    MOST_SAMPLES,
    Box,
    Read,
    boxes,
    chunk_offsets,
    inside,
    numbers,
    rows,
    sample_sizes,
    ticks_a_second,
)
from recorder_desk.domain.track import KNOT, MOST_BYTES, MOST_POINTS, Fix, degrees, possible

_MOST_PIECE = 1 << 20
_PLACED = re.compile(rb"A([NS])([EW])")
"""Novatek: the receiver has a place, and its hemispheres; the time lies before it, the numbers behind it."""
_BEFORE, _LENGTH = 24, 44
_HALF, _FULL = struct.Struct("<dd"), struct.Struct("<ddfffff")
_NINE = struct.Struct(">lllllllHH")


@dataclass(frozen=True, slots=True)
class _Sample:
    """A piece of a track: where it lies (bytes), when it begins and how long it lasts (ms)."""

    offset: int
    size: int
    at_ms: float
    length_ms: float


def embedded_fixes(read: Read, size: int) -> tuple[Fix, ...]:
    """Every place the file itself tells with its time or position, in its order; none where it is no such file."""
    index = next((box for box in boxes(read, 0, size) if box.kind == b"moov" and box.whole), None)
    if index is None:
        return ()
    for box in boxes(read, index.start, index.end):
        told: Iterator[Fix] | None = None
        if box.kind == b"gps ":
            told = _novatek(read, box)
        elif box.kind == b"trak":
            told = _track(read, box)
        if told and (found := tuple(islice(filter(possible, told), MOST_POINTS))):
            return found
    return ()


def _track(read: Read, track: Box) -> Iterator[Fix] | None:
    table = inside(read, track, b"mdia", b"minf", b"stbl")
    described, clock = inside(read, track, b"mdia", b"minf", b"stbl", b"stsd"), inside(read, track, b"mdia", b"mdhd")
    if not (table and described and clock):
        return None
    entry = next(boxes(read, described.start + 8, described.end), None)
    scale = ticks_a_second(read, clock)
    if entry is None or not scale or entry.kind not in (b"gpmd", b"camm"):
        return None
    reader = _gopro if entry.kind == b"gpmd" else _camm
    return (fix for sample, data in _pieces(read, table, scale) for fix in reader(sample, data))


def _pieces(read: Read, table: Box, scale: int) -> Iterator[tuple[_Sample, bytes]]:
    left = MOST_BYTES
    for sample in _samples(read, table, scale):
        left -= sample.size
        if left < 0:
            return
        yield sample, read(sample.offset, sample.size)


def _samples(read: Read, table: Box, scale: int) -> Iterator[_Sample]:
    """The samples of a track by its tables (ISO/IEC 14496-12, 8.6.1.2, 8.7.3–8.7.5); `scale`: ticks a second."""
    told = inside(read, table, b"stsz")
    sizes = iter(sample_sizes(read, told) if told else ())
    lengths = _lengths(read, table)
    ticks = 0
    for offset, count in _chunks(read, table):
        for size in islice(sizes, count):
            length = next(lengths, 0)
            if not 0 < size <= _MOST_PIECE:
                return
            yield _Sample(offset, size, ticks * 1000 / scale, length * 1000 / scale)
            offset, ticks = offset + size, ticks + length


def _lengths(read: Read, table: Box) -> Iterator[int]:
    box = inside(read, table, b"stts")
    for count, each in rows(read, box, 2) if box else ():
        yield from (each for _ in range(min(count, MOST_SAMPLES)))


def _chunks(read: Read, table: Box) -> Iterator[tuple[int, int]]:
    """Where each chunk begins, and how many samples it has."""
    shared = inside(read, table, b"stsc")
    if shared is None:
        return
    firsts = rows(read, shared, 3)
    for number, offset in enumerate(chunk_offsets(read, table), start=1):
        while len(firsts) > 1 and firsts[1][0] <= number:
            del firsts[0]
        if firsts:
            yield offset, firsts[0][1]


def _camm(sample: _Sample, data: bytes) -> Iterator[Fix]:
    if len(data) < 4:
        return
    kind = int.from_bytes(data[2:4], "little")
    if kind == 5 and len(data) >= 4 + _HALF.size:
        yield Fix(-1, round(sample.at_ms), *_HALF.unpack_from(data, 4))
    elif kind == 6 and len(data) >= 16 + _FULL.size and int.from_bytes(data[12:16], "little"):
        latitude, longitude, _, _, _, east, north = _FULL.unpack_from(data, 16)
        speed = math.hypot(east, north)
        yield Fix(-1, round(sample.at_ms), latitude, longitude, speed if math.isfinite(speed) else -1.0)


def _gopro(sample: _Sample, data: bytes) -> Iterator[Fix]:
    """The points of a sample share its length evenly. Without a fix (`GPSF` 0) they say nothing."""
    for device in _keys(data):
        for stream in _keys(device[2]) if device[0] == b"DEVC" else ():
            if stream[0] != b"STRM":
                continue
            told = {key: (wide, body) for key, wide, body in _keys(stream[2])}
            scales = [each for (each,) in struct.iter_unpack(">i", _whole(told.get(b"SCAL", (4, b""))[1], 4))]
            if int.from_bytes(told.get(b"GPSF", (4, b"\x01"))[1][:4], "big") == 0 or not all(scales):
                continue
            points = list(_five(told, scales) or _nine(told, scales))
            for number, (latitude, longitude, speed) in enumerate(points):
                yield Fix(-1, round(sample.at_ms + sample.length_ms * number / len(points)), latitude, longitude, speed)


def _five(told: dict[bytes, tuple[int, bytes]], scales: list[int]) -> list[tuple[float, float, float]]:
    wide, body = told.get(b"GPS5", (0, b""))
    if wide != 20 or len(scales) < 5:
        return []
    rows = struct.iter_unpack(">5i", _whole(body, 20))
    return [(row[0] / scales[0], row[1] / scales[1], max(0.0, row[3] / scales[3])) for row in rows]


def _nine(told: dict[bytes, tuple[int, bytes]], scales: list[int]) -> list[tuple[float, float, float]]:
    wide, body = told.get(b"GPS9", (0, b""))
    if wide != _NINE.size or len(scales) < 9:
        return []
    rows = _NINE.iter_unpack(_whole(body, _NINE.size))
    return [(row[0] / scales[0], row[1] / scales[1], max(0.0, row[3] / scales[3])) for row in rows if row[8]]


def _whole(data: bytes, each: int) -> bytes:
    return data[: len(data) // each * each]


def _keys(data: bytes) -> Iterator[tuple[bytes, int, bytes]]:
    """Key, bytes of a value, values: one after the other, each filled up to four bytes."""
    at = 0
    while at + 8 <= len(data):
        key, wide, count = data[at : at + 4], data[at + 5], int.from_bytes(data[at + 6 : at + 8], "big")
        if key == b"\x00\x00\x00\x00":
            return
        yield key, wide, data[at + 8 : at + 8 + wide * count]
        at += 8 + (wide * count + 3) // 4 * 4


def _novatek(read: Read, box: Box) -> Iterator[Fix]:
    left = MOST_BYTES
    for offset, size in numbers(read, box, 8, MOST_SAMPLES, 2):
        left -= size
        if not 8 < size <= _MOST_PIECE or left < 0:
            continue
        block = read(offset, size)
        if block[4:12] == b"freeGPS " and (fix := _block(block)):
            yield fix


def _block(block: bytes) -> Fix | None:
    """Hour, minute, second, year, month, day; then the mark; then latitude and longitude as degrees × 100 + minutes,
    and knots. The makes put it at different places of the block."""
    for found in _PLACED.finditer(block, 12 + _BEFORE):
        begin = found.start() - _BEFORE
        if begin + _LENGTH > len(block):
            return None
        hour, minute, second, year, month, day = struct.unpack_from("<6I", block, begin)
        latitude, longitude, speed = struct.unpack_from("<3f", block, begin + 28)
        try:
            at = datetime(2000 + year % 2000, month, day, hour, minute, second, tzinfo=UTC)
            place = degrees(latitude, found[1].decode()), degrees(longitude, found[2].decode())
        except (ValueError, OverflowError):
            continue
        return Fix(round(at.timestamp()) * 1000, -1, *place, speed * KNOT if 0 <= speed < 1000 else -1.0)
    return None
