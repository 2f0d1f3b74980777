"""Tables of other programs: CSV or XLSX in, rows by column out, each with its line; and CSV that no spreadsheet obeys.

A column is known by any of its headings, in Chinese or English. What is written is text: a cell that a spreadsheet
would take for a formula gets an apostrophe before it (CSV injection, OWASP).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Generic, TypeVar

from recorder_desk.errors import DeskError

T = TypeVar("T")

MOST_ROWS = 200_000
_LOOKED_AT = 10
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Also the wide forms: spreadsheets of East Asia read them alike."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its line in the file (the heading is 1) and what its columns say."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LineError:
    """A line that cannot be taken in: its number in the file (0: no one line), the code and what it is about."""

    line: int
    code: str
    facts: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class ImportPlan(Generic[T]):
    """What taking a table in would change: nothing at all while there are `errors`. `same`: there so already."""

    changes: tuple[T, ...]
    same: int
    errors: tuple[LineError, ...]


def read_csv(text: str) -> Iterator[list[str]]:
    """The cells of a CSV text, row by row; separated by commas, semicolons or tabs, as the first line is."""
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise DeskError("table.unreadable", reason=str(error)) from error


def lines(
    rows: Iterable[Sequence[str]], columns: Mapping[str, Sequence[str]], needed: Sequence[str],
    ignored: Collection[str] = (),
) -> Iterator[Line]:  # fmt: skip
    """The rows below the heading. `columns`: for each name the headings it goes by; `ignored`: headings that say
    nothing. Titles may stand above the heading: it is the first of ten rows that names two columns.

    Raises DeskError `table.empty`, `table.column-missing`, `table.column-twice`, `table.column-unknown`,
    `table.long`."""
    numbered = enumerate(rows, start=1)
    meant, first = _heading(numbered, columns, ignored)
    for name in needed:
        if name not in meant.values():
            raise DeskError("table.column-missing", column=columns[name][0])
    for number, row in chain(first, numbered):
        if number > MOST_ROWS:
            raise DeskError("table.long", most=MOST_ROWS)
        cells = {meant[at]: cell.strip() for at, cell in enumerate(row) if at in meant}
        if any(cells.values()):
            yield Line(number, cells)


@dataclass(frozen=True, slots=True)
class Headings:
    """The heading of a table that somebody maps by hand: its line, its cells, the column each is taken for ('': none
    is known), whether each is one that says nothing more, and the first rows below."""

    line: int
    cells: tuple[str, ...]
    guesses: tuple[str, ...]
    idle: tuple[bool, ...]
    first: tuple[Sequence[str], ...]


def headings(
    rows: Sequence[Sequence[str]], columns: Mapping[str, Sequence[str]], ignored: Collection[str] = ()
) -> Headings:
    """What the columns of a table are taken for; of two that would be the same the first. Raises `table.empty`."""
    known, seen = _known(columns), _looked_at(enumerate(rows, start=1))
    at = _heading_at(seen, known)
    line, head = seen[at]
    passed = {_folded(each) for each in ignored}
    guesses: list[str] = []
    for cell in head:
        name = known.get(_folded(cell), "")
        guesses.append("" if name in guesses else name)
    first = tuple(row for _, row in seen[at + 1 :])
    idle = tuple(_folded(cell) in passed for cell in head)
    return Headings(line, tuple(cell.strip() for cell in head), tuple(guesses), idle, first)


def lines_under(rows: Iterable[Sequence[str]], line: int, meant: Sequence[str]) -> Iterator[Line]:
    """The rows below the heading of that line, by the column each is meant for ('': passed over).

    Raises DeskError `table.long`."""
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise DeskError("table.long", most=MOST_ROWS)
        cells = {name: cell.strip() for name, cell in zip(meant, row, strict=False) if name}
        if number > line and any(cells.values()):
            yield Line(number, cells)


_Numbered = tuple[int, Sequence[str]]


def _heading(
    numbered: Iterator[_Numbered], columns: Mapping[str, Sequence[str]], ignored: Collection[str]
) -> tuple[dict[int, str], list[_Numbered]]:
    """What each column means, and the rows below the heading that were read to find it."""
    known, seen = _known(columns), _looked_at(numbered)
    passed = {_folded(each) for each in ignored}
    at = _heading_at(seen, known)
    return _meant(seen[at][1], known, passed), seen[at + 1 :]


def _known(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {_folded(each): name for name, headings in columns.items() for each in (name, *headings)}


def _looked_at(numbered: Iterator[_Numbered]) -> list[_Numbered]:
    seen = [each for each in islice(numbered, _LOOKED_AT) if any(cell.strip() for cell in each[1])]
    if not seen:
        raise DeskError("table.empty")
    return seen


def _heading_at(seen: Sequence[_Numbered], known: Mapping[str, str]) -> int:
    named = [sum(_folded(cell) in known for cell in row) for _, row in seen]
    return next((index for index, count in enumerate(named) if count > 1), 0)


def _folded(heading: str) -> str:
    return "".join(heading.lstrip("\ufeff").split()).casefold()


def _meant(head: Sequence[str], known: Mapping[str, str], passed: Collection[str]) -> dict[int, str]:
    meant: dict[int, str] = {}
    for at, heading in enumerate(head):
        name = known.get(_folded(heading))
        if not heading.strip() or (name is None and _folded(heading) in passed):
            continue
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
    writer.writerows([tame(cell) for cell in row] for row in rows)
    return "\ufeff" + out.getvalue()


def tame(cell: str) -> str:
    """A cell that no spreadsheet computes: an apostrophe more where it would; `tamed` takes just that one away."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def tamed(cell: str) -> str:
    """What a cell said before `tame`."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def day_cell(text: str) -> str:
    """`2026/5/8`, `2026.5.8`, `2026年5月8日`, `2026-05-08 00:00:00` → `2026-05-08`; anything else as it is."""
    parts = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    pieces = parts.split(" ")[0].split("T")[0].split("-")
    if len(pieces) == 3 and all(piece.isascii() and piece.isdigit() for piece in pieces):
        return f"{int(pieces[0]):04d}-{int(pieces[1]):02d}-{int(pieces[2]):02d}"
    return text
