"""From words to PDF: one place that knows pages, fonts and attachments.

In: plain text, part by part. Out: the bytes of a PDF with the fonts it uses (Chinese too) embedded. Text is set
as text: nothing that a recorder wrote is ever taken for markup.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTableFormat,
)

Role = Literal["title", "head", "body", "quiet", "mono"]
_SIZES: dict[Role, float] = {"title": 16, "head": 12, "body": 9.5, "quiet": 8, "mono": 6.5}


class Sheet:
    """A document on A4, filled from top to bottom."""

    def __init__(self, title: str) -> None:
        """`title` also names the PDF."""
        self._title = title
        self._document = QTextDocument()
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._document.setDefaultTextOption(option)
        self._cursor = QTextCursor(self._document)
        self.line(title, "title")

    def line(self, text: str, role: Role = "body") -> None:
        """A paragraph."""
        above = QTextBlockFormat()
        above.setTopMargin(12 if role == "head" else 4)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.insertBlock(above)
        self._cursor.insertText(text, _format(role))

    def table(self, rows: Sequence[Sequence[Sequence[tuple[str, Role]]]], widths: Sequence[int]) -> None:
        """Rows of cells of (text, role) lines; `widths` of the columns in percent."""
        if not rows:
            return
        shape = QTextTableFormat()
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        shape.setCellPadding(3)
        shape.setCellSpacing(0)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        shape.setColumnWidthConstraints([QTextLength(QTextLength.Type.PercentageLength, each) for each in widths])
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        table = self._cursor.insertTable(len(rows), len(widths), shape)
        for at, row in enumerate(rows):
            for column, lines in enumerate(row):
                cell = table.cellAt(at, column).firstCursorPosition()
                for number, (text, role) in enumerate(lines):
                    if number:
                        cell.insertBlock()
                    cell.insertText(text, _format(role))

    def pdf(self, attached: Mapping[str, bytes]) -> bytes:
        """A4, numbered pages, the two centimetres of margin that Qt gives a document. `attached`: files by name that
        lie in the PDF itself."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setTitle(self._title)
        writer.setCreator("Recorder Desk")
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
        for name, data in attached.items():
            writer.addFileAttachment(name, QByteArray(data))
        self._document.print_(writer)
        buffer.close()
        return bytes(content.data())


def _format(role: Role) -> QTextCharFormat:
    shape = QTextCharFormat()
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if role == "mono" else QFont()
    font.setPointSizeF(_SIZES[role])
    font.setBold(role in ("title", "head"))
    shape.setFont(font)
    return shape
