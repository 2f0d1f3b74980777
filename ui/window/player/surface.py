"""Where the picture is painted. In: frames of the player, or a still picture. Out: pixels, letterboxed.

An own widget, because QVideoWidget is blank in pictures taken offscreen, and because overlays (who
is watching, later marks) lie on top. A frame brings its rotation; the picture is turned upright.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.window.player.watermark import paint_watermark

_BLACK = QColor(12, 14, 17)


class VideoSurface(QWidget):
    """Shows one frame or picture at a time, whole, in its own proportions, on black."""

    clicked = Signal()
    """Pressed with the left button: play or hold still."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._frame: QVideoFrame | None = None
        self._overlay = ""
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
    def image(self) -> QImage:
        """What is shown, upright (`toImage` turns a frame as its file says)."""
        if self._frame is not None:
            image, self._frame = self._frame.toImage(), None
            self._image = self._image if image.isNull() else image
        return self._image

    def picture_rect(self) -> QRectF:
        """Where the picture lies in the widget; empty while there is none."""
        if self.image.isNull():
            return QRectF()
        size = QSizeF(self.image.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the picture is as good as the space bar."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()
            event.accept()
        else:
            super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Black, the picture, the faint line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _BLACK)
        where = self.picture_rect()
        if not where.isEmpty():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(where, self._image)
        if self._overlay:
            wide = where.width() > self.width() / 2
            paint_watermark(painter, where if wide else QRectF(self.rect()), self._overlay)
        painter.end()
