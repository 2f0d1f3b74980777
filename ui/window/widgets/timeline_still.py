"""All that lies still on the timeline, laid out in lanes and painted once for each sight. In: values. Out: a picture.

From top to bottom: a ruler, marks, the filmstrip, the waveform with the speech below it, speed, the names of the
ranges that are linked. A lane that has nothing to show takes no room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

from recorder_desk.domain.loudness import Loudness
from recorder_desk.domain.track import TrackPoint
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.along import FOOT, MARGIN
from ui.window.widgets.sight import Sight
from ui.window.widgets.timeline_ground import Band, Strip, paint_bands, paint_ruler, paint_strip, paint_wave
from ui.window.widgets.timeline_lanes import (
    Flag,
    Patch,
    paint_flags,
    paint_frames,
    paint_patches,
    paint_speech,
    paint_speeds,
)

RULER, FLAGS, STRIP, WAVE, SPEECH, SPEED, NAMES, GAP = 24, 18, 48, 44, 5, 26, 20, 4


@dataclass(slots=True)
class Still:
    """What there is to show. `origin`: the UTC stamp of the beginning, '' to count from 0; `frame_ms` 0: no frames."""

    origin: str = ""
    strip: Strip = field(default_factory=Strip)
    loudness: Loudness | None = None
    speech: Sequence[float] = ()
    bands: tuple[Band, ...] = ()
    patches: tuple[Patch, ...] = ()
    flags: tuple[Flag, ...] = ()
    speeds: tuple[TrackPoint, ...] = ()
    frame_ms: float = 0.0

    @property
    def has_strip(self) -> bool:
        """Whether there is a filmstrip."""
        return self.strip.count > 0 and not self.strip.image.isNull()


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where each lane lies; empty ones have no height."""

    ruler: QRectF
    flags: QRectF
    strip: QRectF
    wave: QRectF
    speech: QRectF
    speed: QRectF
    all: QRectF
    height: int


def lanes_of(still: Still, width: int) -> Lanes:
    """Lay out the lanes in a width."""
    across = max(1, width - 2 * MARGIN)
    top = float(RULER)

    def lane(height: float, gap: float = 0.0) -> QRectF:
        nonlocal top
        rect = QRectF(MARGIN, top, across, height)
        top += height + (gap if height else 0.0)
        return rect

    flags = lane(FLAGS if still.flags else 0)
    begins = top
    sound = bool(still.loudness)
    strip = lane(STRIP if still.has_strip else 0 if sound else 20, GAP if sound or still.speeds else 0)
    wave, speech = lane(WAVE if sound else 0), lane(SPEECH if sound and len(still.speech) else 0)
    speed = lane(SPEED if len(still.speeds) > 1 else 0)
    whole = QRectF(MARGIN, begins, across, top - begins)
    height = top + (NAMES if still.bands else 0) + FOOT
    return Lanes(QRectF(MARGIN, 0, across, RULER), flags, strip, wave, speech, speed, whole, int(height))


def paint_still(size: QSize, scale: float, still: Still, sight: Sight, theme: Theme, phrases: Phrases) -> QPixmap:
    """The picture of what is in sight, sharp at this screen's scale."""
    lanes = lanes_of(still, size.width())
    picture = QPixmap(round(size.width() * scale), round(size.height() * scale))
    picture.setDevicePixelRatio(scale)
    picture.fill(theme.colour("panel"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillRect(lanes.all, theme.colour("stripe"))
    paint_ruler(painter, lanes.ruler, sight, still.origin, theme)
    if sight.length_ms:
        _paint_lanes(painter, lanes, still, sight, theme)
        paint_patches(painter, lanes.strip, lanes.wave, still.patches, sight, theme)
        paint_bands(painter, lanes.all, still.bands, sight, theme)
        paint_flags(painter, lanes.flags, lanes.all, still.flags, sight, theme, phrases)
    painter.end()
    return picture


def _paint_lanes(painter: QPainter, lanes: Lanes, still: Still, sight: Sight, theme: Theme) -> None:
    if still.has_strip:
        paint_strip(painter, lanes.strip, still.strip, sight)
    if still.loudness:
        columns = still.loudness.columns(sight.from_ms, sight.until_ms, max(1, int(lanes.wave.width())))
        paint_wave(painter, lanes.wave, columns, theme.colour("accent"))
    if not lanes.speech.isEmpty():
        paint_speech(painter, lanes.speech, still.speech, sight, theme)
    if not lanes.speed.isEmpty():
        paint_speeds(painter, lanes.speed, still.speeds, sight, theme)
    if still.frame_ms:
        paint_frames(painter, lanes.all, still.frame_ms, sight, theme)
