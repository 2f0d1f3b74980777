"""How rows are drawn: two lines with a poster, chips with words. In: a recording's row. Out: paint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from recorder_desk.domain.recording import RecordingRow
from ui import formats
from ui.phrases import Phrases
from ui.window import icons
from ui.window.pictures import Pictures
from ui.window.rows_model import ROW, RowsModel
from ui.window.theme import Theme, text_font

AnyIndex = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 66
POSTER = QSize(96, 54)
CELL = QSize(212, 188)
KIND_ICONS = {"video": "film", "audio": "mic", "photo": "image", "sidecar": "file-text"}
STATE_TONES = {"received": "accent", "ready": "quiet", "damaged": "bad", "linked": "accent", "sealed": "good"}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of rows, made once."""

    text: QFont
    bold: QFont
    small: QFont

    @classmethod
    def make(cls) -> Fonts:
        """13 px for what is read first, 12 px for the rest."""
        return cls(text_font(13), text_font(13, bold=True), text_font(12))


def draw_line(painter: QPainter, box: QRectF, font: QFont, words: str, *, middle: bool = False) -> None:
    """One line, cut where there is no room."""
    mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
    painter.setFont(font)
    painter.drawText(box, _LEFT, QFontMetricsF(font).elidedText(words, mode, box.width()))


def draw_chip(painter: QPainter, theme: Theme, left: float, middle: float, words: str, tone: str) -> float:
    """A chip with a word, centred on a height; returns where it ends."""
    font = text_font(12)
    width = QFontMetricsF(font).horizontalAdvance(words) + 18
    box = QRectF(left, middle - 11, width, 22)
    ground = "ground" if tone == "quiet" else f"{tone}_soft"
    painter.setPen(QPen(theme.colour("line"), 1) if tone == "quiet" else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(box, 11, 11)
    painter.setPen(theme.colour(tone))
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
    return left + width


def draw_poster(
    painter: QPainter, theme: Theme, pictures: Pictures, row: RecordingRow, box: QRectF, ratio: float
) -> None:
    """The poster, cut to the box; while there is none, the kind's icon on a quiet ground."""
    shape = QPainterPath()
    shape.addRoundedRect(box, 4, 4)
    painter.save()
    painter.setClipPath(shape)
    picture = pictures.get(row.poster, round(box.width()), round(box.height()), ratio)
    if picture is None:
        painter.fillRect(box, theme.colour("ground"))
        sign = icons.pixmap(KIND_ICONS.get(row.kind, "file-question-mark"), theme.tokens.edge, 22, ratio)
        painter.drawPixmap(round(box.center().x() - 11), round(box.center().y() - 11), sign)
    else:
        size = picture.deviceIndependentSize()
        spare_x, spare_y = (size.width() - box.width()) / 2, (size.height() - box.height()) / 2
        source = QRectF(spare_x * ratio, spare_y * ratio, box.width() * ratio, box.height() * ratio)
        painter.drawPixmap(box, picture, source)
    painter.restore()


def draw_ground(painter: QPainter, theme: Theme, option: QStyleOptionViewItem, index: AnyIndex) -> None:
    """The ground of a table cell: striped, chosen, or holding the keyboard."""
    rect: QRect = option.rect
    chosen = _has(option, QStyle.StateFlag.State_Selected)
    painter.fillRect(rect, theme.colour("accent_soft" if chosen else "stripe" if index.row() % 2 else "panel"))
    if chosen and index.column() == 0:
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
    view = option.widget
    if isinstance(view, QAbstractItemView) and view.hasFocus() and view.currentIndex().row() == index.row():
        painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), theme.colour("accent"))


