"""Tables of other programs: CSV or XLSX in, rows by column out, each with its line; and CSV that no spreadsheet obeys.

A column is known by any of its headings, in Chinese or English. What is written is text: a cell that a spreadsheet
would take for a formula gets an apostrophe before it (CSV injection, OWASP).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from recorder_desk.errors import DeskError

MOST_ROWS = 200_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its line in the file (the heading is 1) and what its columns say."""

    number: int
    cells: Mapping[str, str]


def read_csv(text: str) -> Iterator[list[str]]:
    """The cells of a CSV text, row by row; separated by commas, semicolons or tabs, as the first line is."""
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise DeskError("table.unreadable", reason=str(error)) from error


def lines(rows: Iterable[Sequence[str]], columns: Mapping[str, Sequence[str]], needed: Sequence[str]) -> Iterator[Line]:
    """The rows below the heading. `columns`: for each name the headings it goes by.

    Raises DeskError `table.empty`, `table.column-missing`, `table.column-twice`, `table.column-unknown`,
    `table.long`."""
    numbered = enumerate(rows, start=1)
    head = next(((number, row) for number, row in numbered if any(cell.strip() for cell in row)), None)
    if head is None:
        raise DeskError("table.empty")
    meant = _meant(head[1], columns)
    for name in needed:
        if name not in meant.values():
            raise DeskError("table.column-missing", column=columns[name][0])
    for number, row in numbered:
        if number > MOST_ROWS:
            raise DeskError("table.long", most=MOST_ROWS)
        cells = {meant[at]: cell.strip() for at, cell in enumerate(row) if at in meant}
        if any(cells.values()):
            yield Line(number, cells)


def _meant(head: Sequence[str], columns: Mapping[str, Sequence[str]]) -> dict[int, str]:
    known = {each.casefold(): name for name, headings in columns.items() for each in (name, *headings)}
    meant: dict[int, str] = {}
    for at, heading in enumerate(head):
        if not heading.strip():
            continue
        name = known.get(heading.strip().lstrip("\ufeff").casefold())
        if name is None:
            raise DeskError("table.column-unknown", column=heading.strip()[:60])
        if name in meant.values():
            raise DeskError("table.column-twice", column=heading.strip())
        meant[at] = name
    return meant


def write_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV text with its mark, so that spreadsheets read it as UTF-8."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([_tame(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def tamed(cell: str) -> str:
    """What a cell said before `write_csv` tamed it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _tame(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
