"""The second copy: which mirror is in force, and which objects it holds in their present state.

`second` on recordings, documents and cases: 0 no second copy, 1 of the present state, 2 of an older one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from recorder_desk.domain import facts as f
from recorder_desk.domain.mirror import MirrorOwed, MirrorPlace, MirrorState
from recorder_desk.queries import mirror as q
from storage.applied import Applied, Apply

DDL = (
    """CREATE TABLE mirrors (
        key INTEGER PRIMARY KEY, mirror TEXT NOT NULL, path TEXT NOT NULL, same_disk INTEGER NOT NULL,
        appointed_at TEXT NOT NULL, ended_at TEXT NOT NULL DEFAULT '')""",
    "ALTER TABLE recordings ADD COLUMN second INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE cases ADD COLUMN second INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX recordings_unmirrored ON recordings(key) WHERE second != 1",
)

_SEALS = (
    "(SELECT count(*) FROM assignments a JOIN seals s ON s.id = a.seal"
    " WHERE a.recording = r.id AND s.finished_at != '')"
)
_KEPT = "d.object_path != '' AND d.second != 1"
_FINISHED = "c.state = 'sealed' AND c.second != 1"


def _appoint(connection: sqlite3.Connection, fact: f.MirrorAppointed, applied: Applied) -> None:
    last = connection.execute("SELECT mirror FROM mirrors ORDER BY key DESC LIMIT 1").fetchone()
    if last is None or last["mirror"] != fact.mirror:  # what another mirror holds says nothing of this one
        connection.execute("UPDATE recordings SET second = 0 WHERE second != 0")
        connection.execute("UPDATE cases SET second = 0 WHERE second != 0")
        connection.execute("UPDATE documents SET second = 0 WHERE second != 0")
    connection.execute("UPDATE mirrors SET ended_at = ? WHERE ended_at = ''", (applied.at,))
    connection.execute(
        "INSERT INTO mirrors (mirror, path, same_disk, appointed_at) VALUES (?, ?, ?, ?)",
        (fact.mirror, fact.path, fact.same_disk, applied.at),
    )


def _dismiss(connection: sqlite3.Connection, fact: f.MirrorDismissed, applied: Applied) -> None:
    connection.execute("UPDATE mirrors SET ended_at = ? WHERE ended_at = ''", (applied.at,))


def _mirror(connection: sqlite3.Connection, fact: f.ObjectsMirrored, applied: Applied) -> None:
    for each in fact.objects:
        done = connection.execute(
            f"UPDATE recordings AS r SET second = 1 WHERE id = ? AND {_SEALS} = ?", (each.id, each.seals)
        )
        if not done.rowcount:
            connection.execute("UPDATE documents SET second = 1 WHERE id = ? AND object_path != ''", (each.id,))
            connection.execute("UPDATE cases SET second = 1 WHERE id = ? AND state = 'sealed'", (each.id,))
    connection.executemany(
        "DELETE FROM failures WHERE recording = ? AND step = 'mirror'", [(each.id,) for each in fact.objects]
    )


APPLY: Mapping[type[f.Fact], Apply] = {
    f.MirrorAppointed: _appoint,
    f.MirrorDismissed: _dismiss,
    f.ObjectsMirrored: _mirror,
}


def note_received(connection: sqlite3.Connection, fact: f.RecordingReceived) -> None:
    """A recording whose second copy was written in the same pass has one from the beginning."""
    if fact.original.mirror:
        connection.execute(
            "UPDATE recordings SET second = 1 WHERE id = ? AND EXISTS (SELECT 1 FROM mirrors WHERE mirror = ?"
            " AND ended_at = '')",
            (fact.origin.recording, fact.original.mirror),
        )


def note_sealed(connection: sqlite3.Connection, seal: str) -> None:
    """The vault has a newer version of these recordings than the mirror."""
    connection.execute(
        "UPDATE recordings SET second = 2 WHERE second = 1"
        " AND id IN (SELECT recording FROM assignments WHERE seal = ?)",
        (seal,),
    )


def which(connection: sqlite3.Connection, query: q.WhichMirror) -> MirrorPlace | None:
    """The mirror in force."""
    row = connection.execute("SELECT mirror, path FROM mirrors WHERE ended_at = ''").fetchone()
    return MirrorPlace(row["mirror"], row["path"]) if row else None


def owed_count(connection: sqlite3.Connection) -> int:
    """How many objects have no second copy of their present state, paused or not; 0 without a mirror."""
    if which(connection, q.WhichMirror()) is None:
        return 0
    recordings = connection.execute("SELECT count(*) FROM recordings r WHERE second != 1").fetchone()[0]
    cases = connection.execute(f"SELECT count(*) FROM cases c WHERE {_FINISHED}").fetchone()[0]
    documents = connection.execute(f"SELECT count(*) FROM documents d WHERE {_KEPT}").fetchone()[0]
    return int(recordings + cases + documents)


def show(connection: sqlite3.Connection, query: q.ShowMirror) -> MirrorState | None:
    """The mirror in force in numbers."""
    row = connection.execute("SELECT * FROM mirrors WHERE ended_at = ''").fetchone()
    if row is None:
        return None
    every = connection.execute(
        "SELECT (SELECT count(*) FROM recordings) + (SELECT count(*) FROM cases WHERE state = 'sealed')"
        " + (SELECT count(*) FROM documents WHERE object_path != '')"
    ).fetchone()[0]
    owed = owed_count(connection)
    place = MirrorPlace(row["mirror"], row["path"])
    return MirrorState(place, row["appointed_at"], bool(row["same_disk"]), every - owed, owed)


def mirrored(connection: sqlite3.Connection, query: q.MirroredObjects) -> tuple[tuple[str, str, str], ...]:
    """What has a second copy."""
    rows = connection.execute(
        "SELECT id, object_path, digest FROM recordings WHERE second = 1"
        " UNION ALL SELECT id, object_path, digest FROM documents WHERE second = 1"
        " UNION ALL SELECT id, object_path, '' FROM cases WHERE second = 1"
    )
    return tuple((row[0], row[1], row[2]) for row in rows)


def owed(connection: sqlite3.Connection, query: q.ObjectsUnmirrored) -> tuple[MirrorOwed, ...]:
    """Objects whose second copy is owed, recordings first."""
    if which(connection, q.WhichMirror()) is None:
        return ()
    rows = connection.execute(
        f"SELECT r.id, 'recording' AS kind, r.name, r.object_path, r.bytes, {_SEALS} AS seals, r.second,"
        " coalesce(e.attempt, 0) + 1 AS attempt FROM recordings r"
        " LEFT JOIN failures e ON e.recording = r.id AND e.step = 'mirror'"
        " WHERE r.second != 1 AND (e.recording IS NULL OR (e.again_at != '' AND e.again_at <= ?))"
        " ORDER BY r.key LIMIT ?",
        (query.now, query.limit),
    ).fetchall()
    if len(rows) < query.limit:
        rows += connection.execute(
            "SELECT d.id, 'document' AS kind, d.title AS name, d.object_path, d.bytes, 0 AS seals, d.second,"
            f" 1 AS attempt FROM documents d WHERE {_KEPT} ORDER BY d.key LIMIT ?",
            (query.limit - len(rows),),
        ).fetchall()
    if len(rows) < query.limit:
        rows += connection.execute(
            "SELECT c.id, 'case' AS kind, c.number AS name, c.object_path, 0 AS bytes, 1 AS seals, c.second,"
            f" 1 AS attempt FROM cases c WHERE {_FINISHED} ORDER BY c.key LIMIT ?",
            (query.limit - len(rows),),
        ).fetchall()
    return tuple(
        MirrorOwed(row["id"], row["kind"], row["name"], row["object_path"], row["bytes"], row["seals"],
                   row["second"] == 2, row["attempt"])
        for row in rows
    )  # fmt: skip
