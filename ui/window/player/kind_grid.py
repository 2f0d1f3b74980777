"""Choosing the kind of a mark with one key. In: digits, letters, arrows, clicks. Out: `kind`, and `picked`."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from recorder_desk.domain.mark import KINDS, MarkKind
from ui.phrases import Phrases
from ui.window.theme import Theme, text_font
from ui.window.widgets.mark_signs import paint_sign

COLUMNS, ROW = 2, 28
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Down: COLUMNS}


class KindGrid(QWidget):
    """Every kind with its digit, its sign and its name; one is chosen."""

    picked = Signal()
    """A digit, a letter or a click chose: go on to what comes next."""

    def __init__(self, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self._phrases, self._theme = phrases, theme
        self.kind: MarkKind = "other"
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.choose("other")

    def sizeHint(self) -> QSize:
        """Two columns."""
        return QSize(280, ROW * -(-len(KINDS) // COLUMNS) + 4)

    def choose(self, kind: MarkKind) -> None:
        """This one."""
        self.kind = kind
        name = self._phrases.word(f"mark-{kind}")
        self.setAccessibleName(f"{self._phrases.say('player.mark.kind')}: {name}")
        self.update()

    def _cell(self, number: int) -> QRectF:
        row, column = divmod(number, COLUMNS)
        wide = (self.width() - 4) / COLUMNS
        return QRectF(2 + column * wide, 2 + row * ROW, wide, ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit or the letter of the sign chooses; the arrows go from one to the next."""
        typed, place = event.text().upper(), KINDS.index(self.kind)
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        )
        signs = [self._phrases.say(f"player.mark.sign.{kind}") for kind in KINDS]
        if plain and typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(KINDS):
            self.choose(KINDS[int(typed) - 1])
            self.picked.emit()
        elif plain and typed and typed in signs:
            self.choose(KINDS[signs.index(typed)])
            self.picked.emit()
        elif (by := _MOVES.get(Qt.Key(event.key()))) is not None:
            self.choose(KINDS[max(0, min(len(KINDS) - 1, place + by))])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The one that was pressed."""
        for number, kind in enumerate(KINDS):
            if self._cell(number).contains(event.position()):
                self.choose(kind)
                self.picked.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame shows it."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame shows it."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A cell each."""
        painter, colour = QPainter(self), self._theme.colour
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, kind in enumerate(KINDS):
            cell = self._cell(number)
            if kind == self.kind:
                painter.setPen(QPen(colour("accent" if self.hasFocus() else "line"), 1))
                painter.setBrush(colour("accent_soft"))
                painter.drawRoundedRect(cell.adjusted(0.5, 1.5, -2.5, -1.5), 5, 5)
            painter.setFont(text_font(12))
            painter.setPen(colour("quiet"))
            painter.drawText(cell.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(number + 1))
            sign = QRectF(cell.left() + 22, cell.center().y() - 7.5, 15, 15)
            paint_sign(painter, sign, kind, self._theme, self._phrases)
            painter.setFont(text_font(12))
            painter.setPen(colour("text"))
            room = cell.adjusted(44, 0, -6, 0)
            name = painter.fontMetrics().elidedText(
                self._phrases.word(f"mark-{kind}"), Qt.TextElideMode.ElideRight, int(room.width())
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
