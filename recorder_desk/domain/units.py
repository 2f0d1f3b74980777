"""Finding the units of a picture's code where no index tells where they lie.

In: bytes between two offsets, and how a healthy file of the same recorder codes. Out: where each unit (NAL unit, ITU-T
H.264 and H.265, clause 7.3.1) lies, and which begins a picture. Between them lies sound, which is passed over.

A unit is believed when its length and its first byte are such as a healthy file has, its content holds no byte triple
that the code forbids there (clause 7.4.1: `00 00 00`, `00 00 01`, `00 00 02`), and the first numbers of a slice can be.
After sound, the picture's number must go on besides, or two more units follow; and what holds other pictures that go on
is none: sound that looks like the head of a unit would swallow them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recorder_desk.domain.mp4 import Bits, Coding, Read

_FORBIDDEN = re.compile(rb"\x00\x00[\x00-\x02]")
_STEP, _SEARCHED = 16_384, 1 << 20
_H264_SLICES, _H264_FEW = (1, 5), (6, 7, 8, 9, 12)
_HEVC_SLICES = frozenset((*range(10), *range(16, 22)))
_HEVC_FEW = frozenset(range(32, 41))
_MOST_SMALL = 65_536


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit without its length: where it begins, how long it is, whether it is a slice and begins a picture; `number`
    of that picture as the slice tells it, -1 where it does not."""

    start: int
    length: int
    slice: bool
    begins: bool
    number: int


def units(read: Read, start: int, end: int, coding: Coding) -> Iterator[Unit]:
    """Every unit between two offsets, in order."""
    at, last = start, -1
    while at < end:
        found = _unit(read, at, end, coding)
        if found is None:
            at = _next(read, at + 1, end, coding, last)
        else:
            yield found
            at, last = found.start + found.length, found.number if found.slice else last


def _unit(read: Read, at: int, end: int, coding: Coding, *, alone: bool = True) -> Unit | None:
    """The unit whose length lies at an offset. One that is no slice must be followed by another (`alone`)."""
    size = coding.length_bytes
    head = read(at, size + 2)
    length = int.from_bytes(head[:size], "big")
    if len(head) < size + 2 or not 3 <= length <= coding.most_bytes or at + size + length > end:
        return None
    if head[size] not in coding.heads:
        return None
    kind = _h264(head[size]) if coding.codec == "h264" else _hevc(head[size], head[size + 1])
    if kind is None or (not kind and length > _MOST_SMALL) or not _clean(read, at + size, length):
        return None
    begins, number = False, -1
    if kind:
        told = _slice(read(at + size, 24), coding)
        if told is None:
            return None
        begins, number = told
    elif alone:
        after = at + size + length
        if after < end and _unit(read, after, end, coding, alone=False) is None:
            return None
    return Unit(at + size, length, kind, begins, number)


def _h264(head: int) -> bool | None:
    """Whether it is a slice; None where it cannot be a unit."""
    kind, reference = head & 0x1F, head >> 5 & 3
    if head & 0x80 or (kind in (5, 7, 8) and not reference) or (kind in (6, 9, 12) and reference):
        return None
    return True if kind in _H264_SLICES else False if kind in _H264_FEW else None


def _hevc(first: int, second: int) -> bool | None:
    kind, layer, temporal = first >> 1 & 0x3F, (first & 1) << 5 | second >> 3, second & 7
    if first & 0x80 or layer or not temporal:
        return None
    return True if kind in _HEVC_SLICES else False if kind in _HEVC_FEW else None


def _slice(head: bytes, coding: Coding) -> tuple[bool, int] | None:
    """Whether a slice is the first of its picture, and the picture's number; None where its header cannot be."""
    if coding.codec == "hevc":
        return bool(head[2] & 0x80), -1
    bits = Bits(head[1:].replace(b"\x00\x00\x03", b"\x00\x00"))
    first, kind, parameters = bits.number(), bits.number(), bits.number()
    number = bits.take(coding.frame_bits) if coding.frame_bits else -1
    if not (0 <= first < 139_264 and 0 <= kind <= 9 and 0 <= parameters <= 255):
        return None
    return None if head[0] & 0x1F == 5 and number > 0 else (first == 0, number)


def _clean(read: Read, start: int, length: int) -> bool:
    """Whether the content holds nothing that the code forbids in it."""
    if read(start + length - 1, 1) == b"\x00":
        return False
    for at in range(start, start + length, _STEP):
        if _FORBIDDEN.search(read(at, min(_STEP + 2, start + length - at))):
            return False
    return True


def _next(read: Read, at: int, end: int, coding: Coding, last: int) -> int:
    """The next offset at which a unit lies, or the end; a slice must go on with the number after the `last`, or be
    followed by two other units."""
    likely = _likely(coding)
    while at < end:
        piece = read(at, min(_SEARCHED, end - at))
        for found in likely.finditer(piece):
            if _goes_on(read, at + found.start(), end, coding, last):
                return at + found.start()
        if len(piece) < _SEARCHED:
            return end
        at += len(piece) - 8
    return end


def _goes_on(read: Read, at: int, end: int, coding: Coding, last: int) -> bool:
    unit = _unit(read, at, end, coding)
    if unit is None or _holds_others(read, unit, coding, last):
        return False
    if coding.codec == "hevc" or not unit.slice or last < 0 or unit.number == 0:
        return True
    if (unit.number - last) % (1 << coding.frame_bits) in (0, 1):
        return True
    second = _unit(read, unit.start + unit.length, end, coding)
    return second is not None and _unit(read, second.start + second.length, end, coding) is not None


def _holds_others(read: Read, unit: Unit, coding: Coding, last: int) -> bool:
    """Whether two pictures lie inside that go on after the `last`: true content looks so once in years of film."""
    end, found = unit.start + unit.length, 0
    for place in _likely(coding).finditer(read(unit.start, unit.length)):
        inner = _unit(read, unit.start + place.start(), end, coding)
        if inner is None or not inner.slice:
            continue
        if coding.codec == "hevc" or last < 0 or (inner.number - last) % (1 << coding.frame_bits) in (0, 1):
            found, last = found + 1, inner.number
        if found == 2:
            return True
    return False


def _likely(coding: Coding) -> re.Pattern[bytes]:
    """What the beginning of a unit may look like: its length, below 16 MB, then a first byte that can be."""
    first = [
        each for each in sorted(coding.heads)
        if (_h264(each) if coding.codec == "h264" else _hevc(each, 1)) is not None
    ]  # fmt: skip
    size = coding.length_bytes
    length = rb"\x00..." if size == 4 else b"." * size
    return re.compile(rb"(?s)(?=" + length + b"[" + b"".join(b"\\x%02x" % each for each in first) + b"])")
