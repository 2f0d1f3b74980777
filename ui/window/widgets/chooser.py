"""Choosing one of many by typing. In: choices with groups. Out: the key of the chosen one.

The keyboard stays in the field: letters narrow the list, up and down move through it, Enter is left
to the dialog.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.window.theme import Theme, text_font

_KEY = int(Qt.ItemDataRole.UserRole)
_ABOUT, _GROUP = _KEY + 1, _KEY + 2
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -6, Qt.Key.Key_PageDown: 6}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: `title` is read first, `about` below it; `find` is what typing looks in."""

    key: str
    title: str
    about: str = ""
    group: str = ""
    find: str = ""


class Chooser(QWidget):
    """A field over a list."""

    chosen = Signal(str)
    """Another key is chosen ('' for none)."""
    typed = Signal(str)
    """Other words are in the field."""

    def __init__(self, theme: Theme, name: str, hint: str, *, narrows: bool = True) -> None:
        """`narrows` False: whoever listens to `typed` gives fitting choices itself."""
        super().__init__()
        self._choices: tuple[Choice, ...] = ()
        self._narrows, self._wanted = narrows, ""
        self.field, self.list = QLineEdit(), QListWidget()
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(name)
        self.field.setClearButtonEnabled(True)
        self.list.setAccessibleName(name)
        self.list.setObjectName("choices")
        self.list.setItemDelegate(_Lines(theme, self.list))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.field)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._type)
        self.list.currentItemChanged.connect(self._tell)

    @property
    def key(self) -> str:
        """The chosen one's key, or ''."""
        item = self.list.currentItem()
        return str(item.data(_KEY) or "") if item is not None else ""

    def set_choices(self, choices: Sequence[Choice], wanted: str = "") -> None:
        """What there is to choose from. What was chosen (or is `wanted`) stays chosen where it is still there."""
        self._choices = tuple(choices)
        self._wanted = wanted or self.key or self._wanted
        self._fill()

    def _fill(self) -> None:
        words = self.field.text().lower().split() if self._narrows else []
        self.list.blockSignals(True)
        self.list.clear()
        group = ""
        for choice in self._choices:
            sought = f"{choice.title} {choice.about} {choice.group} {choice.find}".lower()
            if all(word in sought for word in words):
                if choice.group and choice.group != group:
                    self._add_group(choice.group)
                group = choice.group
                self._add(choice)
        self.list.blockSignals(False)
        if self.list.currentItem() is None and words:
            self._move(1)  # the first that fits
        self._tell()

    def _add_group(self, name: str) -> None:
        item = QListWidgetItem(name)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setData(_GROUP, True)
        self.list.addItem(item)

    def _add(self, choice: Choice) -> None:
        item = QListWidgetItem(choice.title)
        item.setData(_KEY, choice.key)
        item.setData(_ABOUT, choice.about)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{choice.title} {choice.about}")
        self.list.addItem(item)
        if choice.key == self._wanted:
            self.list.setCurrentItem(item)

    @Slot(str)
    def _type(self, words: str) -> None:
        if self._narrows:
            self._wanted = self.key or self._wanted
            self._fill()
        self.typed.emit(words)

    @Slot()
    def _tell(self) -> None:
        key = self.key
        if key:
            self._wanted = key
        self.chosen.emit(key)

    def _move(self, by: int) -> None:
        rows = [row for row in range(self.list.count()) if not self.list.item(row).data(_GROUP)]
        if not rows:
            return
        here = self.list.currentRow()
        place = rows.index(here) if here in rows else -1 if by > 0 else len(rows)
        row = rows[max(0, min(len(rows) - 1, place + by))]
        self.list.setCurrentRow(row)
        self.list.scrollToItem(self.list.item(row))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down, typed in the field, move through the list."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = _MOVES.get(Qt.Key(event.key()))
            if by is not None:
                self._move(by)
                return True
        return super().eventFilter(watched, event)


class _Lines(QStyledItemDelegate):
    """A title and a quieter line below it; groups as small headings."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        if index.data(_GROUP):
            return QSize(80, 28)
        return QSize(80, 46 if index.data(_ABOUT) else 30)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        group, about = bool(index.data(_GROUP)), str(index.data(_ABOUT) or "")
        painter.save()
        if chosen:
            painter.fillRect(rect, self._theme.colour("accent_soft"))
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), self._theme.colour("accent"))
        box = rect.adjusted(12, 0, -8, 0)
        first = QRectF(box.left(), rect.top() + 4, box.width(), 20) if about else box
        self._line(painter, first, str(index.data() or ""), 12 if group else 13, bold=group, quiet=group)
        if about:
            self._line(painter, QRectF(box.left(), rect.top() + 24, box.width(), 18), about, 12, quiet=True)
        painter.restore()

    def _line(
        self, painter: QPainter, box: QRectF, words: str, pixels: int, *, bold: bool = False, quiet: bool = False
    ) -> None:
        font = text_font(pixels, bold=bold)
        painter.setFont(font)
        painter.setPen(self._theme.colour("quiet" if quiet else "text"))
        cut = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)
