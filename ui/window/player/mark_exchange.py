"""Marks from files and into files, on a reader thread. In: paths. Out: what a file would add; a new file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from recorder_desk.domain.mark import MarkRow
from recorder_desk.domain.mark_import import MarkChange
from recorder_desk.domain.tables import ImportPlan
from recorder_desk.queries.base import Query
from ui.mark_files import read_marks, write_marks
from ui.window.bridge import DeskBridge


@dataclass(frozen=True, slots=True)
class ReadMarkFile(Query[ImportPlan[MarkChange]]):
    """What a file would add to the marks that are there, in a recording of this length. Raises as `read_marks`."""

    path: str
    there: tuple[MarkRow, ...]
    length_ms: int


@dataclass(frozen=True, slots=True)
class WriteMarkFile(Query[int]):
    """Write marks into a new file; how many. Raises as `write_marks`."""

    path: str
    rows: tuple[MarkRow, ...]
    language: str


def answer_files(bridge: DeskBridge) -> None:
    """Have the desk answer both."""
    bridge.session.desk.answer_live(ReadMarkFile, _read)
    bridge.session.desk.answer_live(WriteMarkFile, _write)


def _read(query: ReadMarkFile) -> ImportPlan[MarkChange]:
    return read_marks(Path(query.path), query.there, query.length_ms)[0]


def _write(query: WriteMarkFile) -> int:
    write_marks(Path(query.path), query.rows, query.language)
    return len(query.rows)
