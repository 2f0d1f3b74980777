"""Tables as files, for both faces: CSV and XLSX in, rows of text out; and the other way round."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from recorder_desk.domain.encodings import read_text
from recorder_desk.domain.tables import MOST_ROWS, read_csv, write_csv
from recorder_desk.errors import DeskError

MOST_BYTES = 64_000_000
_MOST_UNPACKED = 1_000_000_000
_MOST_COLUMNS = 200


def bytes_of(path: Path) -> bytes:
    """What a file holds. Raises DeskError `desk.file-unreadable`, `desk.file-large`."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        told = {"path": str(path), "reason": str(error.strerror)}
        raise DeskError("desk.file-unreadable", blame="environment", **told) from error
    if len(data) > MOST_BYTES:
        raise DeskError("desk.file-large", path=str(path), most=MOST_BYTES)
    return data


def read_rows(path: Path) -> tuple[Iterator[list[str]], str]:
    """The rows of a table, and how it was written: `utf-8`, `utf-16`, `gb18030`, `xlsx`.

    Raises DeskError `desk.file-unreadable`, `desk.file-large`, `table.encoding`, `table.unreadable`."""
    data = bytes_of(path)
    if data.startswith(b"PK\x03\x04"):
        return _workbook(data), "xlsx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DeskError("table.old-excel", path=str(path))
    told = read_text(data)
    return read_csv(told.text), told.encoding


def write_rows(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A new file, XLSX or CSV by its ending. Raises DeskError `desk.file-unwritable`; never writes over a file."""
    write_new(path, _xlsx(head, rows) if path.suffix.lower() == ".xlsx" else write_csv(head, rows).encode())


def write_new(path: Path, data: bytes) -> None:
    """A new file. Raises DeskError `desk.file-unwritable`; never writes over a file."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        told = {"path": str(path), "reason": str(error.strerror)}
        raise DeskError("desk.file-unwritable", blame="environment", **told) from error


def _workbook(data: bytes) -> Iterator[list[str]]:
    """The first sheet. Formulas count as what they last showed; nothing is computed, no link is followed."""
    import openpyxl  # a quarter of a second, and only for workbooks
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > _MOST_UNPACKED:
                raise DeskError("table.long", most=MOST_ROWS)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS, max_row=MOST_ROWS + 2):
                yield [_cell(each) for each in row]
        finally:
            book.close()
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        SyntaxError,
    ) as error:
        raise DeskError("table.unreadable", reason=str(error)[:200]) from error


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


def _xlsx(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(head))
    for row in rows:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type = "s"  # text, whatever it looks like: nothing is a formula
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
