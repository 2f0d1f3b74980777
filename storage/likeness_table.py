"""Recordings that show the same footage: what each looks like, where to look for others, and what was found."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from recorder_desk.domain import facts as f
from recorder_desk.domain.likeness import bands, likeness, read
from recorder_desk.domain.recording import AlikeRow
from recorder_desk.queries import codes as q
from storage.applied import Applied, Apply

DDL = (
    "CREATE TABLE prints (recording TEXT PRIMARY KEY REFERENCES recordings(id), told TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE print_bands (band INTEGER NOT NULL, recording TEXT NOT NULL, PRIMARY KEY (band, recording))
        WITHOUT ROWID""",
    """CREATE TABLE alike (
        recording TEXT NOT NULL REFERENCES recordings(id), other TEXT NOT NULL REFERENCES recordings(id),
        shift_ms INTEGER NOT NULL, agree INTEGER NOT NULL, possible INTEGER NOT NULL,
        PRIMARY KEY (recording, other)) WITHOUT ROWID""",
    "CREATE INDEX alike_other ON alike(other)",
)
MOST_COMPARED = 20
LEAST_BANDS = 2


def _print(connection: sqlite3.Connection, fact: f.FootagePrinted, applied: Applied) -> None:
    before = connection.execute("SELECT told FROM prints WHERE recording = ?", (fact.recording,)).fetchone()
    if before is not None:
        gone = [(band, fact.recording) for band in bands(read(before["told"]))]
        connection.executemany("DELETE FROM print_bands WHERE band = ? AND recording = ?", gone)
        connection.execute("DELETE FROM alike WHERE recording = ?1 OR other = ?1", (fact.recording,))
    connection.execute("INSERT OR REPLACE INTO prints VALUES (?, ?)", (fact.recording, fact.prints))
    fresh = [(band, fact.recording) for band in bands(read(fact.prints))]
    connection.executemany("INSERT OR IGNORE INTO print_bands VALUES (?, ?)", fresh)


def _find(connection: sqlite3.Connection, fact: f.FootageAlike, applied: Applied) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO alike VALUES (?, ?, ?, ?, ?)",
        (fact.recording, fact.other, fact.shift_ms, fact.agree, fact.of),
    )


APPLY: Mapping[type[f.Fact], Apply] = {f.FootagePrinted: _print, f.FootageAlike: _find}


def alike(connection: sqlite3.Connection, query: q.FootageLike) -> tuple[q.Alike, ...]:
    """The recordings with the most parts of prints in common are compared whole."""
    ours = read(query.prints)
    rows = connection.execute(
        "SELECT b.recording, p.told FROM print_bands b JOIN prints p ON p.recording = b.recording"
        " WHERE b.band IN (SELECT value FROM json_each(?)) AND b.recording != ?"
        " GROUP BY b.recording HAVING count(*) >= ? ORDER BY count(*) DESC, b.recording LIMIT ?",
        (json.dumps(sorted(bands(ours))), query.recording, LEAST_BANDS, MOST_COMPARED),
    )
    found = ((row["recording"], likeness(ours, read(row["told"]))) for row in rows)
    return tuple(q.Alike(other, told) for other, told in found if told is not None)


def rows_of(connection: sqlite3.Connection, recording: str) -> tuple[AlikeRow, ...]:
    """What a recording is alike to, whichever of the two came first."""
    rows = connection.execute(
        "SELECT r.id, r.name, a.shift_ms, a.agree, a.possible FROM alike a JOIN recordings r ON r.id = a.other"
        " WHERE a.recording = ?1 UNION SELECT r.id, r.name, -a.shift_ms, a.agree, a.possible FROM alike a"
        " JOIN recordings r ON r.id = a.recording WHERE a.other = ?1 ORDER BY 4 DESC, 1",
        (recording,),
    )
    return tuple(AlikeRow(*row) for row in rows)
