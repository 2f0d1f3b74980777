"""Text as pixels, for exports (ports.exports.Letters). In: a line of text and a height. Out: how much of each pixel it
covers.

Qt draws, with the fonts of this machine: every script the window can show stands in a picture too. What a person wrote
is never handed to a media program.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication

from recorder_desk.domain.ink import Ink
from recorder_desk.errors import DeskError

MOST_WIDTH = 20_000
_application: QApplication | None = None


class QtLetters:
    """Draws on whichever thread asks; `prepare` comes first, on the main thread."""

    def prepare(self) -> None:
        """See `Letters.prepare`. Without a window nothing is shown, and no screen is needed."""
        global _application
        if QGuiApplication.instance() is None:
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
            _application = QApplication(sys.argv[:1])

    def line(self, text: str, height: int) -> Ink:
        """See `Letters.line`."""
        if QGuiApplication.instance() is None:
            raise DeskError("export.no-letters", blame="environment")
        font = fitting(height)
        width = min(MOST_WIDTH, max(1, QFontMetrics(font).horizontalAdvance(text) + 1))
        image = QImage(width, height, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.black)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(font)
        painter.setPen(Qt.GlobalColor.white)
        where, flags = QRect(0, 0, width, height), Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(where, flags, text)
        painter.end()
        rows, stride = bytes(image.constBits()), image.bytesPerLine()
        return Ink(width, height, b"".join(rows[at * stride : at * stride + width] for at in range(height)))


def fitting(height: int) -> QFont:
    """The font whose lines are as high as that, or a little less."""
    font = QFont()
    font.setBold(True)
    size = height
    font.setPixelSize(size)
    while size > 4 and QFontMetrics(font).height() > height:
        size -= 1
        font.setPixelSize(size)
    return font
