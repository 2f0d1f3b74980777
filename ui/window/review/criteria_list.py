"""The criteria of a review, by block. In: lines. Out: which one is chosen, what a key asks for, paint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QItemSelection, QModelIndex, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from recorder_desk.domain.criteria import points
from recorder_desk.domain.review import ReviewLine
from ui import review_words
from ui.phrases import Phrases
from ui.window import icons
from ui.window.delegates import AnyIndex, Fonts, draw_chip, draw_line
from ui.window.review.keys import act_of
from ui.window.rows_model import ROW
from ui.window.theme import Theme

ROW_HEIGHT, HEAD_HEIGHT = 50, 30
_NOWHERE = QModelIndex()
_FIRST = int(Qt.ItemDataRole.UserRole) + 1


def tone_of(line: ReviewLine) -> str:
    """The colour of what was decided, or else of what is proposed."""
    verdict = line.score.verdict or line.proposal.verdict
    if verdict == "failed":
        return "bad" if line.criterion.veto else "care"
    if line.score.verdict:
        return "good" if verdict == "met" else "quiet"
    return "bad" if line.proposal.why == "review.veto-hint" else "quiet"


class CriteriaModel(QAbstractListModel):
    """The lines of one review; shown again without moving what is chosen."""

    def __init__(self, phrases: Phrases, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: tuple[ReviewLine, ...] = ()
        self._phrases = phrases

    def show(self, lines: Sequence[ReviewLine]) -> None:
        """These lines from now on."""
        same = [each.criterion.code for each in self.lines] == [each.criterion.code for each in lines]
        if same:
            self.lines = tuple(lines)
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A line, its words, or whether its block begins with it."""
        line = self.lines[index.row()]
        if role == ROW:
            return line
        if role == _FIRST:
            return index.row() == 0 or self.lines[index.row() - 1].criterion.block_zh != line.criterion.block_zh
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            each, phrases = line.criterion, self._phrases
            decided = review_words.score_words(line.score, each, phrases)
            return f"{each.code} {each.name(phrases.language)} {decided}".rstrip()
        return None


class CriteriaDelegate(QStyledItemDelegate):
    """Block, then name and code with points; at the right what was decided, or what is proposed."""

    def __init__(self, theme: Theme, phrases: Phrases, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._phrases, self._fonts = theme, phrases, Fonts.make()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Higher where a block begins."""
        return QSize(240, ROW_HEIGHT + (HEAD_HEIGHT if index.data(_FIRST) else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One criterion."""
        box, line, theme = QRectF(option.rect), index.data(ROW), self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, theme.colour("panel"))
        if index.data(_FIRST):
            painter.setPen(theme.colour("quiet"))
            head = box.adjusted(16, 8, -12, 0)
            head.setHeight(HEAD_HEIGHT - 8)
            draw_line(painter, head, self._fonts.small, self._block(line))
            box.setTop(box.top() + HEAD_HEIGHT)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if chosen:
            painter.fillRect(box, theme.colour("accent_soft"))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.colour("accent"))
        under = QRectF(box.left(), box.bottom() - 1, box.width(), 2 if focus else 1)
        painter.fillRect(under, theme.colour("accent" if focus else "line"))
        self._paint_line(painter, box.adjusted(16, 6, -12, -6), line)
        painter.restore()

    def _block(self, line: ReviewLine) -> str:
        each = line.criterion
        name = each.block(self._phrases.language)
        return (
            name
            if each.veto
            else f"{name}  ·  {self._phrases.say('window.review.points', points=points(each.block_tenths))}"
        )

    def _paint_line(self, painter: QPainter, box: QRectF, line: ReviewLine) -> None:
        phrases, theme, each = self._phrases, self._theme, line.criterion
        decided = review_words.score_words(line.score, each, phrases)
        words = decided or review_words.proposal_words(line.proposal, phrases)
        wide = QFontMetricsF(self._fonts.small).horizontalAdvance(words) + 22
        left = box.right() - wide
        draw_chip(painter, theme, left, box.center().y(), words, tone_of(line))
        sign = "triangle-alert" if line.moved else "check" if decided else ""
        if sign:
            picture = icons.pixmap(sign, getattr(theme.tokens, "care" if line.moved else "good"), 16,
                                   painter.device().devicePixelRatioF())  # fmt: skip
            painter.drawPixmap(round(left - 24), round(box.center().y() - 8), picture)
        room = box.adjusted(0, 0, -(wide + 32), 0)
        painter.setPen(theme.colour("text"))
        draw_line(
            painter, QRectF(room.left(), room.top(), room.width(), 20), self._fonts.text, each.name(phrases.language)
        )
        painter.setPen(theme.colour("quiet"))
        told = each.code if each.veto else phrases.say(
            "window.review.of-points", code=each.code, limit=points(each.limit), each=points(each.each))  # fmt: skip
        draw_line(painter, QRectF(room.left(), room.top() + 20, room.width(), 18), self._fonts.small, told)


class CriteriaList(QListView):
    """Arrows go through the criteria; other keys decide."""

    act = Signal(str)
    chosen = Signal(int)
    """Which line, from 0."""

    def __init__(self, theme: Theme, phrases: Phrases) -> None:
        super().__init__()
        self.lines = CriteriaModel(phrases, self)
        self.setModel(self.lines)
        self.setItemDelegate(CriteriaDelegate(theme, phrases, self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(phrases.say("window.review.criteria"))

    @property
    def line(self) -> ReviewLine | None:
        """The line that is chosen."""
        lines, at = self.lines.lines, self.currentIndex().row()
        return lines[at] if 0 <= at < len(lines) else None

    def go(self, place: int) -> None:
        """Choose a line and bring it into sight."""
        index = self.lines.index(min(max(0, place), self.lines.rowCount() - 1))
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def next_open(self) -> None:
        """The next line that is not decided, else the next one."""
        at, count = self.currentIndex().row(), self.lines.rowCount()
        after = [each for each in range(at + 1, count) if not self.lines.lines[each].score.verdict]
        self.go(after[0] if after else at + 1)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Told on."""
        super().selectionChanged(selected, deselected)
        if self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What decides goes on as an act."""
        if act := act_of(event):
            self.act.emit(act)
            return
        super().keyPressEvent(event)
