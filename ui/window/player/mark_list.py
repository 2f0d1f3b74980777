"""The marks of a recording, listed. In: rows. Out: which one is chosen, gone to, changed or taken away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from recorder_desk.domain.mark import MarkRow
from ui.phrases import Phrases
from ui.window.player.standing import exact
from ui.window.theme import Theme, text_font
from ui.window.widgets.mark_signs import paint_sign

_ROW = int(Qt.ItemDataRole.UserRole)


class MarkList(QListWidget):
    """Enter or a click goes there, F2 changes, Del takes away."""

    go = Signal(int)
    """A position, ms."""
    change = Signal(object)
    """This MarkRow is to say something else."""
    remove = Signal(object)
    """This MarkRow is to go."""

    def __init__(self, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self._phrases, self.wanted = phrases, ""  # the id to choose once it is listed
        self.setAccessibleName(phrases.say("player.marks"))
        self.setItemDelegate(_Lines(phrases, theme, self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.itemClicked.connect(self._go)
        theme.changed.connect(self.viewport().update)

    @property
    def chosen(self) -> MarkRow | None:
        """The chosen one."""
        item = self.currentItem()
        found = item.data(_ROW) if item is not None else None
        return found if isinstance(found, MarkRow) else None

    def show_rows(self, rows: Sequence[MarkRow]) -> None:
        """These; what was chosen (or is wanted) stays chosen where it is there."""
        held = self.wanted if any(each.id == self.wanted for each in rows) else self.chosen.id if self.chosen else ""
        place = self.currentRow()
        self.clear()
        for each in rows:
            told = each.fields
            item = QListWidgetItem()
            item.setData(_ROW, each)
            words = (exact(told.at_ms), self._phrases.word(f"mark-{told.kind}"), each.code, told.note)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, " ".join(filter(None, words)))
            self.addItem(item)
            if each.id == held:
                self.setCurrentItem(item)
        if held == self.wanted:
            self.wanted = ""
        if self.currentItem() is None and self.count():
            self.setCurrentRow(max(0, min(place, self.count() - 1)))

    @Slot(QListWidgetItem)
    def _go(self, item: QListWidgetItem) -> None:
        if (row := self.chosen) is not None:
            self.go.emit(row.fields.at_ms)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of a list, and three more; letters are left to the player."""
        row, key = self.chosen, event.key()
        if row is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go.emit(row.fields.at_ms)
        elif row is not None and key == Qt.Key.Key_F2:
            self.change.emit(row)
        elif row is not None and key == Qt.Key.Key_Delete:
            self.remove.emit(row)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            super().keyPressEvent(event)
        else:
            event.ignore()


class _Lines(QStyledItemDelegate):
    """The sign, the time and the kind; below them code, record item and note."""

    def __init__(self, phrases: Phrases, theme: Theme, parent: MarkList) -> None:
        super().__init__(parent)
        self._phrases, self._theme = phrases, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, 48)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(_ROW)
        if not isinstance(row, MarkRow):
            return
        rect, told = QRectF(option.rect), row.fields
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("accent_soft"))
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), self._theme.colour("accent"))
        paint_sign(painter, QRectF(rect.left() + 12, rect.top() + 7, 16, 16), told.kind, self._theme, self._phrases)
        box = rect.adjusted(36, 0, -10, 0)
        where = exact(told.at_ms) + (f" – {exact(told.until_ms)}" if told.until_ms else "")
        used = self._line(painter, QRectF(box.left(), rect.top() + 5, box.width(), 20), where, 13, bold=True)
        rest = QRectF(box.left() + used + 8, rect.top() + 5, box.width() - used - 8, 20)
        self._line(painter, rest, self._phrases.word(f"mark-{told.kind}"), 13)
        below = "  ".join(filter(None, (row.code, told.item, told.note)))
        self._line(painter, QRectF(box.left(), rect.top() + 25, box.width(), 18), below, 12, quiet=True)
        painter.restore()

    def _line(
        self, painter: QPainter, box: QRectF, words: str, pixels: int, *, bold: bool = False, quiet: bool = False
    ) -> float:
        font = text_font(pixels, bold=bold)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self._theme.colour("quiet" if quiet else "text"))
        cut = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
        return metrics.horizontalAdvance(cut)
