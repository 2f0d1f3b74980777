"""The time of one recording as a strip. In: length, pictures, sound, bands, a position. Out: scrubs.

From top to bottom: a ruler (time of day where it is known), the filmstrip, the waveform, and under
them the names of the bands (ranges that are linked). Click or drag to scrub; with the keyboard on
it, the arrows, Page Up and Down, Home and End move the position.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.formats import clock
from ui.window.theme import Theme
from ui.window.widgets.label import plain_tip
from ui.window.widgets.timeline_ground import (
    Band,
    Strip,
    paint_bands,
    paint_ruler,
    paint_strip,
    paint_wave,
    soft,
)

MARGIN, RULER, STRIP, WAVE, NAMES, GAP = 16, 24, 48, 44, 20, 4


class Timeline(QWidget):
    """Time ruler, filmstrip, waveform, bands, in and out points, playhead."""

    scrubbed = Signal(int)
    """The person wants to see this position (ms)."""
    scrub_ended = Signal()
    """The mouse was let go."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._length_ms = self._position_ms = 0
        self._in_ms = self._out_ms = -1
        self._origin = ""
        self._strip = Strip()
        self._peaks: Sequence[float] = ()
        self._bands: tuple[Band, ...] = ()
        self._ground: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._repaint_ground)

    # -- what is shown ---------------------------------------------------------------------------

    def set_length(self, length_ms: int, origin: str = "") -> None:
        """How long it is; `origin` is the UTC stamp at which it begins, or '' to count from 0."""
        self._length_ms, self._origin = max(0, length_ms), origin
        self._repaint_ground()

    def set_position(self, position_ms: int) -> None:
        """Where the playhead stands."""
        if position_ms != self._position_ms:
            self._position_ms = position_ms
            self.update()

    def set_strip(self, strip: Strip) -> None:
        """The filmstrip (`Strip()` for none)."""
        self._strip = strip
        self.updateGeometry()
        self._repaint_ground()

    def set_peaks(self, peaks: Sequence[float]) -> None:
        """The loudness over time, 0 to 1, evenly spread (empty for none)."""
        self._peaks = peaks
        self.updateGeometry()
        self._repaint_ground()

    def set_bands(self, bands: Sequence[Band]) -> None:
        """The ranges that have a name."""
        self._bands = tuple(bands)
        self.updateGeometry()
        self._repaint_ground()

    def set_range(self, in_ms: int, out_ms: int) -> None:
        """The in and out points; -1 for none."""
        self._in_ms, self._out_ms = in_ms, out_ms
        self.update()

    @property
    def position_ms(self) -> int:
        """Where the playhead stands."""
        return self._position_ms

    # -- places ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As high as what there is to show."""
        return QSize(640, int(self._lanes_bottom() + (NAMES if self._bands else 8)))

    def minimumSizeHint(self) -> QSize:
        """The same height, however narrow."""
        return QSize(200, self.sizeHint().height())

    def x_of(self, position_ms: int) -> float:
        """Where a position lies across the widget."""
        share = position_ms / self._length_ms if self._length_ms else 0.0
        return MARGIN + (self.width() - 2 * MARGIN) * min(1.0, max(0.0, share))

    def position_at(self, x: float) -> int:
        """Which position lies at a place across the widget."""
        share = (x - MARGIN) / max(1, self.width() - 2 * MARGIN)
        return round(self._length_ms * min(1.0, max(0.0, share)))

    def _has_strip(self) -> bool:
        return self._strip.count > 0 and not self._strip.image.isNull()

    def _lanes_bottom(self) -> float:
        strip = STRIP + GAP if self._has_strip() else 0
        wave = WAVE if self._peaks else 0
        return RULER + (strip + wave if strip or wave else 20)

    def _lanes(self) -> QRectF:
        return QRectF(MARGIN, RULER, max(1, self.width() - 2 * MARGIN), self._lanes_bottom() - RULER)

    # -- painting --------------------------------------------------------------------------------

    @Slot()
    def _repaint_ground(self) -> None:
        self._ground = None
        self.update()

    def _paint_ground(self) -> QPixmap:
        scale = self.devicePixelRatioF()
        ground = QPixmap(round(self.width() * scale), round(self.height() * scale))
        ground.setDevicePixelRatio(scale)
        ground.fill(self._theme.colour("panel"))
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        lanes = self._lanes()
        painter.fillRect(lanes, self._theme.colour("stripe"))
        ruler = QRectF(lanes.left(), 0, lanes.width(), RULER)
        paint_ruler(painter, ruler, self._length_ms, self._origin, self._theme)
        top = lanes.top()
        if self._has_strip():
            paint_strip(painter, QRectF(lanes.left(), top, lanes.width(), STRIP), self._strip, self._length_ms)
            top += STRIP + GAP
        if self._peaks:
            wave = QRectF(lanes.left(), top, lanes.width(), WAVE)
            paint_wave(painter, wave, self._peaks, self._theme.colour("accent"))
        paint_bands(painter, lanes, self._bands, self._length_ms, self._theme)
        painter.end()
        return ground

    def paintEvent(self, event: QPaintEvent) -> None:
        """The still ground, then the range, the playhead and the focus ring."""
        scale = self.devicePixelRatioF()
        ground = self._ground
        if ground is None or ground.size() != self.size() * scale:
            ground = self._ground = self._paint_ground()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, ground)
        if self._length_ms:
            self._paint_range(painter)
            self._paint_playhead(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_range(self, painter: QPainter) -> None:
        if self._in_ms < 0 and self._out_ms < 0:
            return
        lanes, accent = self._lanes(), self._theme.colour("accent")
        left = self.x_of(max(0, self._in_ms))
        right = self.x_of(self._out_ms if self._out_ms >= 0 else self._length_ms)
        shade = soft(self._theme.colour("ground"), 170)
        painter.fillRect(QRectF(lanes.left(), lanes.top(), left - lanes.left(), lanes.height()), shade)
        painter.fillRect(QRectF(right, lanes.top(), lanes.right() - right, lanes.height()), shade)
        painter.setPen(QPen(accent, 2))
        for x, inwards, there in ((left, 6, self._in_ms >= 0), (right, -6, self._out_ms >= 0)):
            if there:
                painter.drawLine(QLineF(x, lanes.top(), x, lanes.bottom()))
                painter.drawLine(QLineF(x, lanes.top() + 1, x + inwards, lanes.top() + 1))
                painter.drawLine(QLineF(x, lanes.bottom() - 1, x + inwards, lanes.bottom() - 1))

    def _paint_playhead(self, painter: QPainter) -> None:
        x, red = self.x_of(self._position_ms), self._theme.colour("bad")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(red, 1.5))
        painter.drawLine(QLineF(x, RULER - 6, x, self._lanes_bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(red)
        top = RULER - 8.0
        painter.drawPolygon(QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 7)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # -- hands -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where it was pressed."""
        if event.button() == Qt.MouseButton.LeftButton and self._length_ms:
            self.scrubbed.emit(self.position_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag to scrub; otherwise tell the time under the pointer."""
        at = self.position_at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton and self._length_ms:
            self.scrubbed.emit(at)
        elif self._length_ms:
            self.setToolTip(plain_tip(clock(at)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Scrubbing is over."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.scrub_ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Down move a tenth; the rest is the player's (it hears what is left alone here)."""
        tenth = self._length_ms // 10
        by = {Qt.Key.Key_PageUp: -tenth, Qt.Key.Key_PageDown: tenth}.get(Qt.Key(event.key()))
        if by is None or not self._length_ms:
            super().keyPressEvent(event)
            return
        self.scrubbed.emit(min(self._length_ms, max(0, self._position_ms + by)))
