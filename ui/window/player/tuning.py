"""Changing what a picture looks like on the screen, and nothing else. In: a QImage. Out: another one."""

from __future__ import annotations

from PySide6.QtGui import QImage


def tuned(image: QImage, table: bytes) -> QImage:
    """Each value of each colour replaced by what a table of 256 says."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    values = bytes(plain.constBits()).translate(table)
    made = QImage(values, plain.width(), plain.height(), plain.bytesPerLine(), QImage.Format.Format_RGB888).copy()
    made.setDevicePixelRatio(image.devicePixelRatio())
    return made


def deinterlaced(image: QImage) -> QImage:
    """The first of the two fields: every other line, half as high; to be painted as high as the whole."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    lines, step = (plain.height() + 1) // 2, 2 * plain.bytesPerLine()
    rows = bytes(plain.constBits()).ljust(lines * step, b"\0")
    return QImage(rows, plain.width(), lines, step, QImage.Format.Format_RGB32).copy()
