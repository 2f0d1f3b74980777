"""Drop folders, and what became of every file seen in one."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from recorder_desk.domain import facts as f
from recorder_desk.domain.sidecars import place_of
from recorder_desk.queries import dock as q
from storage.applied import Applied, Apply

_SEEN = "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
"""path, device, bytes, modified_ns, outcome, code, recording, seen_at"""


def _open(connection: sqlite3.Connection, fact: f.DropFolderAdded | f.OfferOpened, applied: Applied) -> None:
    offer = isinstance(fact, f.OfferOpened)
    connection.execute(
        "INSERT INTO docks (dock, path, offer, station, added_at) VALUES (?, ?, ?, ?, ?)",
        (fact.dock, fact.path, offer, applied.station, applied.at),
    )


def _end(connection: sqlite3.Connection, fact: f.DropFolderRemoved | f.OfferClosed, applied: Applied) -> None:
    connection.execute("UPDATE docks SET ended_at = ? WHERE dock = ?", (applied.at, fact.dock))


def note_seen(connection: sqlite3.Connection, fact: f.RecordingReceived | f.TwinMet, applied: Applied) -> None:
    """Remember that a file was dealt with and where its bytes were met."""
    origin, twin = fact.origin, isinstance(fact, f.TwinMet)
    recording = fact.recording if isinstance(fact, f.TwinMet) else origin.recording
    connection.execute(
        _SEEN,
        (origin.path, origin.device, origin.bytes, origin.modified_ns, "twin" if twin else "received", "", recording,
         applied.at),
    )  # fmt: skip
    connection.execute(
        "INSERT INTO sightings (recording, path, device, modified_at, seen_at, twin, folder, stem)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (recording, origin.path, origin.device, origin.modified_at, applied.at, twin, *place_of(origin.path)),
    )


def _decline(connection: sqlite3.Connection, fact: f.FileRefused | f.FileFailed, applied: Applied) -> None:
    outcome = "refused" if isinstance(fact, f.FileRefused) else "failed"
    connection.execute(
        _SEEN, (fact.path, fact.device, fact.bytes, fact.modified_ns, outcome, fact.code, "", applied.at)
    )


APPLY: Mapping[type[f.Fact], Apply] = {
    f.DropFolderAdded: _open,
    f.OfferOpened: _open,
    f.DropFolderRemoved: _end,
    f.OfferClosed: _end,
    f.FileRefused: _decline,
    f.FileFailed: _decline,
}


def drop_folders(connection: sqlite3.Connection, query: q.DropFolders) -> tuple[q.DropFolder, ...]:
    """Open drop folders and offers, oldest first."""
    rows = connection.execute("SELECT * FROM docks WHERE ended_at = '' ORDER BY added_at, dock")
    return tuple(q.DropFolder(row["dock"], row["path"], bool(row["offer"]), row["added_at"]) for row in rows)


def seen_below(connection: sqlite3.Connection, query: q.SeenBelow) -> dict[str, q.Seen]:
    """Everything dealt with at a path or below it."""
    below = query.path.rstrip("/") + "/"
    rows = connection.execute(
        "SELECT * FROM seen WHERE path = ? OR (path >= ? AND path < ?)",
        (query.path, below, below[:-1] + "0"),  # "0" is the character after "/"
    )
    return {
        row["path"]: q.Seen(
            row["device"], row["bytes"], row["modified_ns"], row["outcome"], row["code"], row["recording"],
            row["seen_at"],
        )
        for row in rows
    }  # fmt: skip


def holders(connection: sqlite3.Connection, query: q.Holders) -> dict[str, str]:
    """Recording by digest, of those we hold. Empty originals are never anybody's twin."""
    found: dict[str, str] = {}
    for start in range(0, len(query.digests), 500):
        part = query.digests[start : start + 500]
        marks = ",".join("?" * len(part))
        rows = connection.execute(f"SELECT digest, id FROM recordings WHERE bytes > 0 AND digest IN ({marks})", part)
        found.update((row["digest"], row["id"]) for row in rows)
    return found


def troubles(connection: sqlite3.Connection, query: q.DockTroubles) -> tuple[q.DockEvent, ...]:
    """Refused and failed files, newest first."""
    rows = connection.execute(
        "SELECT path, outcome, code, seen_at FROM seen WHERE outcome IN ('refused', 'failed')"
        " ORDER BY seen_at DESC, path LIMIT ?",
        (query.limit,),
    )
    return tuple(q.DockEvent(*row) for row in rows)
