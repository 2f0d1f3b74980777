"""The few things a photo says about itself in its Exif block.

In: the first bytes of a JPEG file, from anybody. Out: when, where, by what, and which way is up. Every
offset is checked, every count bounded; what does not make sense is as if it were not there.
"""

from __future__ import annotations

from dataclasses import dataclass

HEAD_BYTES = 256 * 1024
"""So much of a file is enough: an Exif block ends within 64 KiB and stands among the first segments."""

_MAX_SEGMENTS = 64
_MAX_ENTRIES = 200
_MAX_TEXT = 256
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
_UPRIGHT = {1: 0, 2: 0, 3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}
_MAKE, _MODEL, _ORIENTATION, _MODIFIED = 0x010F, 0x0110, 0x0112, 0x0132
_EXIF_IFD, _GPS_IFD, _TAKEN, _OFFSET_TAKEN = 0x8769, 0x8825, 0x9003, 0x9011
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4

_Values = tuple[int, ...] | str


@dataclass(frozen=True, slots=True)
class Exif:
    """`created_at` is the raw text, with its offset from UTC if the file gives one; `rotation` is
    degrees clockwise to show it upright; places are decimal degrees as text. Absent: '' or 0."""

    created_at: str = ""
    latitude: str = ""
    longitude: str = ""
    device: str = ""
    rotation: int = 0


def read_exif(head: bytes) -> Exif:
    """What a JPEG's Exif block (CIPA DC-008, in APP1) says; nothing at all of damaged ones, no errors."""
    tiff = _tiff_of(head)
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(tiff[:4])
    if order is None:
        return Exif()
    block = _Block(tiff, order == "little")
    first = block.directory(block.number(4, 4))
    inner = block.directory(_single(first.get(_EXIF_IFD)))
    place = block.directory(_single(first.get(_GPS_IFD)))
    latitude = _degrees(place.get(_LATITUDE), place.get(_LATITUDE_REF), "NS", 90)
    longitude = _degrees(place.get(_LONGITUDE), place.get(_LONGITUDE_REF), "EW", 180)
    known = bool(latitude and longitude) and (float(latitude), float(longitude)) != (0.0, 0.0)
    taken = _text(inner.get(_TAKEN))
    return Exif(
        created_at=taken + _text(inner.get(_OFFSET_TAKEN)) if taken else _text(first.get(_MODIFIED)),
        latitude=latitude if known else "",
        longitude=longitude if known else "",
        device=" ".join(filter(None, (_text(first.get(_MAKE)), _text(first.get(_MODEL))))),
        rotation=_UPRIGHT.get(_single(first.get(_ORIENTATION)), 0),
    )


def _tiff_of(head: bytes) -> bytes:
    """The TIFF structure in APP1 (ITU-T T.81 B.1.1.4 segments; the block begins `Exif\\0\\0`)."""
    if head[:2] != b"\xff\xd8":
        return b""
    at = 2
    for _ in range(_MAX_SEGMENTS):
        while head[at : at + 1] == b"\xff" and head[at + 1 : at + 2] == b"\xff":
            at += 1
        marker, size = head[at : at + 2], int.from_bytes(head[at + 2 : at + 4], "big")
        if len(marker) < 2 or marker[0] != 0xFF or marker[1] in (0xD9, 0xDA) or size < 2:
            return b""
        if marker[1] == 0xE1 and head[at + 4 : at + 10] == b"Exif\0\0":
            return head[at + 10 : at + 2 + size]
        at += 2 + size
    return b""


class _Block:
    """Bytes with an order; reading outside them gives nothing."""

    def __init__(self, data: bytes, little: bool) -> None:
        self._data = data
        self._little = little

    def number(self, at: int, size: int, signed: bool = False) -> int:
        """A whole number; 0 where there is none."""
        piece = self._data[at : at + size] if at >= 0 else b""
        if len(piece) < size:
            return 0
        return int.from_bytes(piece, "little" if self._little else "big", signed=signed)

    def directory(self, at: int) -> dict[int, _Values]:
        """An image file directory (TIFF 6.0, section 2): values by tag, the first of each."""
        found: dict[int, _Values] = {}
        if not 8 <= at <= len(self._data) - 2:
            return found
        for entry in range(min(self.number(at, 2), _MAX_ENTRIES)):
            here = at + 2 + 12 * entry
            if here + 12 > len(self._data):
                break
            value = self._value(here)
            if value is not None:
                found.setdefault(self.number(here, 2), value)
        return found

    def _value(self, entry: int) -> _Values | None:
        kind, count = self.number(entry + 2, 2), self.number(entry + 4, 4)
        size = _SIZES.get(kind, 0)
        if not size or not 0 < count <= 65536:
            return None
        at = entry + 8 if size * count <= 4 else self.number(entry + 8, 4)
        if at < 8 or at + size * count > len(self._data):
            return None
        if kind == 2:
            raw = self._data[at : at + min(count, _MAX_TEXT)]
            return raw.split(b"\0")[0].decode("utf-8", "replace").strip()
        part, each = (4, 2) if size == 8 else (size, 1)
        count = min(count, 4) * each
        return tuple(self.number(at + part * index, part, kind >= 9) for index in range(count))


def _single(value: _Values | None) -> int:
    return value[0] if isinstance(value, tuple) and value else 0


def _text(value: _Values | None) -> str:
    text = value if isinstance(value, str) else ""
    return "".join(char for char in text if char.isprintable()).strip()


def _degrees(value: _Values | None, reference: _Values | None, letters: str, most: int) -> str:
    """Degrees, minutes, seconds as three fractions (CIPA DC-008 4.6.7) as decimal degrees."""
    if not isinstance(value, tuple) or len(value) < 6:
        return ""
    total = 0.0
    for index, scale in enumerate((1, 60, 3600)):
        over, under = value[2 * index], value[2 * index + 1]
        if under == 0 and over:
            return ""
        total += over / (under or 1) / scale
    sign = _text(reference)[:1]
    if sign not in letters or not sign or not 0 <= total <= most:
        return ""
    return f"{-total if sign == letters[1] else total:.6f}"
