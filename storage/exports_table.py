"""Exports: what was ordered, what became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.export import ExportFile, ExportRow, ExportWish
from recorder_desk.errors import DeskError
from recorder_desk.queries import exports as q
from storage.applied import Applied, Apply

DDL = (
    """CREATE TABLE exports (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, recording TEXT NOT NULL REFERENCES recordings(id),
        state TEXT NOT NULL DEFAULT 'owed', wish TEXT NOT NULL, caption TEXT NOT NULL, source_digest TEXT NOT NULL,
        reason TEXT NOT NULL, flagged INTEGER NOT NULL, ordered_by TEXT NOT NULL, ordered_at TEXT NOT NULL,
        code TEXT NOT NULL DEFAULT '', ended_at TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',
        made TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX exports_recording ON exports(recording)",
    "CREATE INDEX exports_digest ON exports(digest) WHERE digest != ''",
    "CREATE INDEX exports_owed ON exports(key) WHERE state = 'owed'",
)
_ROW = "SELECT e.*, r.name FROM exports e JOIN recordings r ON r.id = e.recording"


def _order(connection: sqlite3.Connection, fact: f.ExportOrdered, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO exports (id, recording, wish, caption, source_digest, reason, flagged, ordered_by, ordered_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (fact.export, fact.recording, msgspec.json.encode(fact.wish).decode(), fact.caption, fact.source_digest,
         fact.reason, int(fact.flagged), applied.actor, applied.at),
    )  # fmt: skip


def _made(connection: sqlite3.Connection, fact: f.ExportMade, applied: Applied) -> None:
    connection.execute(
        "UPDATE exports SET state = 'made', ended_at = ?, digest = ?, made = ? WHERE id = ?",
        (applied.at, fact.file.digest, msgspec.json.encode(fact.file).decode(), fact.export),
    )


def _failed(connection: sqlite3.Connection, fact: f.ExportFailed, applied: Applied) -> None:
    connection.execute(
        "UPDATE exports SET state = 'failed', ended_at = ?, code = ? WHERE id = ?",
        (applied.at, fact.code, fact.export),
    )


APPLY: Mapping[type[f.Fact], Apply] = {f.ExportOrdered: _order, f.ExportMade: _made, f.ExportFailed: _failed}


def exports(connection: sqlite3.Connection, query: q.Exports) -> tuple[ExportRow, ...]:
    """Of a recording, of a case, or all."""
    linked = "e.recording IN (SELECT recording FROM links WHERE case_id = :case AND unlinked_at = '')"
    where = "e.recording = :recording" if query.recording else linked if query.case else "1"
    values = {"recording": query.recording, "case": query.case, "limit": query.limit}
    return tuple(map(_row, connection.execute(f"{_ROW} WHERE {where} ORDER BY e.key DESC LIMIT :limit", values)))


def show(connection: sqlite3.Connection, query: q.ShowExport) -> ExportRow:
    """One of them."""
    row = connection.execute(f"{_ROW} WHERE e.id = ?", (query.export,)).fetchone()
    if row is None:
        raise DeskError("export.unknown", export=query.export)
    return _row(row)


def owed(connection: sqlite3.Connection, query: q.ExportsOwed) -> tuple[ExportRow, ...]:
    """Not made yet."""
    return tuple(map(_row, connection.execute(f"{_ROW} WHERE e.state = 'owed' ORDER BY e.key LIMIT ?", (query.limit,))))


def with_digest(connection: sqlite3.Connection, query: q.ExportsWithDigest) -> tuple[ExportRow, ...]:
    """Whose file this is."""
    return tuple(map(_row, connection.execute(f"{_ROW} WHERE e.digest = ? ORDER BY e.key DESC", (query.digest,))))


def _row(row: sqlite3.Row) -> ExportRow:
    wish = msgspec.json.decode(row["wish"], type=ExportWish)
    made = msgspec.json.decode(row["made"], type=ExportFile) if row["made"] else None
    return ExportRow(
        row["id"], row["recording"], row["name"], wish.kind, row["state"], wish, row["caption"], row["source_digest"],
        row["reason"], bool(row["flagged"]), row["ordered_by"], row["ordered_at"], row["code"], row["ended_at"], made,
    )  # fmt: skip
