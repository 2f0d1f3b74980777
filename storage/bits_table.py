"""Which recordings have which value of a facet, kept as bits, so that any filter is counted without reading rows.

In: what was noted of a transaction's changes. Out: rows of `bits`, in the same transaction. Of a recording that changes
triggers note what it was before the transaction, once (`bits_before`); of a link or a tag it is noted which bits may be
wrong (`bits_owed`). What is written follows from that and from the tables as they stand at the end.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from storage.bits import PART, packed, unpacked

_VALUES = ("state", "kind", "day", "recorder")
_FLAGS = {
    ("problem", "yes"): "{0}.trouble != ''",
    ("important", "yes"): "{0}.important = 1",
    ("waiting", "yes"): "{0}.links = 0 AND {0}.kind != 'sidecar' AND {0}.aside = 0",
    ("item", "-"): "{0}.links = 0",
}
_COLUMNS = "state, kind, day, recorder, problem, check_code, important, links, aside"
_FIRST = "NOT EXISTS (SELECT 1 FROM bits_before WHERE key = {}.key)"


def _as(row: str) -> str:
    return ", ".join((*(f"{row}.{name}" for name in _VALUES), *(told.format(row) for told in _FLAGS.values())))


DDL = (
    """CREATE TABLE bits (
        facet TEXT NOT NULL, value TEXT NOT NULL, part INTEGER NOT NULL, bits BLOB NOT NULL,
        PRIMARY KEY (facet, value, part)) WITHOUT ROWID""",
    """CREATE TABLE bits_written (
        facet TEXT NOT NULL, value TEXT NOT NULL, part INTEGER NOT NULL, version INTEGER NOT NULL,
        PRIMARY KEY (facet, value, part)) WITHOUT ROWID""",
    "CREATE INDEX bits_written_version ON bits_written(version)",
    """CREATE TABLE bits_before (
        key INTEGER PRIMARY KEY, state TEXT, kind TEXT, day TEXT, recorder TEXT, problem INTEGER, important INTEGER,
        waiting INTEGER, unlinked INTEGER)""",
    "CREATE TABLE bits_owed (facet TEXT NOT NULL, value TEXT NOT NULL, key INTEGER NOT NULL)",
    f"CREATE TRIGGER bits_received AFTER INSERT ON recordings BEGIN INSERT INTO bits_before (key)"
    f" SELECT new.key WHERE {_FIRST.format('new')}; END",
    f"CREATE TRIGGER bits_changed AFTER UPDATE OF {_COLUMNS} ON recordings"
    f" WHEN {' OR '.join(f'old.{name} IS NOT new.{name}' for name in _COLUMNS.split(', '))}"
    f" BEGIN INSERT INTO bits_before SELECT old.key, {_as('old')} WHERE {_FIRST.format('old')}; END",
)
"""`bits_written` says in which version of the whole each part was written last, also those that are empty since.
`bits_before` has only the key of a recording that is new.

