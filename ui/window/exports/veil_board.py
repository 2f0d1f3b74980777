"""A picture on which rectangles are drawn with the mouse. In: a frame and rectangles. Out: `drawn`, in its pixels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.window.theme import Theme

LEAST = 4


class VeilBoard(QWidget):
    """Shows a frame as large as there is room, and over it what is hidden there."""

    drawn = Signal(QRect)

    def __init__(self, theme: Theme, *, draws: bool = False) -> None:
        """`draws`: whether rectangles may be drawn."""
        super().__init__()
        self._theme, self._draws = theme, draws
        self._image = QImage()
        self._veils: Sequence[QRect] = ()
        self._chosen = -1
        self._from: QPointF | None = None
        self._to = QPointF()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 180)
        if draws:
            self.setCursor(Qt.CursorShape.CrossCursor)

    def sizeHint(self) -> QSize:
        """Room for a film."""
        return QSize(580, 326)

    def show_frame(self, image: QImage) -> None:
        """Another frame."""
        self._image = image
        self.update()

    def show_veils(self, veils: Sequence[QRect], chosen: int) -> None:
        """Where rectangles are now (null where one is not there); `chosen` is drawn strongly."""
        self._veils, self._chosen = veils, chosen
        self.update()

    @property
    def picture(self) -> QRectF:
        """Where the frame is, on this widget."""
        if self._image.isNull():
            return QRectF()
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - size.width()) / 2, (self.height() - size.height()) / 2, size.width(), size.height()
        )

    def _pixels(self, a: QPointF, b: QPointF) -> QRect:
        where = self.picture
        scale = self._image.width() / where.width()
        box = QRectF(a, b).normalized().intersected(where).translated(-where.topLeft())
        shown = QRectF(box.x() * scale, box.y() * scale, box.width() * scale, box.height() * scale)
        return shown.toAlignedRect().intersected(self._image.rect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A rectangle begins."""
        if self._draws and event.button() == Qt.MouseButton.LeftButton and self.picture.contains(event.position()):
            self._from = self._to = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It grows."""
        if self._from is not None:
            self._to = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It is there, if it is more than a slip of the hand."""
        if self._from is None:
            return
        box, self._from = self._pixels(self._from, event.position()), None
        self.update()
        if box.width() >= LEAST and box.height() >= LEAST:
            self.drawn.emit(box)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, rectangles, and the one that is being drawn."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0))
        if self._image.isNull():
            return
        where = self.picture
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(where, self._image)
        scale = where.width() / self._image.width()
        for number, veil in enumerate(self._veils):
            if not veil.isNull():
                box = QRectF(veil.x() * scale, veil.y() * scale, veil.width() * scale, veil.height() * scale)
                self._paint_veil(painter, box.translated(where.topLeft()), str(number + 1), number == self._chosen)
        if self._from is not None:
            painter.setPen(QPen(self._theme.colour("accent"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self._from, self._to).normalized())

    def _paint_veil(self, painter: QPainter, box: QRectF, name: str, chosen: bool) -> None:
        fill = QColor(20, 20, 20, 170)
        painter.setPen(QPen(self._theme.colour("accent") if chosen else QColor(230, 230, 230), 2 if chosen else 1))
        painter.setBrush(fill)
        painter.drawRect(box)
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
