"""From words and pictures to PDF: one place that knows pages, fonts and attachments.

In: plain text and images, part by part. Out: the bytes of a PDF with the fonts it uses (Chinese too) embedded. Text is
set as text: nothing that a recorder wrote is ever taken for markup. Heads of tables stand on every page they reach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextOption,
    QTextTable,
    QTextTableCell,
    QTextTableCellFormat,
    QTextTableFormat,
)

from ui.window.sheets.fonts import INK, Role, font_of, format_of

_LINE = QColor("#9a9a9a")
_MM = 72 / 25.4
_MARGIN_MM, _FOOT_MM = 18, 10
_RESOLUTION = 300
_PADDING, _HAIR, _FILL = 3.0, 0.5, 8.0


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in a cell, so many millimetres wide; `sharp`: its pixels stay as they are (codes)."""

    image: QImage
    width_mm: float
    sharp: bool = False


Line: TypeAlias = tuple[str, Role] | Image
Cell: TypeAlias = Sequence[Line]


class Sheet:
    """A document on A4, filled from top to bottom."""

    def __init__(self, title: str, foot: str = "") -> None:
        """`title` also names the PDF; `foot` stands at the bottom of every page, beside its number."""
        self._title, self._foot, self._pictures = title, foot, 0
        self._tables: list[QTextTable] = []
        self._signed: QTextTable | None = None
        self._document = QTextDocument()
        self._document.setDocumentMargin(0)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._document.setDefaultTextOption(option)
        self._cursor = QTextCursor(self._document)
        self.line(title, "title")

    def line(self, text: str, role: Role = "body") -> None:
        """A paragraph; a head stays with what it heads."""
        above = QTextBlockFormat()
        above.setTopMargin(12 if role == "head" else 4)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.insertBlock(above)
        self._cursor.insertText(text, format_of(role))

    def table(
        self, rows: Sequence[Sequence[Cell]], widths: Sequence[int], head: Sequence[str] = (), title: Cell = ()
    ) -> None:
        """Rows of cells of lines; `widths` of the columns in percent. With a `head`, hairlines part the rows, and head
        and `title` (which spans the columns, and so is never left alone on a page) are repeated on each page."""
        if not rows:
            return
        above: list[Sequence[Cell]] = [[title]] if title else []
        above += [[[(each, "quiet")] for each in head]] if head else []
        shape = _table(widths, _PADDING, ruled=bool(head))
        shape.setTopMargin(10 if title else 2)
        shape.setHeaderRowCount(len(above))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        table = self._cursor.insertTable(len(above) + len(rows), len(widths), shape)
        self._tables.append(table)
        if title:
            table.mergeCells(0, 0, 1, len(widths))
        for at, row in enumerate([*above, *rows]):
            for column, lines in enumerate(row):
                cell = table.cellAt(at, column)
                if head:  # a line belongs to both cells that it parts
                    _rule(cell, _HAIR if at >= len(above) else 0, _HAIR if at >= len(above) - 1 else 0)
                self._fill(cell.firstCursorPosition(), lines)

    def signatures(self, labels: Sequence[str], above: str = "") -> None:
        """Lines to sign on, two beside each other, and what is signed `above` them: all on one page."""
        widths = (18, 30, 4, 18, 30)
        shape = _table(widths, 4, ruled=True)
        shape.setTopMargin(18)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._signed = table = self._cursor.insertTable(-(-len(labels) // 2) + 2, len(widths), shape)
        table.mergeCells(0, 0, 1, len(widths))
        self._fill(table.cellAt(0, 0).firstCursorPosition(), [(above, "body")])
        for number, label in enumerate(labels):
            row, column = number // 2 + 1, 3 * (number % 2)
            self._fill(table.cellAt(row, column).firstCursorPosition(), [("", "body"), (label, "body")])
            _rule(table.cellAt(row, column + 1), 0.75 if row > 1 else 0, 0.75)
        for column in (1, 4):  # a line is drawn by the cell below it, too
            _rule(table.cellAt(table.rows() - 1, column), 0.75, 0)

    def _fill(self, cursor: QTextCursor, lines: Cell) -> None:
        for number, line in enumerate(lines):
            if number:
                cursor.insertBlock()
            if isinstance(line, Image):
                self._insert(cursor, line)
            else:
                cursor.insertText(line[0], format_of(line[1]))

    def _insert(self, cursor: QTextCursor, picture: Image) -> None:
        if picture.image.isNull():
            return
        self._pictures += 1
        name = f"picture:{self._pictures}"
        shape = QTextImageFormat()
        shape.setName(name)
        width = picture.width_mm / 25.4 * 96  # what Qt calls a pixel here is a 96th of an inch
        shape.setWidth(width)
        shape.setHeight(width * picture.image.height() / picture.image.width())
        self._document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), _dense(picture))
        cursor.insertImage(shape)

    def pdf(self, attached: Mapping[str, bytes] | None = None) -> bytes:
        """A4, every page with its number and how many there are. `attached`: files by name that lie in the PDF."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setTitle(self._title)
        writer.setCreator("Recorder Desk")
        writer.setResolution(_RESOLUTION)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
        for name, data in (attached or {}).items():
            writer.addFileAttachment(name, QByteArray(data))
        self._paint(writer)
        buffer.close()
        return bytes(content.data())

    def _paint(self, writer: QPdfWriter) -> None:
        margin, foot = (round(each / 25.4 * _RESOLUTION) for each in (_MARGIN_MM, _FOOT_MM))
        room = QRectF(margin, margin, writer.width() - 2 * margin, writer.height() - 2 * margin - foot)
        document = self._document
        document.documentLayout().setPaintDevice(writer)
        document.setPageSize(room.size())
        self._keep_whole(room.height())
        painter = QPainter(writer)
        pages = document.pageCount()
        for page in range(pages):
            if page:
                writer.newPage()
            painter.save()
            painter.translate(room.left(), room.top() - page * room.height())
            shown = QAbstractTextDocumentLayout.PaintContext()
            shown.clip = QRectF(QPointF(0, page * room.height()), QSizeF(room.size()))
            painter.setClipRect(shown.clip)
            document.documentLayout().draw(painter, shown)
            painter.restore()
            self._paint_foot(painter, QRectF(room.left(), room.bottom(), room.width(), foot), f"{page + 1} / {pages}")
        painter.end()

    def _keep_whole(self, page: float) -> None:
        """A row that would lie on two pages begins on the second. Qt knows no such wish: an empty row fills up."""
        for table in self._tables:
            first = row = table.format().headerRowCount()
            while row < table.rows():
                top, bottom = self._reach(table, row, row)
                left = page - top % page
                if left < bottom - top < page:
                    self._cursor.beginEditBlock()  # laid out once, when all of it is done
                    if row == first:
                        _break_before(table)
                    else:
                        table.insertRows(row, 1)
                        self._fill_page(table, row, left)
                        row += 1
                    self._cursor.endEditBlock()
                row += 1
        if self._signed is not None:
            top, bottom = self._reach(self._signed, 0, self._signed.rows() - 1)
            if bottom - top > page - top % page:
                _break_before(self._signed)

    def _fill_page(self, table: QTextTable, row: int, left: float) -> None:
        """Have an empty row take what is left of a page, in small lines."""
        for column in range(table.columns()):
            for at, above, below in ((row - 1, _HAIR, 0), (row, 0, 0), (row + 1, 0, _HAIR)):
                _rule(table.cellAt(at, column), above, below)
        cursor, high = table.cellAt(row, 0).firstCursorPosition(), QTextBlockFormat()
        high.setLineHeight(_FILL, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.setBlockFormat(high)
        cursor.setBlockCharFormat(format_of("mono"))
        for _ in range(max(0, int(left * 96 / _RESOLUTION / _FILL) - 2)):
            cursor.insertBlock(high, format_of("mono"))

    def _reach(self, table: QTextTable, first: int, last: int) -> tuple[float, float]:
        """From where to where rows reach."""
        layout, tops, bottoms = self._document.documentLayout(), [], []
        for row in range(first, last + 1):
            for column in range(table.columns()):
                cell = table.cellAt(row, column)
                first_block, last_block = cell.firstCursorPosition().block(), cell.lastCursorPosition().block()
                tops.append(layout.blockBoundingRect(first_block).top() + first_block.layout().boundingRect().top())
                bottoms.append(layout.blockBoundingRect(last_block).bottom() + last_block.layout().boundingRect().top())
        return min(tops), max(bottoms)  # a line that went to the next page lies so far below its own block

    def _paint_foot(self, painter: QPainter, where: QRectF, number: str) -> None:
        painter.setFont(font_of("quiet"))
        painter.setPen(INK)
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | bottom, number)
        room = where.adjusted(0, 0, -where.width() / 6, 0)
        told = painter.fontMetrics().elidedText(self._foot, Qt.TextElideMode.ElideMiddle, round(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | bottom, told)


def _dense(picture: Image) -> QImage:
    """No more pixels than the paper takes; a code's squares are kept sharp by making them larger beforehand."""
    wanted = round(picture.width_mm / 25.4 * _RESOLUTION)
    if picture.sharp:
        times = max(1, wanted // picture.image.width())
        return picture.image.scaled(picture.image.size() * times)
    if picture.image.width() <= wanted:
        return picture.image
    return picture.image.scaledToWidth(wanted, Qt.TransformationMode.SmoothTransformation)


def _table(widths: Sequence[int], padding: float, *, ruled: bool) -> QTextTableFormat:
    shape = QTextTableFormat()
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    shape.setCellPadding(padding)
    shape.setCellSpacing(0)
    shape.setBorderCollapse(ruled)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shape.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, each) for each in widths])
    return shape


def _break_before(table: QTextTable) -> None:
    shape = table.format()
    shape.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    table.setFormat(shape)


def _rule(cell: QTextTableCell, above: float, below: float) -> None:
    shape = QTextTableCellFormat()
    for width, set_width, set_style, set_brush in (
        (above, shape.setTopBorder, shape.setTopBorderStyle, shape.setTopBorderBrush),
        (below, shape.setBottomBorder, shape.setBottomBorderStyle, shape.setBottomBorderBrush),
    ):
        if width:
            set_width(width)
            set_style(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            set_brush(_LINE)
    cell.setFormat(shape)
