"""Which recordings have which value of a facet, kept as bits, so that any filter is counted without reading rows.

In: what triggers have noted of a transaction's changes. Out: rows of `bits`, in the same transaction. The triggers note
only which bits may be wrong (`bits_owed`); each is then set as the tables say it should be, so that nothing depends on
how often or in which order something changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import groupby

from storage.bits import PART, packed, unpacked
from storage.tagging_table import WAITING

_NOTE = "INSERT OR IGNORE INTO bits_owed (facet, value, key)"
_PLAIN = ("state", "kind", "day", "recorder")


def _changed(name: str, columns: str, differs: str, noted: str) -> str:
    return (
        f"CREATE TRIGGER bits_{name} AFTER UPDATE OF {columns} ON recordings WHEN {differs}"
        f" BEGIN {_NOTE} VALUES {noted}; END"
    )


def _linked(name: str, when: str) -> str:
    key = "(SELECT key FROM recordings WHERE id = new.recording)"
    return (
        f"CREATE TRIGGER bits_{name} AFTER {when} ON links BEGIN {_NOTE}"
        f" VALUES ('item', new.item, {key}), ('case', new.case_id, {key}); END"
    )


DDL = (
    """CREATE TABLE bits (
        facet TEXT NOT NULL, value TEXT NOT NULL, part INTEGER NOT NULL, bits BLOB NOT NULL,
        PRIMARY KEY (facet, value, part)) WITHOUT ROWID""",
    """CREATE TABLE bits_written (
        facet TEXT NOT NULL, value TEXT NOT NULL, part INTEGER NOT NULL, version INTEGER NOT NULL,
        PRIMARY KEY (facet, value, part)) WITHOUT ROWID""",
    "CREATE INDEX bits_written_version ON bits_written(version)",
    """CREATE TABLE bits_owed (
        facet TEXT NOT NULL, value TEXT NOT NULL, key INTEGER NOT NULL,
        PRIMARY KEY (facet, value, key)) WITHOUT ROWID""",
    f"CREATE TRIGGER bits_received AFTER INSERT ON recordings BEGIN {_NOTE} VALUES"
    + ", ".join(f" ('{name}', new.{name}, new.key)" for name in _PLAIN)
    + "".join(f", ('{name}', '{value}', new.key)" for name, value in (
        ("problem", "yes"), ("important", "yes"), ("waiting", "yes"), ("item", "-")))
    + "; END",
    *(
        _changed(name, name, f"old.{name} IS NOT new.{name}",
                 f"('{name}', old.{name}, new.key), ('{name}', new.{name}, new.key)")
        for name in _PLAIN
    ),
    _changed("problem", "problem, check_code", "old.trouble IS NOT new.trouble", "('problem', 'yes', new.key)"),
    _changed("important", "important", "old.important IS NOT new.important", "('important', 'yes', new.key)"),
    _changed("waiting", "links, kind, aside",
             "old.links IS NOT new.links OR old.kind IS NOT new.kind OR old.aside IS NOT new.aside",
             "('waiting', 'yes', new.key), ('item', '-', new.key)"),
    _linked("linked", "INSERT"),
    _linked("unlinked", "UPDATE OF unlinked_at"),
)  # fmt: skip
"""`bits_written` says in which version of the whole each part was written last, also those that are empty since."""

_TRUE = f"""CASE o.facet
    WHEN 'state' THEN r.state = o.value WHEN 'kind' THEN r.kind = o.value WHEN 'day' THEN r.day = o.value
    WHEN 'recorder' THEN r.recorder = o.value WHEN 'problem' THEN r.trouble != ''
    WHEN 'important' THEN r.important = 1 WHEN 'waiting' THEN {WAITING}
    WHEN 'case' THEN EXISTS (SELECT 1 FROM links l WHERE l.recording = r.id AND l.unlinked_at = ''
        AND l.case_id = o.value)
    WHEN 'item' THEN CASE o.value WHEN '-' THEN r.links = 0 ELSE EXISTS (SELECT 1 FROM links l
        WHERE l.recording = r.id AND l.unlinked_at = '' AND l.item = o.value) END END"""
_OWED = f"""SELECT o.facet, o.value, o.key, {_TRUE} AS holds FROM bits_owed o CROSS JOIN recordings r ON r.key = o.key
    ORDER BY o.facet, o.value, o.key"""
_ALL = (
    *(f"SELECT '{name}', {name}, key FROM recordings" for name in _PLAIN),
    "SELECT 'problem', 'yes', key FROM recordings WHERE trouble != ''",
    "SELECT 'important', 'yes', key FROM recordings WHERE important = 1",
    f"SELECT 'waiting', 'yes', key FROM recordings WHERE {WAITING}",
    "SELECT 'item', '-', key FROM recordings WHERE links = 0",
    "SELECT 'item', l.item, r.key FROM links l JOIN recordings r ON r.id = l.recording WHERE l.unlinked_at = ''",
    "SELECT 'case', l.case_id, r.key FROM links l JOIN recordings r ON r.id = l.recording WHERE l.unlinked_at = ''",
)


def fill(connection: sqlite3.Connection) -> None:
    """Write the bits of a catalogue that has none."""
    for rows in _ALL:
        connection.execute(f"{_NOTE} {rows}")
        write(connection)


def write(connection: sqlite3.Connection) -> None:
    """Set every bit that is owed; inside the caller's transaction."""
    if connection.execute("SELECT 1 FROM bits_owed LIMIT 1").fetchone() is None:
        return
    (version,) = connection.execute("SELECT coalesce(max(version), 0) + 1 FROM bits_written").fetchone()
    rows = connection.execute(_OWED)
    for (facet, value, part), group in groupby(rows, key=lambda row: (row[0], row[1], row[2] // PART)):
        _write(connection, (facet, value, part), ((row[2] % PART, row[3]) for row in group), version)
    connection.execute("DELETE FROM bits_owed")


def _write(
    connection: sqlite3.Connection, name: tuple[str, str, int], told: Iterable[tuple[int, int]], version: int
) -> None:
    row = connection.execute("SELECT bits FROM bits WHERE facet = ? AND value = ? AND part = ?", name).fetchone()
    was = bits = unpacked(row[0]) if row else 0
    for place, holds in told:
        bits = bits | 1 << place if holds else bits & ~(1 << place)
    if bits == was:
        return
    if bits:
        connection.execute("INSERT OR REPLACE INTO bits VALUES (?, ?, ?, ?)", (*name, packed(bits)))
    else:
        connection.execute("DELETE FROM bits WHERE facet = ? AND value = ? AND part = ?", name)
    connection.execute("INSERT OR REPLACE INTO bits_written VALUES (?, ?, ?, ?)", (*name, version))
