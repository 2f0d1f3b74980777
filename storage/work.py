"""Changing the catalogue: one connection, one writer, one transaction a command.

In: facts. Out: rows in the tables and, in the same transaction, their journal entries and a signed
checkpoint. The facts are the whole truth: `apply` below is also what a rebuild replays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from recorder_desk.domain.facts import Fact
from recorder_desk.domain.journal import Entry
from recorder_desk.domain.times import stamp
from recorder_desk.ports import Notice
from recorder_desk.queries.base import Query
from storage import (
    alignments_table,
    archive_table,
    bits_table,
    calendars_table,
    cases_table,
    casework_table,
    clock_table,
    codes_table,
    coverage_views,
    dock_table,
    documents_table,
    exports_table,
    item_lists_table,
    likeness_table,
    marks_table,
    mirror_table,
    names_table,
    people_table,
    placing_table,
    recorders_table,
    recordings_table,
    registers_table,
    release_table,
    rescue_table,
    review_table,
    searches_table,
    tagging_table,
    takes_table,
    viewings_table,
)
from storage.applied import Applied, Apply
from storage.database import open_for_writing, translated
from storage.faultpoints import point
from storage.journal_table import JournalTable
from storage.keys import StationKey
from storage.migrating import migrate
from storage.places import Places
from storage.views import answer

T = TypeVar("T")


APPLY: Mapping[type[Fact], Apply] = {
    **dock_table.APPLY,
    **recordings_table.APPLY,
    **cases_table.APPLY,
    **clock_table.APPLY,
    **codes_table.APPLY,
    **likeness_table.APPLY,
    **archive_table.APPLY,
    **release_table.APPLY,
    **rescue_table.APPLY,
    **exports_table.APPLY,
    **mirror_table.APPLY,
    **names_table.APPLY,
    **recorders_table.APPLY,
    **calendars_table.APPLY,
    **people_table.APPLY,
    **casework_table.APPLY,
    **documents_table.APPLY,
    **searches_table.APPLY,
    **tagging_table.APPLY,
    **item_lists_table.APPLY,
    **registers_table.APPLY,
    **takes_table.APPLY,
    **placing_table.APPLY,
    **marks_table.APPLY,
    **viewings_table.APPLY,
    **review_table.APPLY,
    **alignments_table.APPLY,
}


class SqliteUnit:
    """One transaction (ports.Unit)."""

    def __init__(self, connection: sqlite3.Connection, journal: JournalTable, places: Places, station: str) -> None:
        self._connection, self._journal, self._places, self._station = connection, journal, places, station

    def ask(self, query: Query[T]) -> T:
        """The answer, seeing what this transaction has written so far."""
        return answer(self._connection, self._places, query)

    def record(self, facts: Sequence[Fact], notice: Notice) -> None:
        """Apply facts to the tables and journal them."""
        at = stamp(notice.at)
        bodies = [(type(fact).__name__, msgspec.to_builtins(fact)) for fact in facts]
        seqs = self._journal.append(bodies, command=notice.command, actor=notice.actor, at=at)
        applied = Applied(at, notice.actor, self._station)
        for seq, fact in zip(seqs, facts, strict=True):
            apply(self._connection, fact, applied, seq)
        coverage_views.recount(self._connection, facts)
        bits_table.write(self._connection)
        point("catalogue.recorded")


class SqliteWork:
    """The writer's side of the catalogue (ports.Work)."""

    def __init__(self, path: Path, journal_folder: Path, key: StationKey, places: Places, station: str) -> None:
        self._path, self._places, self._station = path, places, station
        self._closed = False
        self._connection = open_for_writing(path)
        try:
            migrate(self._connection, path)
            with translated(path):
                self._journal = JournalTable(self._connection, journal_folder, key)
        except BaseException:
            self._connection.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[SqliteUnit]:
        """Commit durably when left, roll back when it raises."""
        with translated(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteUnit(self._connection, self._journal, self._places, self._station)
                point("catalogue.before-commit")
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # on a full disk SQLite has rolled back already
                    self._connection.execute("ROLLBACK")
                self._journal.rolled_back()
                raise
        point("catalogue.committed")
        self._journal.mirror()
        point("journal.mirrored")

    def replay(self, entries: Iterable[tuple[Entry, Fact]]) -> None:
        """Apply an adopted journal's facts inside a caller's transaction, each as its entry tells: when,
        by whom, at which station (after a lost key it was another)."""
        for entry, fact in entries:
            apply(self._connection, fact, Applied(entry.at, entry.actor, entry.station), entry.seq)
        coverage_views.recount_all(self._connection)
        bits_table.write(self._connection)

    @property
    def journal(self) -> JournalTable:
        """The journal of this catalogue, for a rebuild that adopts an old one."""
        return self._journal

    @property
    def connection(self) -> sqlite3.Connection:
        """The writing connection, for a rebuild."""
        return self._connection

    def close(self) -> None:
        """Finish the mirror, then close. Repeatable."""
        if self._closed:
            return
        self._closed = True
        self._journal.close()
        with translated(self._path):
            self._connection.close()


def apply(connection: sqlite3.Connection, fact: Fact, applied: Applied, seq: int) -> None:
    """Write one fact into the tables, and note which things its entry is about."""
    APPLY[type(fact)](connection, fact, applied)
    placing_table.stir(connection, fact)
    connection.executemany(
        "INSERT OR IGNORE INTO about VALUES (?, ?)",
        [(subject, seq) for subject in archive_table.subjects(fact)],
    )
