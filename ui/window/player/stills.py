"""Derivatives and photos as pictures and numbers. In: paths and facts of derivatives. Out: values for painting.

What cannot be read is as if it were not there: derivatives are disposable, and the player goes on
without them. A photo is decoded no larger than a screen needs it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from recorder_desk.domain.recording import DerivativeRow
from ui.window.widgets.timeline_ground import Strip

PHOTO_SIDE = 4096


def derivative(rows: Sequence[DerivativeRow], role: str) -> DerivativeRow | None:
    """The newest derivative of a role."""
    return next((row for row in reversed(rows) if row.role == role), None)


def read_picture(path: str, longest: int = PHOTO_SIDE) -> QImage:
    """A picture turned upright, scaled down while it is decoded; null when it cannot be read."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def read_strip(row: DerivativeRow | None) -> Strip:
    """A filmstrip as its facts describe it (`columns`, `rows`, `count`)."""
    if row is None:
        return Strip()
    image = read_picture(row.path, 1 << 14)
    columns, rows = _number(row, "columns", 1), _number(row, "rows", 1)
    return Strip(image, columns, rows, 0 if image.isNull() else _number(row, "count", columns * rows))


def read_peaks(row: DerivativeRow | None) -> Sequence[float]:
    """A waveform as loudness from 0 to 1."""
    if row is None:
        return ()
    try:
        table = json.loads(Path(row.path).read_bytes())
    except (OSError, ValueError):
        return ()
    return _loudness(table)


def _loudness(table: object) -> Sequence[float]:
    values = table.get("peaks", ()) if isinstance(table, dict) else table
    if not isinstance(values, list):
        return ()
    return tuple(float(each) for each in values if isinstance(each, int | float))


def _number(row: DerivativeRow, name: str, default: int) -> int:
    value = row.facts.get(name, default)
    return value if isinstance(value, int) and value > 0 else default
