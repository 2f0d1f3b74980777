"""What a reviewer is told beside picture and sound: speech, stretches, marks, speed.

In: values, what is in sight, room. Out: paint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from recorder_desk.domain.loudness import SPEECH_STEP_MS
from recorder_desk.domain.mark import MarkKind
from recorder_desk.domain.track import TrackPoint
from ui.phrases import Phrases
from ui.window.theme import Theme, text_font
from ui.window.widgets.mark_signs import SIDE, colour_of, paint_sign
from ui.window.widgets.sight import Sight
from ui.window.widgets.timeline_ground import soft, span_of

PatchKind = Literal["black", "frozen", "hole", "silent", "clipped", "mute"]
"""`hole`: no packet of the picture covers it; `mute`: none of the sound."""
ON_PICTURE: frozenset[PatchKind] = frozenset({"black", "frozen", "hole"})


@dataclass(frozen=True, slots=True)
class Patch:
    """A stretch that deserves a look; `name` is written into it where there is room."""

    kind: PatchKind
    from_ms: int
    until_ms: int
    name: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A mark on the timeline; `until_ms` 0: a moment. `tip` is told when the pointer is on it."""

    mark: str
    kind: MarkKind
    at_ms: int
    until_ms: int
    tip: str


def paint_speech(painter: QPainter, where: QRectF, speech: Sequence[float], sight: Sight, theme: Theme) -> None:
    """Where somebody probably speaks: the more likely, the fuller."""
    colour = theme.colour("accent")
    first = max(0, int(sight.from_ms // SPEECH_STEP_MS))
    last = min(len(speech), int(sight.until_ms // SPEECH_STEP_MS) + 1)
    stride = max(1, int((last - first) / max(1.0, where.width())))  # no more pieces than pixels
    for at in range(first, last, stride):
        told = max(speech[at : at + stride])
        if told >= 0.1:
            left, right = span_of(where, sight, at * SPEECH_STEP_MS, (at + stride) * SPEECH_STEP_MS)
            painter.fillRect(
                QRectF(left, where.top(), right - left, where.height()), soft(colour, round(40 + 200 * told))
            )


def paint_patches(
    painter: QPainter, strip: QRectF, wave: QRectF, patches: Sequence[Patch], sight: Sight, theme: Theme
) -> None:
    """Each over the lane it is about, hatched or shaded, with its name."""
    painter.setFont(text_font(11))
    metrics = painter.fontMetrics()
    for patch in patches:
        lane = strip if patch.kind in ON_PICTURE else wave
        left, right = span_of(lane, sight, patch.from_ms, patch.until_ms)
        if right < left or lane.isEmpty():
            continue
        where = QRectF(left, lane.top(), max(2.0, right - left), lane.height())
        painter.fillRect(where, _BACK.get(patch.kind, QColor(0, 0, 0, 0)))
        painter.fillRect(where, QBrush(_ink(patch.kind, theme), _FILL[patch.kind]))
        if where.width() > 30:
            text = metrics.elidedText(patch.name, Qt.TextElideMode.ElideRight, int(where.width() - 10))
            box = QRectF(where.left() + 3, where.bottom() - 17, metrics.horizontalAdvance(text) + 8, 15)
            painter.fillRect(box, soft(theme.colour("panel"), 225))
            painter.setPen(theme.colour("care"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


_FILL = {
    "black": Qt.BrushStyle.Dense6Pattern,
    "frozen": Qt.BrushStyle.VerPattern,
    "hole": Qt.BrushStyle.BDiagPattern,
    "mute": Qt.BrushStyle.BDiagPattern,
    "silent": Qt.BrushStyle.HorPattern,
    "clipped": Qt.BrushStyle.DiagCrossPattern,
}
_BACK = {"black": QColor(0, 0, 0, 150), "hole": QColor(0, 0, 0, 90), "mute": QColor(0, 0, 0, 40)}


def _ink(kind: PatchKind, theme: Theme) -> QColor:
    return soft(theme.colour("care"), 200 if kind in ("hole", "mute", "clipped") else 120)


def paint_flags(
    painter: QPainter,
    lane: QRectF,
    through: QRectF,
    flags: Sequence[Flag],
    sight: Sight,
    theme: Theme,
    phrases: Phrases,
) -> None:
    """A sign in the lane for each, with a line down through the lanes; a range has a bar to its end."""
    for flag in flags:
        colour = colour_of(flag.kind, theme)
        left, right = span_of(lane, sight, flag.at_ms, flag.until_ms or flag.at_ms)
        if flag.until_ms and right > left:
            painter.fillRect(QRectF(left, lane.center().y() - 3, right - left, 6), soft(colour, 110))
            painter.fillRect(QRectF(right - 2, lane.top() + 2, 2, lane.height() - 4), colour)
        if sight.holds(flag.at_ms):
            painter.setPen(QPen(colour, 1.5))
            painter.drawLine(QLineF(left, lane.top(), left, through.bottom()))
            paint_sign(painter, QRectF(left - SIDE / 2, lane.top() + 1, SIDE, SIDE), flag.kind, theme, phrases)


def flag_at(lane: QRectF, x: float, flags: Sequence[Flag], sight: Sight) -> Flag | None:
    """The mark whose sign lies there, the nearest; else one whose range does."""
    placed = [(abs(lane.left() + lane.width() * sight.share_of(each.at_ms) - x), each) for each in flags]
    near = min((each for each in placed if each[0] <= SIDE / 2 + 1), key=lambda each: each[0], default=None)
    if near is not None:
        return near[1]
    at = sight.at((x - lane.left()) / lane.width())
    return next((each for each in flags if each.until_ms and each.at_ms <= at <= each.until_ms), None)


def paint_speeds(painter: QPainter, lane: QRectF, points: Sequence[TrackPoint], sight: Sight, theme: Theme) -> None:
    """Speed over time by satellites, with the highest written at the left; where none is told the line is broken."""
    most = max((each.speed for each in points), default=0.0)
    top = max(most, 10 / 3.6)  # who hardly moves is not drawn as if racing
    lines: list[list[QPointF]] = [[]]
    for each in points:
        if each.speed < 0:
            lines.append([])
            continue
        x = lane.left() + lane.width() * sight.share_of(each.at_ms)
        lines[-1].append(QPointF(x, lane.bottom() - 2 - (lane.height() - 4) * each.speed / top))
    painter.save()
    painter.setClipRect(lane)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("quiet"), 1.5))
    for line in lines:
        painter.drawPolyline(QPolygonF(line))
    painter.setFont(text_font(10))
    painter.setPen(theme.colour("quiet"))
    painter.drawText(QPointF(lane.left() + 4, lane.top() + 10), f"{most * 3.6:.0f} km/h")
    painter.restore()


def paint_frames(painter: QPainter, where: QRectF, frame_ms: float, sight: Sight, theme: Theme) -> None:
    """A line where each frame begins, once they lie far enough apart to be told."""
    apart = where.width() * frame_ms / sight.span_ms if sight.span_ms else 0.0
    if apart < 12:
        return
    painter.setPen(QPen(soft(theme.colour("text"), 90), 1))
    first, last = int(sight.from_ms // frame_ms) + 1, int(sight.until_ms // frame_ms)
    painter.drawLines([
        QLineF(x, where.top(), x, where.bottom())
        for x in (where.left() + where.width() * sight.share_of(number * frame_ms) for number in range(first, last + 1))
    ])  # fmt: skip
