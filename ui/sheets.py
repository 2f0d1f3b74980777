"""Tables as files, for both faces: CSV and XLSX in, rows of text out; and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from recorder_desk.domain.encodings import read_text
from recorder_desk.domain.tables import read_csv, write_csv
from recorder_desk.errors import DeskError
from ui import workbooks

MOST_BYTES = 64_000_000


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

    Raises DeskError `desk.file-unreadable`, `desk.file-large`, `table.encoding`, `table.old-excel`, and, with the rows,
    as `read_csv` and `workbooks.rows_of`."""
    data = bytes_of(path)
    if data.startswith(b"PK\x03\x04"):
        return workbooks.rows_of(data), "xlsx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DeskError("table.old-excel", path=str(path))
    told = read_text(data)
    return read_csv(told.text), told.encoding


def write_rows(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A new file, XLSX or CSV by its ending. Raises DeskError `desk.file-unwritable`; never writes over a file."""
    write_new(path, workbooks.packed(head, rows) if path.suffix.lower() == ".xlsx" else write_csv(head, rows).encode())


def write_new(path: Path, data: bytes) -> None:
    """A new file. Raises DeskError `desk.file-unwritable`; never writes over a file."""
    try:
        with path.open("xb") as file:
            file.write(data)
    except OSError as error:
        told = {"path": str(path), "reason": str(error.strerror)}
        raise DeskError("desk.file-unwritable", blame="environment", **told) from error
