"""How each kind of mark is drawn: a colour, a shape and a letter, so that none is told by its colour alone.

In: a kind, a place. Out: paint. The letter is the language's own (`player.mark.sign.<kind>`).
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from recorder_desk.domain.mark import MarkKind
from ui.phrases import Phrases
from ui.window.theme import Theme, text_font

SIDE = 16.0
_COLOURS: dict[MarkKind, tuple[str, str]] = {
    "start": ("#1f5fbf", "#6ea8fe"),
    "end": ("#1f5fbf", "#6ea8fe"),
    "certificate": ("#0b6b72", "#5cc4cc"),
    "rights": ("#6a3fb0", "#b79af0"),
    "question": ("#4a5a86", "#a3b3dd"),
    "refusal": ("#9c2f74", "#ee8fc6"),
    "signature": ("#35569c", "#93b2f2"),
    "sealing": ("#7a4b22", "#d8a877"),
    "other": ("#555d68", "#aab3bf"),
}
"""In the light and the dark look. None of them is the red, amber or green that mean state."""
_SHAPES: dict[MarkKind, tuple[tuple[float, float], ...]] = {
    "start": ((0, 0), (0.65, 0), (1, 0.5), (0.65, 1), (0, 1)),
    "end": ((1, 0), (0.35, 0), (0, 0.5), (0.35, 1), (1, 1)),
    "refusal": ((0.3, 0), (0.7, 0), (1, 0.3), (1, 0.7), (0.7, 1), (0.3, 1), (0, 0.7), (0, 0.3)),
    "rights": ((0.5, -0.06), (1.06, 0.5), (0.5, 1.06), (-0.06, 0.5)),
    "sealing": ((0.25, 0), (0.75, 0), (1.05, 0.5), (0.75, 1), (0.25, 1), (-0.05, 0.5)),
}
"""Corners in a square of side 1; kinds without are round (questions, other marks) or square."""
_ROUND = frozenset({"question", "other"})


def colour_of(kind: MarkKind, theme: Theme) -> QColor:
    """The colour of a kind in the look in force."""
    return QColor(_COLOURS[kind][1 if theme.dark else 0])


def paint_sign(painter: QPainter, where: QRectF, kind: MarkKind, theme: Theme, phrases: Phrases) -> None:
    """The sign of a kind, filling a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour_of(kind, theme))
    if kind in _SHAPES:
        points = [QPointF(where.left() + x * where.width(), where.top() + y * where.height()) for x, y in _SHAPES[kind]]
        painter.drawPolygon(QPolygonF(points))
    elif kind in _ROUND:
        painter.drawEllipse(where)
    else:
        painter.drawRoundedRect(where, 3, 3)
    painter.setPen(QColor("#ffffff") if not theme.dark else QColor("#10141a"))
    painter.setFont(text_font(round(where.height() * 0.66), bold=True))
    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, phrases.say(f"player.mark.sign.{kind}"))
    painter.restore()
