"""The way of a recording as a line, north up, with a scale; no map, nothing is asked of a network.

In: a Track. Out: `go` to the position in the film that belongs to the place under the pointer or the cursor.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from recorder_desk.domain.track import Track, TrackPoint
from ui import formats
from ui.phrases import Phrases
from ui.track_words import at_words, summary
from ui.window.theme import Theme

MARGIN = 18
DEGREE_M = 111_195.0
LEAST_M = 20.0
"""A recorder that stood still is not drawn as if its unsteady places were a walk."""


class TrackView(QWidget):
    """Arrow keys go along it, Enter or a click goes to the film there."""

    go = Signal(int)
    """A position in the recording, ms."""
    told = Signal(str)
    """The place under the pointer or the cursor in words, '' for none."""

    def __init__(self, theme: Theme, phrases: Phrases, track: Track) -> None:
        """`track` has at least two points."""
        super().__init__()
        self._theme, self._track, self.at = theme, track, -1
        self._middle = (
            (min(each.latitude for each in track.points) + max(each.latitude for each in track.points)) / 2,
            (min(each.longitude for each in track.points) + max(each.longitude for each in track.points)) / 2,
        )
        self._metres = [self._place(each) for each in track.points]
        self._drawn: list[QPointF] = []
        self._scale = 1.0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{phrases.say('window.inspector.track')}: {summary(track, phrases)}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(170)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As wide as the inspector."""
        return QSize(308, 170)

    def _place(self, point: TrackPoint) -> tuple[float, float]:
        """Metres east and north of the middle: flat enough for a walk."""
        north = (point.latitude - self._middle[0]) * DEGREE_M
        east = (point.longitude - self._middle[1]) * DEGREE_M * math.cos(math.radians(self._middle[0]))
        return east, north

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The whole way fits."""
        wide = max(LEAST_M, 2 * max(abs(east) for east, _ in self._metres))
        high = max(LEAST_M, 2 * max(abs(north) for _, north in self._metres))
        room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN - 8)
        self._scale = max(1e-9, min(room.width() / wide, room.height() / high))
        self._drawn = [room.center() + QPointF(east, -north) * self._scale for east, north in self._metres]

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, a dot where it begins, a ring where it ends, and how long a piece of it is."""
        painter, colour = QPainter(self), self._theme.colour
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent" if self.hasFocus() else "line"), 1))
        painter.setBrush(colour("stripe"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour("accent"), 2, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(self._drawn))
        painter.drawEllipse(self._drawn[-1], 4.5, 4.5)
        painter.setBrush(colour("accent"))
        painter.drawEllipse(self._drawn[0], 4, 4)
        if self.at >= 0:
            painter.setPen(QPen(colour("panel"), 2))
            painter.setBrush(colour("care"))
            painter.drawEllipse(self._drawn[self.at], 6, 6)
        self._paint_scale(painter)

    def _paint_scale(self, painter: QPainter) -> None:
        metres = _round_length(90 / self._scale)
        left, bottom, long = MARGIN - 6.0, self.height() - 9.0, metres * self._scale
        painter.setPen(QPen(self._theme.colour("quiet"), 1))
        painter.drawLine(QPointF(left, bottom), QPointF(left + long, bottom))
        for end in (left, left + long):
            painter.drawLine(QPointF(end, bottom - 3), QPointF(end, bottom))
        painter.drawText(QPointF(left + long + 6, bottom + 1), formats.distance(metres))
        painter.drawText(QPointF(self.width() - 22.0, 18.0), "N")
        painter.drawLine(QPointF(self.width() - 18.0, 36.0), QPointF(self.width() - 18.0, 23.0))

    # -- going along it ------------------------------------------------------------------------------

    def show_point(self, at: int) -> None:
        """Mark this point (-1: none) and tell of it."""
        if at != self.at:
            self.at = at
            self.told.emit(at_words(self._track.points[at]) if at >= 0 else "")
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The nearest point."""
        place = event.position()
        apart = [(place - each).manhattanLength() for each in self._drawn]
        self.show_point(apart.index(min(apart)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """To the film."""
        self.mouseMoveEvent(event)
        self.go.emit(self._track.points[self.at].at_ms)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Along the way, and to the film."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -20, Qt.Key.Key_PageDown: 20}
        last = len(self._drawn) - 1
        if (step := steps.get(Qt.Key(event.key()))) is not None:
            self.show_point(max(0, min(last, self.at + step)))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.show_point(0 if event.key() == Qt.Key.Key_Home else last)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go.emit(self._track.points[max(0, self.at)].at_ms)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Its frame shows it."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Its frame shows it."""
        super().focusOutEvent(event)
        self.update()


def _round_length(metres: float) -> int:
    """1, 2 or 5 times a power of ten, not longer than this, at least a metre."""
    ten = 10 ** math.floor(math.log10(max(1.0, metres)))
    return int(next(step * ten for step in (5, 2, 1) if step * ten <= max(1.0, metres)))
