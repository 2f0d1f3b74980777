"""Sets of recordings as bits: the row keys that belong to a set, PART of them to each integer.

In: keys. Out: sets that are joined and counted a million at a time, and their keys in order. A set is never changed,
only replaced.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import compress, islice
from typing import TypeAlias

Bits: TypeAlias = Mapping[int, int]
"""By number of the part the keys in it, the lowest bit first; no part is empty."""

PART = 7168
"""Keys in a part: its bits and their name fit into one cell of a page of SQLite's."""

_FEW = 2_000
_FLAGS = bytes.maketrans(b"01", b"\0\1")
_DIGITS = bytes.maketrans(b"\0\1", b"01")


def of_keys(keys: Iterable[int]) -> Bits:
    """The set of these keys."""
    told = keys if isinstance(keys, list) else list(keys)
    if len(told) < _FEW:
        found: dict[int, int] = {}
        for key in told:
            part, place = divmod(key, PART)
            found[part] = found.get(part, 0) | 1 << place
        return found
    flags = bytearray(max(told) + 1)
    for key in told:
        flags[key] = 1
    flags.reverse()  # an integer's digits begin with the highest
    digits = bytes(flags.translate(_DIGITS))
    ends = range(len(digits), 0, -PART)
    parts = ((part, int(digits[max(0, end - PART) : end], 2)) for part, end in enumerate(ends))
    return {part: bits for part, bits in parts if bits}


def both(a: Bits, b: Bits) -> Bits:
    """What belongs to both."""
    if len(b) < len(a):
        a, b = b, a
    return {part: found for part, bits in a.items() if part in b and (found := bits & b[part])}


def either(many: Iterable[Bits]) -> Bits:
    """What belongs to any of them."""
    whole: dict[int, int] = {}
    for each in many:
        for part, bits in each.items():
            whole[part] = whole.get(part, 0) | bits
    return whole


def without(a: Bits, b: Bits) -> Bits:
    """What belongs to the first alone."""
    return {part: left for part, bits in a.items() if (left := bits & ~b.get(part, 0))}


def size(a: Bits) -> int:
    """How many belong to it."""
    return sum(map(int.bit_count, a.values()))


def shared(a: Bits, b: Bits) -> int:
    """How many belong to both."""
    if len(b) < len(a):
        a, b = b, a
    return sum((bits & b[part]).bit_count() for part, bits in a.items() if part in b)


def keys_of(a: Bits, *, descending: bool = False, most: int = 0) -> array[int]:
    """The keys in order; at most `most` of them (0: all)."""
    found = array("q")
    for part in sorted(a, reverse=descending):
        found.extend(islice(_keys(part, a[part], descending), most - len(found) if most else None))
        if most and len(found) >= most:
            break
    return found


def _keys(part: int, bits: int, descending: bool) -> Iterator[int]:
    flags = f"{bits:b}".encode().translate(_FLAGS)
    first = part * PART
    if descending:
        return compress(range(first + len(flags) - 1, first - 1, -1), flags)
    return compress(range(first, first + len(flags)), flags[::-1])


def flags_of(a: Bits) -> bytes:
    """By key 1 for what belongs to it, else 0, up to the last part that has any."""
    last = max(a, default=-1)
    return b"".join(f"{a.get(part, 0):0{PART}b}".encode()[::-1].translate(_FLAGS) for part in range(last + 1))


def packed(bits: int) -> bytes:
    """A part as it is stored: how many of its bytes before the first are empty (two bytes, the higher first), then
    the bytes up to the last that is not."""
    low = ((bits & -bits).bit_length() - 1) // 8
    shifted = bits >> 8 * low
    return low.to_bytes(2, "big") + shifted.to_bytes((shifted.bit_length() + 7) // 8, "little")


def unpacked(stored: bytes) -> int:
    """A part from its stored form."""
    return int.from_bytes(stored[2:], "little") << 8 * int.from_bytes(stored[:2], "big")
