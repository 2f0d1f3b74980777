"""A lane for each recording on one time line. In: parts, a playhead. Out: scrubs, and which lane was pressed.

A bar where a recording ran, hatched where it has a hole, nothing where it did not run. Above them the time of day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.formats import clock
from ui.window.theme import Theme, text_font
from ui.window.widgets.label import plain_tip
from ui.window.widgets.sight import Sight
from ui.window.widgets.timeline_ground import paint_ruler, soft

_LONGEST_RULER_MS = 7 * 86_400_000
"""Where recordings lie farther apart, no ruler would tell anything."""
_MARGIN, _RULER, _LANE, _GAP, _NAME = 16, 24, 22, 4, 168


@dataclass(frozen=True, slots=True)
class Bar:
    """A recording's place on the line (ms from its beginning): where it ran, and the holes in it."""

    name: str
    since_ms: float
    until_ms: float
    gaps: tuple[tuple[float, float], ...] = ()
    lost: bool = False


class Lanes(QWidget):
    """All lanes, one playhead."""

    scrubbed = Signal(float)
    """The person wants to see this moment (ms from the line's beginning)."""
    picked = Signal(int)
    """The person pressed a lane's name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.bars: tuple[Bar, ...] = ()
        self._length_ms, self._at_ms, self._origin, self._chosen = 1.0, 0.0, "", 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    def show_bars(self, bars: Sequence[Bar], length_ms: float, origin: str, chosen: int) -> None:
        """What lies where; `origin`: the UTC stamp of the line's beginning or ''; `chosen` is heard."""
        self.bars, self._length_ms, self._origin, self._chosen = tuple(bars), max(1.0, length_ms), origin, chosen
        self.updateGeometry()
        self.update()

    def show_position(self, at_ms: float) -> None:
        """Where the playhead stands."""
        if round(at_ms) != round(self._at_ms):
            self._at_ms = at_ms
            self.update()

    def sizeHint(self) -> QSize:
        """A line for each."""
        return QSize(640, _RULER + max(2, len(self.bars)) * (_LANE + _GAP) + 10)

    def minimumSizeHint(self) -> QSize:
        """The same height, however narrow."""
        return QSize(360, self.sizeHint().height())

    # -- places --------------------------------------------------------------------------------------

    def _line(self) -> QRectF:
        left = _MARGIN + _NAME
        return QRectF(left, _RULER, max(1, self.width() - left - _MARGIN), len(self.bars) * (_LANE + _GAP))

    def x_of(self, at_ms: float) -> float:
        """Where a moment lies across the widget."""
        line = self._line()
        return line.left() + line.width() * max(0.0, min(1.0, at_ms / self._length_ms))

    def _at(self, x: float) -> float:
        line = self._line()
        return self._length_ms * max(0.0, min(1.0, (x - line.left()) / line.width()))

    # -- painting ------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ruler, lanes, playhead."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("panel"))
        line = self._line()
        ruler = QRectF(line.left(), 0, line.width(), _RULER)
        if self._length_ms <= _LONGEST_RULER_MS:
            paint_ruler(painter, ruler, Sight.whole(round(self._length_ms)), self._origin, self._theme)
        for number, bar in enumerate(self.bars):
            top = _RULER + number * (_LANE + _GAP)
            self._paint_name(painter, number, bar, QRectF(_MARGIN, top, _NAME - 12, _LANE))
            self._paint_bar(painter, bar, QRectF(line.left(), top, line.width(), _LANE), number == self._chosen)
        x, red = self.x_of(self._at_ms), self._theme.colour("bad")
        painter.setPen(QPen(red, 1.5))
        painter.drawLine(QLineF(x, _RULER - 6, x, line.bottom()))
        painter.end()

    def _paint_name(self, painter: QPainter, number: int, bar: Bar, where: QRectF) -> None:
        chosen = number == self._chosen
        painter.setFont(text_font(12, bold=chosen))
        painter.setPen(self._theme.colour("text" if chosen else "quiet"))
        words = f"{number + 1}  {bar.name}"
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, int(where.width()))
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _paint_bar(self, painter: QPainter, bar: Bar, where: QRectF, chosen: bool) -> None:
        painter.fillRect(where, self._theme.colour("stripe"))
        left, right = self.x_of(bar.since_ms), self.x_of(bar.until_ms)
        ran = QRectF(left, where.top() + 3, max(2.0, right - left), where.height() - 6)
        colour = self._theme.colour("care" if bar.lost else "accent")
        painter.fillRect(ran, soft(colour, 255 if chosen else 130))
        for since, until in bar.gaps:
            gap = QRectF(self.x_of(since), ran.top(), max(2.0, self.x_of(until) - self.x_of(since)), ran.height())
            painter.fillRect(gap, self._theme.colour("panel"))
            painter.fillRect(gap, QBrush(self._theme.colour("care"), Qt.BrushStyle.BDiagPattern))

    # -- hands ---------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A name chooses its lane; anywhere else goes there."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        where = event.position()
        if where.x() < self._line().left() - 6:
            number = int((where.y() - _RULER) // (_LANE + _GAP))
            if 0 <= number < len(self.bars):
                self.picked.emit(number)
        else:
            self.scrubbed.emit(self._at(where.x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag to scrub; else tell the moment under the pointer."""
        at = self._at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.scrubbed.emit(at)
        else:
            self.setToolTip(plain_tip(clock(round(at))))