class RecordingDelegate(QStyledItemDelegate):
    """Cells of the recordings table and of the poster grid (where there is only one column)."""

    def __init__(
        self, theme: Theme, phrases: Phrases, pictures: Pictures, parent: QWidget, *, grid: bool = False
    ) -> None:
        """`grid`: each cell is a whole recording."""
        super().__init__(parent)
        self._theme, self._phrases, self._pictures, self._grid = theme, phrases, pictures, grid
        self._fonts = Fonts.make()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Every row is as high as every other."""
        return CELL if self._grid else QSize(120, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = index.data(ROW)
        if self._grid:
            self._paint_cell(painter, option, row)
        else:
            draw_ground(painter, self._theme, option, index)
            if isinstance(row, RecordingRow):
                self._paint_column(painter, option, index, row)
            elif index.column() == 0:
                self._paint_waiting(painter, option)
        painter.restore()

    # -- the table -----------------------------------------------------------------------------------

    def _paint_waiting(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        rect: QRect = option.rect
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(QRectF(rect.left() + 12, rect.top() + 6, POSTER.width(), POSTER.height()), 4, 4)
        painter.drawRoundedRect(QRectF(rect.left() + 124, rect.top() + 20, 160, 10), 5, 5)

    def _paint_column(
        self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, row: RecordingRow
    ) -> None:
        rect = QRectF(option.rect).adjusted(8, 0, -8, 0)
        model = index.model()
        name = model.columns[index.column()].name if isinstance(model, RowsModel) else ""
        words = str(index.data() or "")
        if name == "name":
            box = QRectF(rect.left() + 4, rect.center().y() - 27, POSTER.width(), POSTER.height())
            draw_poster(painter, self._theme, self._pictures, row, box, _ratio(option))
            lines = rect.adjusted(POSTER.width() + 16, 0, 0, 0)
            self._two_lines(painter, lines, words, self._origin(row), bold=True)
        elif name == "state":
            self._paint_state(painter, rect, row)
        elif "\n" in words:
            first, second = words.split("\n", 1)
            self._two_lines(painter, rect, first, second)
        else:
            painter.setPen(self._theme.colour("quiet"))
            draw_line(painter, rect, self._fonts.text, words)

    def _two_lines(self, painter: QPainter, box: QRectF, first: str, second: str, *, bold: bool = False) -> None:
        if not second:
            painter.setPen(self._theme.colour("text"))
            draw_line(painter, box, self._fonts.bold if bold else self._fonts.text, first, middle=bold)
            return
        middle = box.center().y()
        painter.setPen(self._theme.colour("text"))
        upper = QRectF(box.left(), middle - 20, box.width(), 20)
        draw_line(painter, upper, self._fonts.bold if bold else self._fonts.text, first, middle=bold)
        painter.setPen(self._theme.colour("quiet"))
        draw_line(painter, QRectF(box.left(), middle + 1, box.width(), 18), self._fonts.small, second)

    def _origin(self, row: RecordingRow) -> str:
        parts = [self._phrases.word(row.kind)]
        if row.twins:
            parts.append(self._phrases.say("window.row.twins", count=row.twins))
        return " · ".join(part for part in parts if part)

    def _paint_state(self, painter: QPainter, rect: QRectF, row: RecordingRow) -> None:
        tone = STATE_TONES.get(row.state, "quiet")
        told = bool(row.problem) and row.state != "damaged"  # damaged says it already
        middle = rect.center().y() - (13 if told else 0)
        draw_chip(painter, self._theme, rect.left(), middle, self._phrases.word(row.state), tone)
        if told:
            words = self._phrases.say("window.row.problem")
            draw_chip(painter, self._theme, rect.left(), rect.center().y() + 13, words, "care")

    # -- the grid ------------------------------------------------------------------------------------

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
        rect = QRectF(option.rect).adjusted(6, 6, -6, -6)
        theme = self._theme
        if _has(option, QStyle.StateFlag.State_Selected):
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 8, 8)
        poster = QRectF(rect.left() + 6, rect.top() + 6, rect.width() - 12, (rect.width() - 12) * 9 / 16)
        if not isinstance(row, RecordingRow):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("line"))
            painter.drawRoundedRect(poster, 4, 4)
            return
        draw_poster(painter, theme, self._pictures, row, poster, _ratio(option))
        if row.duration_ms:
            self._paint_length(painter, poster, formats.clock(row.duration_ms))
        line = QRectF(poster.left() + 1, poster.bottom() + 4, poster.width() - 2, 20)
        painter.setPen(theme.colour("text"))
        draw_line(painter, line, self._fonts.bold, row.name, middle=True)
        when = formats.local_time(row.recorded_at or row.received_at)[5:16]
        painter.setPen(theme.colour("quiet"))
        draw_line(painter, line.translated(0, 20), self._fonts.small, when)
        words, tone = self._phrases.word(row.state), STATE_TONES.get(row.state, "quiet")
        if row.problem and row.state != "damaged":
            words, tone = self._phrases.say("window.row.problem"), "care"
        width = QFontMetricsF(self._fonts.small).horizontalAdvance(words) + 18
        draw_chip(painter, theme, line.right() - width, line.center().y() + 21, words, tone)

    def _paint_length(self, painter: QPainter, poster: QRectF, words: str) -> None:
        width = QFontMetricsF(self._fonts.small).horizontalAdvance(words) + 10
        box = QRectF(poster.right() - width - 4, poster.bottom() - 22, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("scrim"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(self._theme.colour("rail_on"))
        painter.setFont(self._fonts.small)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _has(option: QStyleOptionViewItem, flag: QStyle.StateFlag) -> bool:
    return bool(option.state & flag)


def _ratio(option: QStyleOptionViewItem) -> float:
    widget = option.widget
    return float(widget.devicePixelRatioF()) if isinstance(widget, QWidget) else 1.0


class TextDelegate(QStyledItemDelegate):
    """Plain rows of one line; the first column carries an icon."""

    def __init__(self, theme: Theme, parent: QWidget, height: int, icon_of: Callable[[object], str]) -> None:
        """`icon_of` names the icon of a row."""
        super().__init__(parent)
        self._theme, self._height, self._icon_of = theme, height, icon_of
        self._fonts = Fonts.make()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Every row is as high as every other."""
        return QSize(120, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, self._theme, option, index)
        box = QRectF(option.rect).adjusted(8, 0, -8, 0)
        first = index.column() == 0
        if first:
            sign = icons.pixmap(self._icon_of(index.data(ROW)), self._theme.tokens.quiet, 16, _ratio(option))
            painter.drawPixmap(round(box.left() + 6), round(box.center().y() - 8), sign)
            box.adjust(32, 0, 0, 0)
        painter.setPen(self._theme.colour("text" if first else "quiet"))
        draw_line(painter, box, self._fonts.text, str(index.data() or ""))
        painter.restore()
