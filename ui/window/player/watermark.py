"""Who is watching, and when, drawn faintly over what is shown. In: words, room. Out: paint.

Light letters with a dark edge: to be read on snow and at night, and not in the way of either.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from ui.window.theme import text_font

_LETTER, _EDGE = QColor(255, 255, 255, 130), QColor(0, 0, 0, 120)
_LEAST, _MOST = 12, 16


def paint_watermark(painter: QPainter, room: QRectF, words: str) -> None:
    """One line in the upper right corner of `room`, cut short where it does not fit."""
    font = QFont(text_font(max(_LEAST, min(_MOST, round(room.height() / 30)))))
    inside, metrics = room.adjusted(12, 10, -12, -10), QFontMetricsF(font)
    told = metrics.elidedText(words, Qt.TextElideMode.ElideLeft, inside.width())  # the time is never cut
    path = QPainterPath()
    path.addText(QPointF(inside.right() - metrics.horizontalAdvance(told), inside.top() + metrics.ascent()), font, told)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.strokePath(path, QPen(_EDGE, 2.2, j=Qt.PenJoinStyle.RoundJoin))
    painter.fillPath(path, _LETTER)
    painter.restore()
