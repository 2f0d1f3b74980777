"""How a table is taken in, for both faces: what its lines would change is told first, then one command does all of it.

In: a file. Out: a rehearsal; nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.tables import ImportPlan, Line, lines
from recorder_desk.errors import DeskError
from recorder_desk.ports import Ask
from ui.phrases import Phrases
from ui.sheets import read_rows, write_rows

T = TypeVar("T")
Columns = Mapping[str, tuple[str, ...]]
Rows = Iterable[Sequence[str]]


@dataclass(slots=True)
class Reading:
    """How far a table is read, to be looked at from another thread; `stopped` ends it at the next row."""

    rows: int = 0
    stopped: bool = False

    def count(self, rows: Iterable[list[str]]) -> Iterator[list[str]]:
        """The same rows. Raises DeskError `table.stopped`."""
        for row in rows:
            if self.stopped:
                raise DeskError("table.stopped")
            self.rows += 1
            yield row


@dataclass(frozen=True, slots=True)
class Rehearsal(Generic[T]):
    """What taking a table in would change. `encoding`: `utf-8`, `utf-16`, `gb18030`, `xlsx`."""

    encoding: str
    plan: ImportPlan[T]


@dataclass(frozen=True, slots=True)
class Importing(Generic[T]):
    """How a table is taken in: its columns, what its lines would change, the command that does it, and how a change is
    shown (`heads`: of `cells`, the first is the line)."""

    columns: Columns
    needed: Sequence[str]
    plan: Callable[[Iterator[Line], Ask], ImportPlan[T]]
    command: Callable[[tuple[T, ...]], Command]
    heads: Sequence[str]
    cells: Callable[[T, Phrases], Sequence[object]]

    def rehearse(self, path: Path, ask: Ask, reading: Reading | None = None) -> Rehearsal[T]:
        """Read a table and tell what it would change. Raises DeskError as `read_rows`, `lines` and `plan` do, and
        `table.stopped`."""
        rows, encoding = read_rows(path)
        counted = (reading or Reading()).count(rows)
        return Rehearsal(encoding, self.plan(lines(counted, self.columns, self.needed), ask))


def headings(columns: Columns, language: str) -> list[str]:
    """The headings of a table that is written, in the reader's language."""
    chinese = language.startswith("zh")
    return [told[0] if chinese else name for name, told in columns.items()]


def export(path: Path, columns: Columns, rows: Rows, language: str) -> int:
    """Write a new table, CSV or XLSX by its ending; how many rows. Raises DeskError `desk.file-unwritable`."""
    told = list(rows)
    write_rows(path, headings(columns, language), told)
    return len(told)
