"""What lies under the pointer on the timeline: a small picture, its time, what is said of that place.

In: values. Out: paint.

A child of the player, above the timeline: a window of its own would take the keyboard on some desktops.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.window.theme import Theme, text_font
from ui.window.widgets.timeline_ground import Strip

HIGH, PAD, LINE = 108, 6, 17


class HoverCard(QWidget):
    """Takes no clicks and no keyboard; hidden when the pointer leaves."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._parent = theme, parent
        self._picture, self._cell = QImage(), QRectF()
        self.lines: tuple[str, ...] = ()
        self.at_ms = -1
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_place(self, at_ms: int, lines: tuple[str, ...], strip: Strip, length_ms: int, x: int, bottom: int) -> None:
        """The nearest small picture of the strip at once; above `bottom`, in the middle at `x`."""
        if at_ms != self.at_ms:
            self._picture, self._cell = QImage(), QRectF()
            if strip.count and not strip.image.isNull():
                self._picture, self._cell = strip.image, strip.cell(strip.at(at_ms, length_ms))
        self.at_ms, self.lines = at_ms, lines
        self._place(x, bottom)

    def show_exact(self, at_ms: int, picture: QImage) -> None:
        """The very frame, once it is there; one that comes for another place is left out."""
        if at_ms == self.at_ms and not picture.isNull():
            self._picture, self._cell = picture, QRectF(picture.rect())
            self.update()

    def _place(self, x: int, bottom: int) -> None:
        metrics = self.fontMetrics()
        words = max((metrics.horizontalAdvance(each) for each in self.lines), default=0)
        ratio = self._cell.width() / self._cell.height() if self._cell.height() else 0.0
        wide = int(max(words, HIGH * ratio)) + 2 * PAD
        high = (HIGH + PAD if ratio else 0) + LINE * len(self.lines) + 2 * PAD
        left = max(4, min(self._parent.width() - wide - 4, x - wide // 2))
        self.setGeometry(left, max(0, bottom - high), wide, high)
        self.show()
        self.raise_()
        self.update()

    def leave(self) -> None:
        """The pointer is elsewhere."""
        self.at_ms = -1
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture over the words."""
        painter, colour = QPainter(self), self._theme.colour
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(colour("line"), 1))
        painter.setBrush(colour("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        top = float(PAD)
        if not self._cell.isEmpty():
            wide = HIGH * self._cell.width() / self._cell.height()
            painter.drawImage(QRectF((self.width() - wide) / 2, top, wide, HIGH), self._picture, self._cell)
            top += HIGH + PAD
        painter.setFont(text_font(12))
        for number, line in enumerate(self.lines):
            painter.setPen(colour("quiet" if number else "text"))
            box = QRectF(PAD, top + number * LINE, self.width() - 2 * PAD, LINE)
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, line)
