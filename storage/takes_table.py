"""Continuity, joints and takes: what was measured, what was decided, who ruled otherwise."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

import msgspec

from recorder_desk.domain import facts as f
from storage.applied import Applied, Apply

DDL = (
    """CREATE TABLE continuity (
        recording TEXT PRIMARY KEY REFERENCES recordings(id), measured TEXT NOT NULL DEFAULT '',
        stretches TEXT NOT NULL DEFAULT '') WITHOUT ROWID""",
    """CREATE TABLE joints (
        after TEXT PRIMARY KEY REFERENCES recordings(id), before TEXT NOT NULL, joined INTEGER NOT NULL,
        code TEXT NOT NULL, gap_ms INTEGER NOT NULL, error_ms INTEGER NOT NULL, missing TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '') WITHOUT ROWID""",
    "CREATE INDEX joints_before ON joints(before) WHERE joined = 1",
    """CREATE TABLE rulings (
        before TEXT NOT NULL, after TEXT NOT NULL, joined INTEGER NOT NULL, reason TEXT NOT NULL,
        ruled_by TEXT NOT NULL, ruled_at TEXT NOT NULL, PRIMARY KEY (before, after)) WITHOUT ROWID""",
    "ALTER TABLE recordings ADD COLUMN take TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE recordings ADD COLUMN segment INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE recordings ADD COLUMN continuity INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX recordings_take ON recordings(take, segment) WHERE take != ''",
    """CREATE INDEX recordings_unmeasured ON recordings(continuity, key) WHERE continuity < 2 AND described = 1
        AND duration_ms > 0 AND kind IN ('video', 'audio')""",
)
"""`recordings.continuity`: 0 nothing, 1 packets looked at, 2 decoded too; `segment` counts from 1 in its take."""


def _measure(connection: sqlite3.Connection, fact: f.ContinuityMeasured, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO continuity (recording, measured) VALUES (?1, ?2)"
        " ON CONFLICT (recording) DO UPDATE SET measured = ?2",
        (fact.recording, msgspec.json.encode(fact.continuity).decode()),
    )
    connection.execute("UPDATE recordings SET continuity = max(continuity, 1) WHERE id = ?", (fact.recording,))
    _forget_failure(connection, fact.recording, "continuity")


def _find(connection: sqlite3.Connection, fact: f.StretchesFound, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO continuity (recording, stretches) VALUES (?1, ?2)"
        " ON CONFLICT (recording) DO UPDATE SET stretches = ?2",
        (fact.recording, msgspec.json.encode(fact.stretches).decode()),
    )
    connection.execute("UPDATE recordings SET continuity = 2 WHERE id = ?", (fact.recording,))
    _forget_failure(connection, fact.recording, "stretches")


def _forget_failure(connection: sqlite3.Connection, recording: str, step: str) -> None:
    connection.execute("DELETE FROM failures WHERE recording = ? AND step = ?", (recording, step))


def _decide(connection: sqlite3.Connection, fact: f.JointsDecided, applied: Applied) -> None:
    touched: set[str] = set()
    for each in fact.joints:
        touched |= {each.before, each.after} | _before(connection, each.after)
        connection.execute(
            "INSERT OR REPLACE INTO joints (after, before, joined, code, gap_ms, error_ms, missing)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (each.after, each.before, each.joined, each.code, each.gap_ms, each.error_ms, json.dumps(each.missing)),
        )
    _number(connection, touched)


def _rule(connection: sqlite3.Connection, fact: f.TakeRuled, applied: Applied) -> None:
    touched = {fact.before, fact.after} | _before(connection, fact.after)
    connection.execute(
        "INSERT OR REPLACE INTO rulings VALUES (?, ?, ?, ?, ?, ?)",
        (fact.before, fact.after, fact.joined, fact.reason, applied.actor, applied.at),
    )
    code = "take.joined-by-hand" if fact.joined else "take.parted-by-hand"
    connection.execute(
        "INSERT OR REPLACE INTO joints (after, before, joined, code, gap_ms, error_ms, missing, reason) VALUES"
        " (?1, ?2, ?3, ?4, coalesce((SELECT gap_ms FROM joints WHERE after = ?1 AND before = ?2), 0),"
        " coalesce((SELECT error_ms FROM joints WHERE after = ?1 AND before = ?2), -1), '[]', ?5)",
        (fact.after, fact.before, fact.joined, code, fact.reason),
    )
    if fact.joined:  # two cannot go on where one ends
        others = connection.execute(
            "SELECT after FROM joints WHERE before = ? AND after != ? AND joined = 1", (fact.before, fact.after)
        ).fetchall()
        for row in others:
            touched.add(row["after"])
            connection.execute("UPDATE joints SET joined = 0 WHERE after = ?", (row["after"],))
    _number(connection, touched)


def _before(connection: sqlite3.Connection, after: str) -> set[str]:
    row = connection.execute("SELECT before FROM joints WHERE after = ?", (after,)).fetchone()
    return set() if row is None else {row["before"]}


def _number(connection: sqlite3.Connection, touched: set[str]) -> None:
    """Write take and segment of every recording that hangs together with these."""
    done: set[str] = set()
    for recording in sorted(touched):
        if recording in done:
            continue
        chain = _chain(connection, recording)
        done |= set(chain)
        take = chain[0] if len(chain) > 1 else ""
        connection.executemany(
            "UPDATE recordings SET take = ?, segment = ? WHERE id = ?",
            [(take, number if take else 0, each) for number, each in enumerate(chain, 1)],
        )


def _chain(connection: sqlite3.Connection, recording: str) -> list[str]:
    """Every recording of a take, from the first; a circle that rulings made ends where it began."""
    chain = [recording]
    while (row := _one(connection, "SELECT before FROM joints WHERE after = ? AND joined = 1", chain[0])) is not None:
        if row in chain:
            break
        chain.insert(0, row)
    while (row := _one(connection, "SELECT after FROM joints WHERE before = ? AND joined = 1", chain[-1])) is not None:
        if row in chain:
            break
        chain.append(row)
    return chain


def _one(connection: sqlite3.Connection, sql: str, value: str) -> str | None:
    row = connection.execute(sql + " LIMIT 1", (value,)).fetchone()
    return None if row is None else str(row[0])


APPLY: Mapping[type[f.Fact], Apply] = {
    f.ContinuityMeasured: _measure,
    f.StretchesFound: _find,
    f.JointsDecided: _decide,
    f.TakeRuled: _rule,
}
