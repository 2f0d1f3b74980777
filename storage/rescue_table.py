"""Rescue copies that were ordered, and after which recordings they can be made."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from recorder_desk.domain import facts as f
from recorder_desk.errors import DeskError
from recorder_desk.queries import recordings as qr
from recorder_desk.queries import rescue as q
from storage.applied import Applied, Apply
from storage.owed_views import OWED, UNRESCUED, owed
from storage.places import Places

DDL = (
    """CREATE TABLE rescues (
        recording TEXT PRIMARY KEY REFERENCES recordings(id), sibling TEXT NOT NULL REFERENCES recordings(id),
        ordered_at TEXT NOT NULL) WITHOUT ROWID""",
)

_SIBLING = "SELECT r.id, r.name, r.digest, r.object_path, r.content_path FROM recordings r WHERE "
_LIKELY = ("%.mp4", "%.mov", "%.m4v", "%.3gp", "%.qt", "%.insv", "%.lrv")
_NAMED = " OR ".join(f"name LIKE '{each}'" for each in _LIKELY)


def _order(connection: sqlite3.Connection, fact: f.RescueOrdered, applied: Applied) -> None:
    connection.execute("INSERT OR REPLACE INTO rescues VALUES (?, ?, ?)", (fact.recording, fact.sibling, applied.at))
    connection.execute("DELETE FROM failures WHERE recording = ? AND step = 'rescue'", (fact.recording,))


APPLY: Mapping[type[f.Fact], Apply] = {f.RescueOrdered: _order}


def siblings(connection: sqlite3.Connection, places: Places, query: q.RescueSiblings) -> tuple[q.Sibling, ...]:
    """Healthy films with an index, of the same recorder, device number or folder."""
    found = connection.execute(
        f"SELECT recorder, device_number, received_at, problem, ({_NAMED}) AS named FROM recordings WHERE id = ?",
        (query.recording,),
    ).fetchone()
    if found is None:
        raise DeskError("recording.unknown", recording=query.recording)
    if found["problem"] != "media.truncated" or not found["named"]:
        return ()
    rows = connection.execute(
        f"{_SIBLING} r.id != :id AND r.kind = 'video' AND r.described = 1 AND r.problem = '' AND r.check_code = ''"
        " AND r.duration_ms > 0 AND r.media LIKE '%\"container\":\"mov,%'"
        " AND ((:recorder != '' AND r.recorder = :recorder)"
        " OR (:number != '' AND r.device_number = :number) OR r.id IN (SELECT b.recording FROM sightings a"
        " JOIN sightings b ON b.device = a.device AND b.folder = a.folder WHERE a.recording = :id))"
        " ORDER BY r.recorder = :recorder AND :recorder != '' DESC,"
        " abs(julianday(r.received_at) - julianday(:at)), r.key LIMIT :limit",
        {"id": query.recording, "recorder": found["recorder"], "number": found["device_number"],
         "at": found["received_at"], "limit": query.limit},
    )  # fmt: skip
    return tuple(_sibling(row, places) for row in rows)


def ordered(connection: sqlite3.Connection, places: Places, query: q.OrderedSibling) -> q.Sibling:
    """What was named in the order."""
    row = connection.execute(
        f"{_SIBLING} r.id = (SELECT sibling FROM rescues WHERE recording = ?)", (query.recording,)
    ).fetchone()
    if row is None:
        raise DeskError("recording.unknown", recording=query.recording)
    return _sibling(row, places)


def _sibling(row: sqlite3.Row, places: Places) -> q.Sibling:
    return q.Sibling(row["id"], row["name"], row["digest"], places.original(row["object_path"], row["content_path"]))


def unmade(connection: sqlite3.Connection, places: Places, query: q.RescuesOwed) -> tuple[qr.Owed, ...]:
    """Ordered and not made."""
    return owed(connection, places, OWED.format(UNRESCUED), ("rescue", query.now, query.limit))
