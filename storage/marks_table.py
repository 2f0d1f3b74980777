"""Marks in recordings, and finding them by their codes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from recorder_desk.domain import facts as f
from recorder_desk.domain.mark import MarkFields, MarkRow, read_code
from recorder_desk.errors import DeskError
from recorder_desk.queries import marks as q
from storage.applied import Applied, Apply
from storage.search import sought

DDL = (
    """CREATE TABLE marks (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, code TEXT NOT NULL UNIQUE,
        recording TEXT NOT NULL REFERENCES recordings(id), at_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL,
        kind TEXT NOT NULL, item TEXT NOT NULL, note TEXT NOT NULL, sought TEXT NOT NULL, marked_by TEXT NOT NULL,
        marked_at TEXT NOT NULL, removed INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX marks_recording ON marks(recording, at_ms) WHERE removed = 0",
)
_ROW = "SELECT m.*, r.name FROM marks m JOIN recordings r ON r.id = m.recording"


def _add(connection: sqlite3.Connection, fact: f.MarkAdded, applied: Applied) -> None:
    """A mark whose removal is undone is itself again, with its code."""
    connection.execute(
        "INSERT INTO marks (id, code, recording, at_ms, until_ms, kind, item, note, sought, marked_by, marked_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET removed = 0",
        (fact.mark, fact.code, fact.recording, *_told(fact.fields), _sought(fact.code, fact.fields), applied.actor,
         applied.at),
    )  # fmt: skip


def _change(connection: sqlite3.Connection, fact: f.MarkChanged, applied: Applied) -> None:
    (code,) = connection.execute("SELECT code FROM marks WHERE id = ?", (fact.mark,)).fetchone()
    connection.execute(
        "UPDATE marks SET at_ms = ?, until_ms = ?, kind = ?, item = ?, note = ?, sought = ? WHERE id = ?",
        (*_told(fact.fields), _sought(code, fact.fields), fact.mark),
    )


def _remove(connection: sqlite3.Connection, fact: f.MarkRemoved, applied: Applied) -> None:
    connection.execute("UPDATE marks SET removed = 1 WHERE id = ?", (fact.mark,))


def _told(fields: MarkFields) -> tuple[int, int, str, str, str]:
    return fields.at_ms, fields.until_ms, fields.kind, fields.item, fields.note


def _sought(code: str, fields: MarkFields) -> str:
    return sought(code, fields.note)


APPLY: Mapping[type[f.Fact], Apply] = {f.MarkAdded: _add, f.MarkChanged: _change, f.MarkRemoved: _remove}


def marks(connection: sqlite3.Connection, query: q.Marks) -> tuple[MarkRow, ...]:
    """By recording and position."""
    linked = "m.recording IN (SELECT recording FROM links WHERE case_id = ? AND unlinked_at = '')"
    where, value = ("m.recording = ?", query.recording) if query.recording else (linked, query.case)
    rows = connection.execute(
        f"{_ROW} WHERE m.removed = 0 AND {where} ORDER BY r.recorded_at, r.key, m.at_ms, m.key", (value,)
    )
    return tuple(map(_mark, rows))


def find(connection: sqlite3.Connection, query: q.FindMark) -> MarkRow:
    """By code or id."""
    text, code = query.text.strip(), read_code(query.text)
    row = connection.execute(f"{_ROW} WHERE m.id = ? OR m.code = ?", (text, code)).fetchone()
    if row is None:
        raise DeskError("mark.unknown" if code or "-" in text else "mark.bad-code", mark=text)
    if row["removed"]:
        raise DeskError("mark.removed", mark=row["code"])
    return _mark(row)


def taken(connection: sqlite3.Connection, query: q.CodeTaken) -> bool:
    """Whether it was ever given."""
    return connection.execute("SELECT 1 FROM marks WHERE code = ?", (query.code,)).fetchone() is not None


def _mark(row: sqlite3.Row) -> MarkRow:
    fields = MarkFields(row["at_ms"], row["until_ms"], row["kind"], row["item"], row["note"])
    return MarkRow(row["id"], row["code"], row["recording"], row["name"], fields, row["marked_by"], row["marked_at"])
