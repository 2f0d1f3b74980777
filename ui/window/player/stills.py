"""Derivatives and photos as pictures and numbers. In: paths and facts of derivatives. Out: values to paint.

The UI thread reads no files: they are asked of the desk (`ReadStills`) and read on one of its reader
threads. What cannot be read is as if it were not there: derivatives are disposable, the player goes
on without them. A photo is decoded no larger than a screen needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from recorder_desk.domain.loudness import Loudness, clipped, speech
from recorder_desk.domain.recording import DerivativeRow
from recorder_desk.domain.waveform import unpack
from recorder_desk.errors import DeskError
from recorder_desk.queries.base import Query
from ui.window.widgets.timeline_ground import Strip

LONGEST_SIDE = 4096


@dataclass(frozen=True, slots=True)
class Sound:
    """What a waveform tells (`domain/loudness.py`): how loud, where somebody probably speaks, where it is clipped."""

    loudness: Loudness | None = None
    speech: Sequence[float] = ()
    clipped: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Stills:
    """What is shown around a film, or instead of one."""

    picture: QImage = field(default_factory=QImage)
    strip: Strip = field(default_factory=Strip)
    sound: Sound = field(default_factory=Sound)


@dataclass(frozen=True, slots=True)
class ReadStills(Query[Stills]):
    """A photo or poster by its path ('' for none), a filmstrip and a waveform (None for none)."""

    picture: str = ""
    strip: DerivativeRow | None = None
    wave: DerivativeRow | None = None


def read_stills(query: ReadStills) -> Stills:
    """Read them, on a reader thread. Only what a probe accepted is ever asked for."""
    picture = read_picture(query.picture) if query.picture else QImage()
    return Stills(picture, read_strip(query.strip), read_sound(query.wave))


def derivative(rows: Sequence[DerivativeRow], role: str) -> DerivativeRow | None:
    """The newest derivative of a role."""
    return next((row for row in reversed(rows) if row.role == role), None)


def read_picture(path: str, longest: int = LONGEST_SIDE) -> QImage:
    """A picture turned upright, scaled down while it is decoded; null when it cannot be read."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def read_strip(row: DerivativeRow | None) -> Strip:
    """A filmstrip as its facts describe it (`columns`, `rows`, `count`, `interval_ms`)."""
    if row is None:
        return Strip()
    image = read_picture(row.path, 1 << 14)
    columns, rows = _number(row, "columns", 1), _number(row, "rows", 1)
    count = min(columns * rows, _number(row, "count", columns * rows))
    return Strip() if image.isNull() else Strip(image, columns, rows, count, _number(row, "interval_ms", 0))


def read_sound(row: DerivativeRow | None) -> Sound:
    """What a waveform tells; nothing where there is none, or where it cannot be read."""
    if row is None:
        return Sound()
    try:
        wave = unpack(Path(row.path).read_bytes())
    except (OSError, DeskError):
        return Sound()
    return Sound(Loudness.of(wave), speech(wave), clipped(wave))


def _number(row: DerivativeRow, name: str, default: int) -> int:
    value = row.facts.get(name, default)
    return value if isinstance(value, int) and value > 0 else default