Statements that change these columns of recordings say OR FAIL. Because of the triggers SQLite would otherwise write
every page aside before it changes it, so as to take back one statement alone: three times the work. We take back
transactions."""

_CHANGED = f"SELECT b.*, {_as('r')} FROM bits_before b CROSS JOIN recordings r ON r.key = b.key"
_LINKED = """SELECT o.facet, o.value, o.key, EXISTS (SELECT 1 FROM links l WHERE l.recording = r.id
    AND l.unlinked_at = '' AND CASE o.facet WHEN 'case' THEN l.case_id ELSE l.item END = o.value) AS holds
    FROM bits_owed o CROSS JOIN recordings r ON r.key = o.key WHERE o.facet != 'tag'
    UNION ALL SELECT o.facet, o.value, o.key, EXISTS (SELECT 1 FROM tags t WHERE t.recording = r.id
    AND t.tag = o.value) FROM bits_owed o CROSS JOIN recordings r ON r.key = o.key WHERE o.facet = 'tag'"""
_ALL = (
    *(f"SELECT '{name}', {name}, key FROM recordings" for name in _VALUES),
    *(f"SELECT '{name}', '{value}', key FROM recordings r WHERE {told.format('r')}"
      for (name, value), told in _FLAGS.items()),
    "SELECT 'item', l.item, r.key FROM links l JOIN recordings r ON r.id = l.recording WHERE l.unlinked_at = ''",
    "SELECT 'case', l.case_id, r.key FROM links l JOIN recordings r ON r.id = l.recording WHERE l.unlinked_at = ''",
    "SELECT 'tag', t.tag, r.key FROM tags t JOIN recordings r ON r.id = t.recording",
)  # fmt: skip


def fill(connection: sqlite3.Connection) -> None:
    """Write the bits of a catalogue that has none."""
    for rows in _ALL:
        ordered = connection.execute(f"SELECT * FROM ({rows}) ORDER BY 2, 3")
        for name, group in groupby(ordered, key=lambda row: (row[0], row[1], row[2] // PART)):
            _write(connection, name, sum({1 << row[2] % PART for row in group}), 0, 1)


def note_link(connection: sqlite3.Connection, link: str) -> None:
    """A link was made, or holds no longer. (A trigger would cost here what OR FAIL spares elsewhere: links have
    foreign keys.)"""
    connection.execute(
        "INSERT INTO bits_owed (facet, value, key) SELECT 'item', l.item, r.key FROM links l JOIN recordings r"
        " ON r.id = l.recording WHERE l.id = ?1 UNION ALL SELECT 'case', l.case_id, r.key FROM links l"
        " JOIN recordings r ON r.id = l.recording WHERE l.id = ?1",
        (link,),
    )


def note_tags(connection: sqlite3.Connection, recording: str, tags: Iterable[str]) -> None:
    """Tags were given to a recording or taken from it."""
    connection.executemany(
        "INSERT INTO bits_owed (facet, value, key) SELECT 'tag', ?, key FROM recordings WHERE id = ?",
        [(tag, recording) for tag in tags],
    )


def write(connection: sqlite3.Connection) -> None:
    """Set every bit that is owed; inside the caller's transaction."""
    changes: dict[tuple[str, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for facet, value, key, holds in _owed(connection):
        part, place = divmod(key, PART)
        changes[facet, value, part][not holds] |= 1 << place
    if changes:
        (version,) = connection.execute("SELECT coalesce(max(version), 0) + 1 FROM bits_written").fetchone()
        for name, (on, off) in sorted(changes.items()):
            _write(connection, name, on, off, version)
    connection.execute("DELETE FROM bits_before")
    connection.execute("DELETE FROM bits_owed")


def _owed(connection: sqlite3.Connection) -> Iterator[tuple[str, str, int, bool]]:
    for row in connection.execute(_CHANGED):
        key, told = row[0], row[1:]
        was, becomes = told[: len(told) // 2], told[len(told) // 2 :]
        yield from _changes(key, was, becomes)
    for facet, value, key, holds in connection.execute(_LINKED):
        yield facet, value, key, bool(holds)


def _changes(key: int, was: tuple[Any, ...], becomes: tuple[Any, ...]) -> Iterator[tuple[str, str, int, bool]]:
    for at, name in enumerate(_VALUES):
        if was[at] != becomes[at]:
            if was[at] is not None:
                yield name, was[at], key, False
            yield name, becomes[at], key, True
    for at, (facet, value) in enumerate(_FLAGS, len(_VALUES)):
        if bool(was[at]) != bool(becomes[at]):
            yield facet, value, key, bool(becomes[at])


def _write(connection: sqlite3.Connection, name: tuple[str, str, int], on: int, off: int, version: int) -> None:
    row = connection.execute("SELECT bits FROM bits WHERE facet = ? AND value = ? AND part = ?", name).fetchone()
    was = unpacked(row[0]) if row else 0
    bits = (was & ~off) | on
    if bits == was:
        return
    if bits:
        connection.execute("INSERT OR REPLACE INTO bits VALUES (?, ?, ?, ?)", (*name, packed(bits)))
    else:
        connection.execute("DELETE FROM bits WHERE facet = ? AND value = ? AND part = ?", name)
    connection.execute("INSERT OR REPLACE INTO bits_written VALUES (?, ?, ?, ?)", (*name, version))
