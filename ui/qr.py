"""A text as a QR code (ISO/IEC 18004, level M). In: a text of `domain/filmed_code.py`. Out: modules, or a picture.

The mask is fixed: choosing the best of eight takes six times as long, ten times a second, and readers do not mind.
"""

from __future__ import annotations

from io import BytesIO

import segno

BORDER = 4
"""The quiet zone, in modules (ISO/IEC 18004, 9.1)."""
_MASK = 2
_SCALE = 16


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of modules, True where dark, with the quiet zone."""
    return tuple(tuple(bool(each) for each in row) for row in _code(text).matrix_iter(border=BORDER))


def picture(text: str, kind: str) -> bytes:
    """A file of the code, dark on white with its quiet zone; `kind` is `png` or `svg`."""
    file = BytesIO()
    _code(text).save(file, kind=kind, scale=_SCALE, border=BORDER, dark="#000", light="#fff")
    return file.getvalue()


def blocks(text: str) -> str:
    """The code in half blocks, two rows of modules a line."""
    rows = [*modules(text)]
    rows += [(False,) * len(rows[0])] * (len(rows) % 2)
    signs = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(signs[both] for both in zip(*pair, strict=True)) for pair in pairs)


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="M", micro=False, boost_error=False, mask=_MASK)
