"""Workbooks (XLSX): the rows of the first sheet, and a new workbook from rows.

A workbook comes from outside, and a few kilobytes of it may unpack to anything. So every part is read through once
before, piece by piece, and what no table of ours can hold is refused there: nothing of it has been built in memory yet.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import IO, Any
from xml.parsers.expat import ExpatError, ParserCreate

from recorder_desk.domain.tables import MOST_ROWS, tame
from recorder_desk.errors import DeskError

MOST_UNPACKED = 128_000_000
"""Four times what 100,000 cases take."""
_LARGE = ("xl/worksheets/", "xl/sharedstrings.xml")
"""Where the bulk of a workbook lies; `_ASIDE` is what one of its other parts may be."""
_ASIDE = 16_000_000
_MOST_PARTS = 10_000
_MOST_ELEMENTS = {True: 8_000_000, False: 300_000}
"""In one of the large parts; in one of the others."""
_MOST_DEEP = 100
_MOST_CELLS = 16_384
"""In a row, as spreadsheets have them."""
_MOST_TEXT = 1_000_000
_MOST_COLUMNS = 200
_PIECE = 1 << 16
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, ExpatError, EOFError, OSError, RuntimeError, KeyError, ValueError,
    TypeError, IndexError, AttributeError, SyntaxError,
)  # fmt: skip
"""What zipfile, expat and openpyxl raise over parts that are damaged, missing, locked or not what they say."""


def rows_of(data: bytes) -> Iterator[list[str]]:
    """The first sheet. Formulas count as what they last showed; nothing is computed, no link is followed.

    Raises DeskError `table.unreadable`, `table.swollen`, `table.long`, `table.formula` (it never showed anything)."""
    import openpyxl  # a quarter of a second, and only for workbooks

    try:
        formulas = _looked_through(data)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            if not book.worksheets:
                raise ValueError("there is no sheet in it")
            sheet = book.worksheets[0]
            if line := formulas.get(getattr(sheet, "_worksheet_path", "").lstrip("/")):
                raise DeskError("table.formula", line=line)
            sheet.reset_dimensions()
            for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS, max_row=MOST_ROWS + 2):
                yield [_cell(each) for each in row]
        finally:
            book.close()
    except _BROKEN as error:
        raise DeskError("table.unreadable", reason=str(error)[:200]) from error


def _looked_through(data: bytes) -> dict[str, int]:
    """For each sheet that has a formula without a value, its row. Raises DeskError `table.swollen`, `table.long`."""
    formulas = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > _MOST_PARTS or sum(each.file_size for each in parts) > MOST_UNPACKED:
            raise DeskError("table.swollen")
        for each in parts:
            name = each.filename.lower()
            large = name.startswith(_LARGE)
            if each.file_size > _ASIDE and not large:
                raise DeskError("table.swollen")
            if name.endswith((".xml", ".rels")) or large:
                with packed.open(each) as part:
                    if line := _Part(_MOST_ELEMENTS[large]).read(part):
                        formulas[each.filename] = line
    return formulas


class _Part:
    """One part on its way through expat, with so many elements at the most."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._deep = self._rows = self._cells = self._text = 0
        self._line = self._unknown = 0
        self._formula = self._value = self._words = False
        self._parser = ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begins
        self._parser.EndElementHandler = self._ends
        self._parser.CharacterDataHandler = self._says

    def read(self, part: IO[bytes]) -> int:
        """The row of its first formula that never showed a value; 0: none. Raises DeskError as `_looked_through`."""
        while piece := part.read(_PIECE):
            self._parser.Parse(piece, False)
        self._parser.Parse(b"", True)
        return self._unknown

    def _begins(self, tag: str, told: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        self._text, self._left, self._deep = 0, self._left - 1, self._deep + 1
        if name == "row":
            self._rows, self._cells = self._rows + 1, 0
            number = told.get("r", "")
            self._line = int(number) if number.isascii() and number.isdigit() else self._line + 1
        elif name == "c":
            self._cells += 1
            # A formula may well show an empty text; then it says that it is one.
            self._formula, self._value, self._words = False, False, told.get("t") == "str"
        elif name == "f":
            self._formula = True
        if self._rows > MOST_ROWS + 1:
            raise DeskError("table.long", most=MOST_ROWS)
        if self._left < 0 or self._deep > _MOST_DEEP or self._cells > _MOST_CELLS:
            raise DeskError("table.swollen")

    def _says(self, text: str) -> None:
        self._text += len(text)
        self._value = self._value or bool(text.strip())
        if self._text > _MOST_TEXT:
            raise DeskError("table.swollen")

    def _ends(self, tag: str) -> None:
        name = tag.rpartition(" ")[2]
        self._deep -= 1
        if name == "f":
            self._value = False  # what was said until here is the formula
        elif name == "c" and self._formula and not (self._value or self._words):
            self._unknown = self._unknown or self._line


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def packed(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet. All of it is text: nothing is a formula, nor becomes one when it is saved as CSV."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(head))
    for row in rows:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", tame(text)))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
