"""Rows of registers: one line each, a state as a chip with an icon and a word. In: rows. Out: paint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from ui.window import icons
from ui.window.delegates import AnyIndex, TextDelegate, draw_ground, draw_line
from ui.window.rows_model import ROW
from ui.window.theme import Theme, text_font

SIGN = 14


@dataclass(frozen=True, slots=True)
class State:
    """A state: an icon, a word and the tone of both (`good`, `care`, `bad`, `quiet`)."""

    icon: str
    word: str
    tone: str


class RegisterDelegate(TextDelegate):
    """As `TextDelegate`, and chips where a cell is a state."""

    def __init__(
        self, theme: Theme, parent: QWidget, height: int, icon_of: Callable[[object], str],
        state_of: Callable[[object, int], State | None],
    ) -> None:  # fmt: skip
        """`state_of` tells of a row and a column whether its cell is a state."""
        super().__init__(theme, parent, height, icon_of)
        self._state_of = state_of

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One cell."""
        row = index.data(ROW)
        state = self._state_of(row, index.column()) if row is not None else None
        if state is None:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, self._theme, option, index)
        draw_state(painter, self._theme, QRectF(option.rect).adjusted(8, 0, -8, 0), state)
        painter.restore()


def draw_state(painter: QPainter, theme: Theme, box: QRectF, state: State) -> None:
    """Icon and word, in the tone of the state."""
    device = painter.device()
    ratio = device.devicePixelRatio() if device is not None else 1.0
    font = text_font(12)
    width = min(box.width(), QFontMetricsF(font).horizontalAdvance(state.word) + SIGN + 22)
    chip = QRectF(box.left(), box.center().y() - 11, width, 22)
    painter.setPen(theme.colour("line" if state.tone == "quiet" else f"{state.tone}_soft"))
    painter.setBrush(theme.colour("ground" if state.tone == "quiet" else f"{state.tone}_soft"))
    painter.drawRoundedRect(chip, 11, 11)
    sign = icons.pixmap(state.icon, getattr(theme.tokens, state.tone), SIGN, ratio)
    painter.drawPixmap(round(chip.left() + 7), round(chip.center().y() - SIGN / 2), sign)
    painter.setPen(theme.colour(state.tone))
    draw_line(painter, chip.adjusted(SIGN + 12, 0, -6, 0), font, state.word)
