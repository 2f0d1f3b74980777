"""The draft of a list as a table that is typed into. In: a draft. Out: steps; what is wrong is said at its cell."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from recorder_desk.domain.item_draft import COLUMNS, ItemDraft, cell_of, wrong_cells
from recorder_desk.domain.record_item import RecordItem
from recorder_desk.errors import DeskError
from ui.phrases import Phrases
from ui.window import icons
from ui.window.theme import Theme
from ui.window.widgets.label import plain_tip

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
CHOSEN = {"mode": ("FULL", "KEY", "TEXT_ONLY"), "required": ("Y", "C", "N")}
"""Columns with a few values, each of which has a word."""
_WIDTHS = {
    "code": 84, "matter": 100, "stage": 110, "name_zh": 210, "name_en": 230, "mode": 100, "required": 110,
    "must_capture": 240, "min_officers": 70, "retention": 80, "retention_in_case": 110,
}  # fmt: skip
ROW = 32
_SIGN = 14


class DraftModel(QAbstractTableModel):
    """Items as rows, what an item has as columns. Read only where `draft` is None and items are shown."""

    stepped = Signal()
    """A step was made in the draft."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__()
        self._phrases = phrases
        self._draft: ItemDraft | None = None
        self._items: tuple[RecordItem, ...] = ()
        self.wrong: dict[tuple[int, str], DeskError] = {}

    def show_items(self, items: tuple[RecordItem, ...], draft: ItemDraft | None = None) -> None:
        """These items; with a draft they are its, and can be changed."""
        same = draft is not None and draft is self._draft and len(items) == len(self._items)
        if not same:
            self.beginResetModel()
        self._draft, self._items = draft, items
        self.wrong = wrong_cells(items) if draft is not None else {}
        if not same:
            self.endResetModel()
        elif items:
            self.dataChanged.emit(self.index(0, 0), self.index(len(items) - 1, len(COLUMNS) - 1))

    def error_at(self, index: AnyIndex) -> DeskError | None:
        """What is wrong in a cell."""
        return self.wrong.get((index.row(), COLUMNS[index.column()])) if index.isValid() else None

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """How many items."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell: a word where there is one for its value, what is wrong as its tooltip."""
        column, roles = COLUMNS[index.column()], Qt.ItemDataRole
        told = cell_of(self._items[index.row()], column)
        if role == roles.EditRole:
            return told
        shown = self._phrases.word(told) if column in CHOSEN else told
        if role == roles.DisplayRole:
            return shown
        if role in (roles.ToolTipRole, roles.AccessibleDescriptionRole):
            error = self.error_at(index)
            words = shown if error is None else self._phrases.say(error.code, **error.facts)
            return plain_tip(words) if role == roles.ToolTipRole else words
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """One step. Raises nothing: what cannot stand in a cell is left as it was."""
        if self._draft is None or role != Qt.ItemDataRole.EditRole:
            return False
        column = COLUMNS[index.column()]
        try:
            self._draft.change(index.row(), column, str(value))
        except DeskError as error:
            self.wrong[index.row(), column] = error
            self.dataChanged.emit(index, index)
            return False
        self.stepped.emit()
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Editable with a draft."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self._draft is not None else flags

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's title."""
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return title_of(self._phrases, COLUMNS[section])
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class CellDelegate(QStyledItemDelegate):
    """Words or a choice; what is wrong gets an icon and a red ground."""

    def __init__(self, theme: Theme, phrases: Phrases, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._phrases = theme, phrases

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        """A choice where there are few values."""
        values = CHOSEN.get(COLUMNS[index.column()])
        if values is None:
            editor = super().createEditor(parent, option, index)
        else:
            editor = QComboBox(parent)
            for each in values:
                editor.addItem(self._phrases.word(each), each)
        editor.setAccessibleName(title_of(self._phrases, COLUMNS[index.column()]))
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """What stands there now."""
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(index.data(Qt.ItemDataRole.EditRole))))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: AnyIndex) -> None:
        """What was chosen or typed."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)
        else:
            super().setModelData(editor, model, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """The words, and beside them what is wrong."""
        model = index.model()
        error = model.error_at(index) if isinstance(model, DraftModel) else None
        if error is None:
            super().paint(painter, option, index)
            return
        box = QRectF(option.rect)
        painter.fillRect(box, self._theme.colour("bad_soft"))
        inner = QStyleOptionViewItem(option)
        inner.rect = option.rect.adjusted(_SIGN + 8, 0, 0, 0)
        super().paint(painter, inner, index)
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        sign = icons.pixmap("circle-alert", self._theme.tokens.bad, _SIGN, ratio)
        painter.drawPixmap(round(box.left() + 6), round(box.center().y() - _SIGN / 2), sign)


class DraftTable(QTableView):
    """Goes from cell to cell; F2 or typing changes one."""

    moved = Signal()
    """Another cell is the current one."""

    def __init__(self, theme: Theme, phrases: Phrases, name: str) -> None:
        """`name` is what screen readers say."""
        super().__init__()
        self.items = DraftModel(phrases)
        self.setModel(self.items)
        self.setItemDelegate(CellDelegate(theme, phrases, self))
        self.setAccessibleName(name)
        self.setObjectName("plain")
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setHighlightSections(False)
        for number, column in enumerate(COLUMNS):
            self.setColumnWidth(number, _WIDTHS.get(column, 140))
        self.selectionModel().currentChanged.connect(self._moved)

    def _moved(self) -> None:
        self.moved.emit()

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one."""
        self.setCurrentIndex(self.items.index(row, column))


def title_of(phrases: Phrases, column: str) -> str:
    """What a column is called."""
    word = phrases.word(f"field-{column.replace('_', '-')}")
    return word[:1].upper() + word[1:]
