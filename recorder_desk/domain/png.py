"""Pictures as PNG files (ISO/IEC 15948), exactly and without any program: pixels in, a file's bytes out."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from recorder_desk.domain.frames import Picture

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_EIGHT_BITS, _COLOURS = 8, 2


def png(picture: Picture, texts: Sequence[tuple[str, str]] = ()) -> bytes:
    """A picture as it is, pixel for pixel; `texts` (keyword and text) are kept beside it (chunks iTXt)."""
    width, height = picture.width, picture.height
    if len(picture.rgb) != 3 * width * height or not picture.rgb:
        raise ValueError("a picture needs three bytes for each of its pixels")
    rows = b"".join(b"\0" + picture.rgb[at : at + 3 * width] for at in range(0, len(picture.rgb), 3 * width))
    head = struct.pack(">IIBBBBB", width, height, _EIGHT_BITS, _COLOURS, 0, 0, 0)
    told = b"".join(_chunk(b"iTXt", key.encode("latin-1") + b"\0\0\0\0\0" + text.encode()) for key, text in texts)
    return _SIGNATURE + _chunk(b"IHDR", head) + told + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
