"""Whether two recordings show the same footage: one encoded again, or a part cut out of the other. A hint, never more.

In: gray pictures taken about twice a second. Out: prints of 64 bits that outlive an encoder, and how many of two
recordings' prints agree at one shift in time. Pictures that stay as they were tell nothing and are passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

COLUMNS, ROWS = 9, 8
STEP = 3
"""By so many levels of gray must a cell be brighter than the next to count: noise does not."""
NEAR, STILL = 8, 6
"""Bits that may differ between prints of one picture; so few, and the picture stood still."""
APART_MS = 900
SHIFT_MS = 1_000
"""Recordings are sampled on grids of their own: shifts this near count as one."""
MOST = 64
LEAST, SHARE = 5, 0.5
"""So many prints must agree, and that share of those that could."""
PLAIN = range(9, 56)
"""Bits set in a picture with something to see in it."""
_BAND_BITS, _BANDS, _KEPT = 16, 4, 4
_SAMPLES = 4


@dataclass(frozen=True, slots=True)
class Print:
    """What a picture at a position looks like."""

    at_ms: int
    bits: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """`agree` of `of` prints are alike when the other recording's time is `shift_ms` more than this one's."""

    shift_ms: int
    agree: int
    of: int


def bits_of(gray: memoryview, width: int, height: int) -> int:
    """The print of a gray picture, row by row, a byte a pixel (a difference hash over 9 by 8 cells)."""
    value = 0
    for row in range(ROWS):
        cells = [_cell(gray, width, height, column, row) for column in range(COLUMNS)]
        for left, right in pairwise(cells):
            value = value << 1 | (left > right + STEP * _SAMPLES * _SAMPLES)
    return value


def _cell(gray: memoryview, width: int, height: int, column: int, row: int) -> int:
    """The sum of some pixels spread over a cell."""
    total = 0
    for down in range(_SAMPLES):
        line = ((row * _SAMPLES + down) * 2 + 1) * height // (ROWS * _SAMPLES * 2) * width
        for along in range(_SAMPLES):
            total += gray[line + ((column * _SAMPLES + along) * 2 + 1) * width // (COLUMNS * _SAMPLES * 2)]
    return total


def telling(prints: Iterable[Print]) -> tuple[Print, ...]:
    """Those of pictures with something in them, that changed since the one before; MOST of them, spread evenly."""
    kept: list[Print] = []
    for each in prints:
        changed = not kept or (
            each.at_ms - kept[-1].at_ms >= APART_MS and (each.bits ^ kept[-1].bits).bit_count() > STILL
        )
        if changed and each.bits.bit_count() in PLAIN:
            kept.append(each)
    if len(kept) <= MOST:
        return tuple(kept)
    return tuple(kept[number * len(kept) // MOST] for number in range(MOST))


def bands(prints: Sequence[Print]) -> frozenset[int]:
    """Where to look for recordings with prints like these: parts of 16 bits, the same quarter of them in every one."""
    found = set()
    for each in prints:
        for band in range(_BANDS):
            part = each.bits >> band * _BAND_BITS & 0xFFFF
            if (
                part * 40_503 % 65_536 >> 14 == _KEPT - 1
            ):  # multiplicative hashing: spreads, and chooses alike everywhere
                found.add(band << _BAND_BITS | part)
    return frozenset(found)


def likeness(ours: Sequence[Print], theirs: Sequence[Print]) -> Likeness | None:
    """How alike two recordings are, or None. Where prints were thinned, the shorter one decides."""
    shifts: Counter[int] = Counter()
    for mine, other in _near(ours, theirs):
        shifts[(other.at_ms - mine.at_ms) // SHIFT_MS] += 1
    if not shifts:
        return None
    shift = max(shifts, key=lambda each: (shifts[each] + shifts[each + 1], -abs(each)))
    pairs = [
        (mine, other) for mine, other in _near(ours, theirs)
        if (other.at_ms - mine.at_ms) // SHIFT_MS in (shift, shift + 1)
    ]  # fmt: skip
    agree = min(len({mine.at_ms for mine, _ in pairs}), len({other.at_ms for _, other in pairs}))
    told = sorted(other.at_ms - mine.at_ms for mine, other in pairs)
    middle = told[len(told) // 2]
    of = min(_inside(ours, theirs, middle), _inside(theirs, ours, -middle))
    return Likeness(middle, agree, of) if agree >= LEAST and agree >= SHARE * of else None


def _near(ours: Sequence[Print], theirs: Sequence[Print]) -> Iterator[tuple[Print, Print]]:
    for mine in ours:
        for other in theirs:
            if (mine.bits ^ other.bits).bit_count() <= NEAR:
                yield mine, other


def _inside(these: Sequence[Print], those: Sequence[Print], shift_ms: int) -> int:
    """How many of these lie within the time of those."""
    first, last = those[0].at_ms - SHIFT_MS, those[-1].at_ms + SHIFT_MS
    return sum(first <= each.at_ms + shift_ms <= last for each in these)


def written(prints: Iterable[Print]) -> str:
    """Prints as one text, `POSITION:HEX` each: a fact holds no number above 2⁵³ (RFC 7493)."""
    return " ".join(f"{each.at_ms}:{each.bits:016x}" for each in prints)


def read(text: str) -> tuple[Print, ...]:
    """The prints of a text that `written` made."""
    told = (each.partition(":") for each in text.split())
    return tuple(Print(int(at), int(bits, 16)) for at, _, bits in told)
