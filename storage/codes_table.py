"""Codes that were filmed: which recordings were looked through, and what was read in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from recorder_desk.domain import facts as f
from recorder_desk.queries import codes as q
from storage.applied import Applied, Apply

DDL = (
    "ALTER TABLE recordings ADD COLUMN codes INTEGER NOT NULL DEFAULT 0",
    """CREATE INDEX recordings_unsought ON recordings(key) WHERE codes = 0 AND described = 1
        AND kind IN ('video', 'photo') AND plan != 'unplayable'""",
    """CREATE TABLE filmed_codes (
        key INTEGER PRIMARY KEY, recording TEXT NOT NULL REFERENCES recordings(id), case_id TEXT NOT NULL,
        drawn_at TEXT NOT NULL, at_ms INTEGER NOT NULL, from_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL,
        readings INTEGER NOT NULL, live INTEGER NOT NULL, error_ms INTEGER NOT NULL, code TEXT NOT NULL)""",
    "CREATE INDEX filmed_codes_recording ON filmed_codes(recording)",
)

UNSOUGHT = "r.codes = 0 AND r.described = 1 AND r.kind IN ('video', 'photo') AND r.plan != 'unplayable'"


def _seek(connection: sqlite3.Connection, fact: f.CodesSought, applied: Applied) -> None:
    connection.execute("UPDATE recordings SET codes = 1 WHERE id = ?", (fact.recording,))
    connection.execute("DELETE FROM filmed_codes WHERE recording = ?", (fact.recording,))
    connection.execute("DELETE FROM failures WHERE recording = ? AND step = 'codes'", (fact.recording,))


def _film(connection: sqlite3.Connection, fact: f.CodeFilmed, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO filmed_codes (recording, case_id, drawn_at, at_ms, from_ms, until_ms, readings, live, error_ms,"
        " code) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (fact.recording, fact.case, fact.drawn_at, fact.at_ms, fact.from_ms, fact.until_ms, fact.readings, fact.live,
         fact.error_ms, fact.code),
    )  # fmt: skip


APPLY: Mapping[type[f.Fact], Apply] = {f.CodesSought: _seek, f.CodeFilmed: _film}


def codes_in(connection: sqlite3.Connection, query: q.CodesIn) -> tuple[q.FilmedRow, ...]:
    """What was read in a recording."""
    rows = connection.execute(
        "SELECT e.*, coalesce(c.number, '') AS number, EXISTS (SELECT 1 FROM links l WHERE l.recording = e.recording"
        " AND l.case_id = e.case_id AND l.unlinked_at = '') AS linked FROM filmed_codes e"
        " LEFT JOIN cases c ON c.id = e.case_id WHERE e.recording = ? ORDER BY e.from_ms, e.key",
        (query.recording,),
    )
    return tuple(
        q.FilmedRow(
            row["recording"], row["case_id"], row["number"], row["drawn_at"], row["at_ms"], row["from_ms"],
            row["until_ms"], row["readings"], bool(row["live"]), row["error_ms"], row["code"], bool(row["linked"]),
        )
        for row in rows
    )  # fmt: skip


def case_of(connection: sqlite3.Connection, query: q.CaseOfCode) -> str:
    """The one case with this tag."""
    # The hyphen before the last twelve digits is left out in a tag.
    ending = f"{query.tag[:-12]}-{query.tag[-12:]}"
    rows = connection.execute("SELECT id FROM cases WHERE substr(id, -16) = ? LIMIT 2", (ending,)).fetchall()
    return str(rows[0]["id"]) if len(rows) == 1 else ""
