"""Letters as pixels: what a face has drawn is put together here for a picture or for every second of a film.

In: lines of text, drawn. Out: plates (white letters on black) and marks across a picture, as bytes. Nothing a person
wrote ever reaches a media program as words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WATERMARK_SHARE = 0.34
"""How much of a watermark covers what is behind it."""
_LEAST_HEIGHT, _LINES = 14, 3


@dataclass(frozen=True, slots=True)
class Ink:
    """Something drawn: how much of each pixel is covered (0–255), rows from the top."""

    width: int
    height: int
    cover: bytes

    def row(self, at: int) -> bytes:
        """One row."""
        return self.cover[at * self.width : (at + 1) * self.width]


def beside(inks: Sequence[Ink]) -> Ink:
    """Inks of one height from left to right."""
    height = max((each.height for each in inks), default=0)
    rows = (b"".join(each.row(at).ljust(each.width, b"\0") for each in inks) for at in range(height))
    return Ink(sum(each.width for each in inks), height, b"".join(rows))


def plate(lines: Sequence[Ink], width: int = 0) -> Ink:
    """Lines below each other with room around them, at least so wide."""
    pad = max(4, lines[0].height // 4)
    wide = max(width, max(each.width for each in lines) + 2 * pad)
    rows = [b"\0" * wide] * (pad // 2)
    for line in lines:
        rows += [(b"\0" * pad + line.row(at)).ljust(wide, b"\0") for at in range(line.height)]
        rows += [b"\0" * wide] * (pad // 2)
    return Ink(wide, len(rows), b"".join(rows))


def letter_height(width: int, height: int) -> int:
    """How high letters are on a picture of this size."""
    return max(_LEAST_HEIGHT, min(height // 22, width // 32))


def seconds_of(begins: datetime, length_us: int) -> Iterator[str]:
    """What the time of day reads in each second that a film of this length touches, in the zone of `begins`."""
    at, last = begins.replace(microsecond=0), begins + timedelta(microseconds=length_us)
    while at <= last:
        yield f"{at:%Y-%m-%d %H:%M:%S}"
        at += timedelta(seconds=1)


def across(mark: Ink, width: int, height: int) -> bytes:
    """A watermark three times over a picture, as red, green, blue and cover (a byte each) of every pixel: light letters
    with a dark edge, so that they are seen on light and on dark."""
    shown = Ink(min(mark.width, width), mark.height, b"".join(mark.row(at)[:width] for at in range(mark.height)))
    light = bytes(round(each * WATERMARK_SHARE) for each in range(256))
    covers = [bytearray(width) for _ in range(height)]
    lights = [bytearray(width) for _ in range(height)]
    for line in range(_LINES):
        top = height * (2 * line + 1) // (2 * _LINES) - shown.height // 2
        left = (width - shown.width) * (line + 1) // (_LINES + 1)
        for at in range(shown.height):
            row = shown.row(at)
            if not 0 <= top + at < height - 1:
                continue
            _over(covers[top + at + 1], left + 1, row.translate(light))
            _over(covers[top + at], left, row.translate(light))
            lights[top + at][left : left + len(row)] = row
    out = bytearray(width * height * 4)
    for at in range(height):
        base = at * width * 4
        for plane, value in enumerate((lights[at], lights[at], lights[at], covers[at])):
            out[base + plane : base + width * 4 : 4] = value
    return bytes(out)


def _over(row: bytearray, left: int, cover: bytes) -> None:
    piece = row[left : left + len(cover)]
    row[left : left + len(piece)] = bytes(max(pair) for pair in zip(piece, cover, strict=False))


def blended(rgb: bytes, mark: bytes) -> bytes:
    """A picture (three bytes a pixel) with a mark (four bytes a pixel) over it."""
    out = bytearray(rgb)
    for at, cover in enumerate(mark[3::4]):
        if cover:
            for plane in range(3):
                was, new = out[3 * at + plane], mark[4 * at + plane]
                out[3 * at + plane] = was + (new - was) * cover // 255
    return bytes(out)
