"""Where the picture is painted. In: frames of the player, or a still picture; how it is looked at. Out: pixels.

An own widget, because QVideoWidget is blank in pictures taken offscreen, and because overlays (who
is watching) lie on top. A frame brings its rotation; the picture is turned upright, and further as the look says.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.window.player.look import STEP, Look
from ui.window.player.tuning import deinterlaced, tuned
from ui.window.player.watermark import paint_watermark

_BLACK = QColor(12, 14, 17)
_STILL_PX = 4
"""Moved less than this between press and release, it was a click."""


class VideoSurface(QWidget):
    """Shows one frame or picture at a time, in its own proportions, on black: whole, or the part that is looked at."""

    clicked = Signal()
    """A click with the left button: play or hold still."""
    looked = Signal()
    """`look` is another now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._frame: QVideoFrame | None = None
        self._overlay = ""
        self._look = Look()
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 136)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:
        """A sixteenth-by-ninth picture of moderate size."""
        return QSize(960, 540)

    @Slot(QVideoFrame)
    def show_frame(self, frame: QVideoFrame) -> None:
        """Show a frame of the player. It is unpacked when painted: at 16 times speed most never are."""
        self._frame = frame
        self.update()

    def show_image(self, image: QImage) -> None:
        """Show a picture (a photo, a poster), or nothing with a null image."""
        self._image, self._frame = image, None
        self.update()

    def set_overlay(self, text: str) -> None:
        """A faint line over the picture: who is watching, and when."""
        self._overlay = text
        self.update()

    @property
    def look(self) -> Look:
        """How it is looked at."""
        return self._look

    def set_look(self, look: Look) -> None:
        """Look at it differently."""
        if look != self._look:
            self._look = look
            self.setCursor(Qt.CursorShape.OpenHandCursor if look.is_near else Qt.CursorShape.ArrowCursor)
            self.update()
            self.looked.emit()

    @property
    def image(self) -> QImage:
        """What is shown, upright (`toImage` turns a frame as its file says), not as it is looked at."""
        if self._frame is not None:
            image, self._frame = self._frame.toImage(), None
            self._image = self._image if image.isNull() else image
        return self._image

    def picture_rect(self) -> QRectF:
        """Where the whole picture would lie, turned as it is looked at; empty while there is none."""
        if self.image.isNull():
            return QRectF()
        size = QSizeF(self.image.size())
        if self._look.turns % 2:
            size.transpose()
        size = size.scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio) * self._look.zoom
        middle = QPointF(self.width() / 2, self.height() / 2)
        left = _along(size.width(), self._look.x, middle.x())
        top = _along(size.height(), self._look.y, middle.y())
        return QRectF(left, top, size.width(), size.height())

    # -- hands -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click is as good as the space bar; dragging moves what is seen."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is seen, as soon as it is more than a click."""
        if self._pressed is None or not self._look.is_near:
            return
        by, where = event.position() - self._pressed, self.picture_rect()
        if not where.isEmpty() and (self._dragged or by.manhattanLength() >= _STILL_PX):
            self._dragged, self._pressed = True, event.position()
            self.set_look(self._look.moved(-by.x() / where.width(), -by.y() / where.height()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing was dragged: it was a click."""
        if event.button() == Qt.MouseButton.LeftButton and self._pressed is not None:
            self._pressed = None
            if not self._dragged:
                self.clicked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl: closer or farther, around the pointer."""
        where, turn = self.picture_rect(), event.angleDelta().y()
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier or where.isEmpty() or not turn:
            super().wheelEvent(event)
            return
        at = event.position() - where.topLeft()
        self.set_look(self._look.zoomed(STEP ** (turn / 120), at.x() / where.width(), at.y() / where.height()))
        event.accept()

    # -- painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Black, the picture, the faint line."""
        where, look = self.picture_rect(), self._look
        painter = QPainter(self)
        if look.is_tuned and not where.isEmpty():
            scale = self.devicePixelRatioF()
            shown = QImage(self.size() * scale, QImage.Format.Format_RGB32)
            shown.setDevicePixelRatio(scale)
            under = QPainter(shown)
            self._paint_picture(under, where)
            under.end()
            painter.drawImage(QRectF(self.rect()), tuned(shown, look.table()))
        else:
            self._paint_picture(painter, where)
        if self._overlay:
            seen = where.intersected(QRectF(self.rect()))
            room = seen if seen.width() > self.width() / 2 else QRectF(self.rect())
            paint_watermark(painter, room, self._overlay)
        painter.end()

    def _paint_picture(self, painter: QPainter, where: QRectF) -> None:
        painter.fillRect(self.rect(), _BLACK)
        if where.isEmpty():
            return
        image = self._image
        if self._look.deinterlaced:
            image = deinterlaced(image)
        painter.save()
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform, self._look.zoom < 6
        )  # then pixels are looked at
        painter.translate(where.center())
        painter.rotate(90 * self._look.turns)
        size = where.size().transposed() if self._look.turns % 2 else where.size()
        painter.drawImage(QRectF(-size.width() / 2, -size.height() / 2, size.width(), size.height()), image)
        painter.restore()


def _along(long: float, share: float, middle: float) -> float:
    """Where a side begins, so that the place looked at is in the middle, and no black shows that need not."""
    room = 2 * middle
    if long <= room:
        return middle - long / 2
    return min(0.0, max(room - long, middle - share * long))
