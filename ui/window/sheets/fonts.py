"""The fonts of printed sheets. In: what a line is. Out: its font, and how it is set.

Figures of Latin lines have signs of their own in Noto CJK that no letter leads to: nobody could find or copy them in a
PDF. So local forms are off, and the window's own font, with its tabular figures, is not taken.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtGui import QColor, QFont, QFontDatabase, QTextCharFormat

from ui.window.theme import FAMILIES

Role = Literal["title", "head", "body", "quiet", "mono", "strong", "code"]
INK = QColor("#000000")
_SIZES: dict[Role, float] = {
    "title": 16, "head": 12, "body": 9.5, "quiet": 8, "mono": 6.5, "strong": 9.5, "code": 15,
}  # fmt: skip
_BOLD: tuple[Role, ...] = ("title", "head", "strong", "code")


def font_of(role: Role) -> QFont:
    """The font of a line."""
    mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if role in ("mono", "code") else None
    font = QFont(mono.families() if mono else FAMILIES)
    font.setPointSizeF(_SIZES[role])
    font.setBold(role in _BOLD)
    font.setFeature(QFont.Tag("locl"), 0)
    return font


def format_of(role: Role) -> QTextCharFormat:
    """How a line is set: black on white, whatever the window looks like."""
    shape = QTextCharFormat()
    shape.setFont(font_of(role))
    shape.setForeground(INK)
    return shape
