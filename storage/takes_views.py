"""Looking at takes: neighbours for a decision, a take with its parts, what was found in a recording."""

from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from typing import Any

import msgspec

from recorder_desk.domain.continuity import Continuity, Stretch, findings_of
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.takes import Basis, Joint, Part, Ruling, Segment, Take
from recorder_desk.domain.times import moment, stamp
from recorder_desk.errors import DeskError
from recorder_desk.queries import takes as q
from recorder_desk.queries.recordings import Owed
from storage.names_table import stamps_of
from storage.owed_views import MEASURED, OWED, owed
from storage.places import Places

_NEAR = timedelta(hours=25)
_BASIS: dict[str, Basis] = {"name": "name", "media": "media", "file": "file", "received": "file"}


def unmeasured(connection: sqlite3.Connection, places: Places, query: q.ContinuityUnmeasured) -> tuple[Owed, ...]:
    """Nobody has looked at their packets."""
    values = ("continuity", query.now, query.limit)
    return owed(connection, places, OWED.format(MEASURED.format("= 0")), values)


def unsought(connection: sqlite3.Connection, places: Places, query: q.StretchesUnsought) -> tuple[Owed, ...]:
    """Measured, and playable as they should be by now; nobody has decoded them in search of stretches."""
    return owed(connection, places, OWED.format(MEASURED.format("= 1")), ("stretches", query.now, query.limit))


def neighbours(connection: sqlite3.Connection, query: q.NeighboursOf) -> q.Neighbours:
    """Recordings about the same time on the same recorder."""
    row = connection.execute("SELECT * FROM recordings WHERE id = ?", (query.recording,)).fetchone()
    if row is None:
        raise DeskError("recording.unknown", recording=query.recording)
    at = moment(row["recorded_at"])
    near = connection.execute(
        "SELECT r.*, c.measured FROM recordings r LEFT JOIN continuity c ON c.recording = r.id"
        " WHERE r.recorded_at BETWEEN ? AND ? AND r.described = 1",
        (stamp(at - _NEAR), stamp(at + _NEAR)),
    ).fetchall()
    group = _group(row)
    segments = tuple(_segment(each, group) for each in near if _group(each) == group and each["media"])
    marks = ",".join("?" * len(segments))
    ids = [each.recording for each in segments]
    joints = connection.execute(f"SELECT * FROM joints WHERE after IN ({marks})", ids)
    ruled = connection.execute(f"SELECT * FROM rulings WHERE after IN ({marks})", ids)
    return q.Neighbours(
        segments,
        tuple(_joint(each) for each in joints),
        tuple(Ruling(each["before"], each["after"], bool(each["joined"])) for each in ruled),
    )


def _group(row: sqlite3.Row) -> str:
    """The recorder as well as it is known: by the register, its own number, or where its files lay."""
    if row["recorder"]:
        return f"recorder:{row['recorder']}"
    if row["device_number"]:
        return f"device:{row['device_number']}"
    return f"folder:{row['device']}:{row['path'].rpartition('/')[0]}"


def _segment(row: sqlite3.Row, group: str) -> Segment:
    stamps = stamps_of(row)
    basis = _BASIS[stamps.basis]
    began = round(moment(stamps.recorded_at).timestamp() * 1000)
    length = row["duration_ms"]
    told = msgspec.json.decode(row["measured"], type=Continuity) if row["measured"] else Continuity()
    main = told.main
    return Segment(
        recording=row["id"],
        group=group,
        media=msgspec.json.decode(row["media"], type=MediaInfo),
        began_ms=began - length if basis == "file" else began,  # a file is written last at its end
        length_ms=length,
        basis=basis,
        number=row["sequence"] if row["sequence"] >= 0 else None,
        user=row["user_number"],
        own_from_ms=main.first_ms if main else 0,
        own_until_ms=main.end_ms if main else 0,
    )


def _joint(row: sqlite3.Row) -> Joint:
    missing = tuple(json.loads(row["missing"]))
    return Joint(row["before"], row["after"], bool(row["joined"]), row["code"], row["gap_ms"], row["error_ms"], missing)


_PARTS = """SELECT r.id, r.name, r.recorded_at, r.duration_ms, j.code, j.gap_ms, j.error_ms, j.missing, j.reason
    FROM recordings r LEFT JOIN joints j ON j.after = r.id AND j.joined = 1 WHERE {} ORDER BY r.segment, r.key"""


def show(connection: sqlite3.Connection, query: q.ShowTake) -> Take:
    """The take of a recording."""
    row = connection.execute("SELECT take FROM recordings WHERE id = ?", (query.recording,)).fetchone()
    if row is None:
        raise DeskError("recording.unknown", recording=query.recording)
    where, value = ("r.take = ?", row["take"]) if row["take"] else ("r.id = ?", query.recording)
    parts = tuple(_part(each) for each in connection.execute(_PARTS.format(where), (value,)))
    found = (_findings(connection, part.recording) for part in parts)
    return Take(parts[0].recording, parts, tuple(each for part in found for each in part))


def _part(row: sqlite3.Row) -> Part:
    first = row["code"] is None
    return Part(
        row["id"], row["name"], row["recorded_at"], row["duration_ms"],
        "" if first else row["code"], 0 if first else row["gap_ms"], 0 if first else row["error_ms"],
        () if first else tuple(json.loads(row["missing"])), "" if first else row["reason"],
    )  # fmt: skip


def takes(connection: sqlite3.Connection, query: q.Takes) -> tuple[Take, ...]:
    """Takes of several recordings, the newest first."""
    rows: list[Any] = connection.execute(
        "SELECT id FROM recordings WHERE take != '' AND segment = 1 ORDER BY recorded_at DESC, key LIMIT ?",
        (query.limit,),
    ).fetchall()
    return tuple(show(connection, q.ShowTake(row["id"])) for row in rows)


def findings(connection: sqlite3.Connection, query: q.ContinuityFindings) -> tuple[Finding, ...]:
    """What a reviewer should know of a recording."""
    return _findings(connection, query.recording)


def _findings(connection: sqlite3.Connection, recording: str) -> tuple[Finding, ...]:
    row = connection.execute("SELECT * FROM continuity WHERE recording = ?", (recording,)).fetchone()
    if row is None:
        return ()
    told = msgspec.json.decode(row["measured"], type=Continuity) if row["measured"] else None
    seen = msgspec.json.decode(row["stretches"], type=tuple[Stretch, ...]) if row["stretches"] else ()
    return findings_of(recording, told, seen)
