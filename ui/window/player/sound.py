"""What is shown where a picture would be, when there is only sound. In: loudness, a position. Out: paint."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.window.player.watermark import paint_watermark
from ui.window.widgets.timeline_ground import paint_wave

_BLACK, _PLAYED, _AHEAD, _HEAD = QColor(12, 14, 17), QColor("#6ea8fe"), QColor("#4b5360"), QColor("#f28b82")


class SoundSurface(QWidget):
    """The waveform, large: what was heard already in colour. Dark in both looks, like the picture."""

    clicked = Signal()
    """Pressed with the left button: play or hold still."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._peaks: Sequence[float] = ()
        self._share, self._overlay = 0.0, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 136)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:
        """As large as a picture."""
        return QSize(960, 540)

    def set_peaks(self, peaks: Sequence[float]) -> None:
        """The loudness over time, 0 to 1, evenly spread."""
        self._peaks = peaks
        self.update()

    def set_share(self, share: float) -> None:
        """How much was heard already, 0 to 1."""
        if share != self._share:
            self._share = share
            self.update()

    def set_overlay(self, text: str) -> None:
        """A faint line over it: who is listening, and when."""
        if text != self._overlay:
            self._overlay = text
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press is as good as the space bar."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The waveform twice, cut at the position."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _BLACK)
        high = min(260.0, self.height() * 0.6)
        where = QRectF(32, (self.height() - high) / 2, max(1, self.width() - 64), high)
        cut = where.left() + where.width() * self._share
        for left, right, colour in ((0.0, cut, _PLAYED), (cut, float(self.width()), _AHEAD)):
            painter.setClipRect(QRectF(left, 0, right - left, self.height()))
            paint_wave(painter, where, self._peaks, colour)
        painter.setClipping(False)
        painter.fillRect(QRectF(cut - 0.75, where.top() - 12, 1.5, where.height() + 24), _HEAD)
        if self._overlay:
            paint_watermark(painter, QRectF(self.rect()), self._overlay)
        painter.end()
