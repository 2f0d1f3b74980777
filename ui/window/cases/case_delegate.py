"""How a case is drawn in the list. In: its row. Out: paint."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from recorder_desk.domain.case import CaseRow
from ui.phrases import Phrases
from ui.window.cases.words import STATE_TONES
from ui.window.delegates import Fonts, draw_chip, draw_line
from ui.window.rows_model import ROW
from ui.window.theme import Theme


class CaseDelegate(QStyledItemDelegate):
    """Number and state, title, party and how much is covered."""

    def __init__(self, theme: Theme, phrases: Phrases, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._phrases, self._fonts = theme, phrases, Fonts.make()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One case."""
        rect, row = QRectF(option.rect), index.data(ROW)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, self._theme.colour("accent_soft" if chosen else "panel"))
        if chosen:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), self._theme.colour("accent"))
        line = QRectF(rect.left(), rect.bottom() - 1, rect.width(), 2 if focus else 1)
        painter.fillRect(line, self._theme.colour("accent" if focus else "line"))
        if isinstance(row, CaseRow):
            self._paint_row(painter, rect.adjusted(16, 8, -14, -8), row, chosen)
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRectF, row: CaseRow, chosen: bool) -> None:
        word, tone = self._phrases.word(row.state), STATE_TONES.get(row.state, "quiet")
        wide = QFontMetricsF(self._fonts.small).horizontalAdvance(word) + 18
        if chosen:  # the row has the colour of the chip: lift it off
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("panel"))
            painter.drawRoundedRect(QRectF(box.right() - wide - 1, box.top() - 1, wide + 2, 24), 12, 12)
        draw_chip(painter, self._theme, box.right() - wide, box.top() + 11, word, tone)
        painter.setPen(self._theme.colour("text"))
        upper = QRectF(box.left(), box.top(), box.width() - wide - 10, 22)
        draw_line(painter, upper, self._fonts.bold, row.number, middle=True)
        draw_line(painter, QRectF(box.left(), box.top() + 22, box.width(), 19), self._fonts.text, row.title)
        say = self._phrases.say
        counts = say("cases.row.covered", covered=row.items_covered, required=row.items_required)
        told = "  ·  ".join(filter(None, (say("cases.recordings", count=row.recordings), row.party)))
        lower = QRectF(box.left(), box.top() + 42, box.width(), 20)
        painter.setFont(self._fonts.small)
        room = painter.fontMetrics().horizontalAdvance(counts) + 14
        painter.setPen(self._theme.colour("quiet"))
        draw_line(painter, lower.adjusted(0, 0, -room, 0), self._fonts.small, told)
        whole = row.items_required > 0 and row.items_covered >= row.items_required
        painter.setPen(self._theme.colour("good" if whole else "quiet"))
        painter.setFont(self._fonts.small)
        painter.drawText(lower, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, counts)
