"""What lay beside a recording on its card, and the way it went as a sidecar of it tells."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, TypeVar

import msgspec

from recorder_desk.domain.embedded import embedded_fixes
from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.names import raw
from recorder_desk.domain.recording import BesideRow
from recorder_desk.domain.sidecars import EVERY, place_of, sidecar_stems
from recorder_desk.domain.times import moment
from recorder_desk.domain.track import MOST_BYTES, Track, TrackPoint, read_fixes, track
from recorder_desk.errors import DeskError
from recorder_desk.queries import recordings as q
from storage import clock_table
from storage.places import Places

DDL = (
    "ALTER TABLE sightings ADD COLUMN folder TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE sightings ADD COLUMN stem TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX sightings_beside ON sightings(device, folder, stem)",
)
MOST = 100
T = TypeVar("T")

_SIGHTED = "SELECT device, folder, stem, modified_at FROM sightings WHERE recording = ?"
_BESIDE = """SELECT s.recording, s.stem, s.modified_at, r.name, r.kind, r.bytes FROM sightings s
    JOIN recordings r ON r.id = s.recording WHERE s.device = ? AND s.folder = ? AND """


def fill(connection: sqlite3.Connection) -> None:
    """Work out folder and stem of the sightings of before."""
    rows = connection.execute("SELECT id, path FROM sightings").fetchall()
    told = ((*place_of(row["path"]), row["id"]) for row in rows)
    connection.executemany("UPDATE sightings SET folder = ?, stem = ? WHERE id = ?", told)


def beside(connection: sqlite3.Connection, recording: str, kind: str) -> tuple[BesideRow, ...]:
    """A recording's sidecars, or a sidecar's recordings, by name."""
    found = {}
    for at in connection.execute(_SIGHTED, (recording,)).fetchall():
        for row in _recordings_of(connection, at) if kind == "sidecar" else _sidecars_of(connection, at, recording):
            found[row["recording"]] = BesideRow(row["recording"], row["name"], row["kind"], row["bytes"])
    return tuple(sorted(found.values(), key=lambda each: (each.name, each.recording)))[:MOST]


def _sidecars_of(connection: sqlite3.Connection, at: sqlite3.Row, recording: str) -> Iterator[sqlite3.Row]:
    """Names come again after a card was cleared: a sidecar is of the recording that was written when it was."""
    stems = sidecar_stems(at["stem"])
    marks = ",".join("?" * len(stems))
    rows = connection.execute(
        f"{_BESIDE} s.stem IN ({marks}) AND r.kind = 'sidecar'", (at["device"], at["folder"], *stems)
    ).fetchall()
    rivals = connection.execute(
        f"{_BESIDE} s.stem = ? AND r.kind != 'sidecar' AND s.recording != ?",
        (at["device"], at["folder"], at["stem"], recording),
    ).fetchall()
    for row in rows:
        apart = _apart(row, at)
        if row["stem"] == EVERY or all(apart <= _apart(row, rival) for rival in rivals):
            yield row


def _recordings_of(connection: sqlite3.Connection, at: sqlite3.Row) -> Iterator[sqlite3.Row]:
    """Of each stem the recording that was written about when the sidecar was."""
    if at["stem"] == EVERY:
        return
    rows = connection.execute(
        f"{_BESIDE} s.stem >= ?3 AND s.stem < ?3 || '{{' AND length(s.stem) <= length(?3) + 2 AND r.kind != 'sidecar'",
        (at["device"], at["folder"], at["stem"]),
    ).fetchall()
    nearest: dict[str, sqlite3.Row] = {}
    for row in rows:
        if at["stem"] in sidecar_stems(row["stem"]):
            rival = nearest.get(row["stem"])
            if rival is None or _apart(row, at) < _apart(rival, at):
                nearest[row["stem"]] = row
    yield from nearest.values()


def _apart(a: sqlite3.Row, b: sqlite3.Row) -> float:
    if not (a["modified_at"] and b["modified_at"]):
        return 0.0
    return abs((moment(a["modified_at"]) - moment(b["modified_at"])).total_seconds())


def show_track(connection: sqlite3.Connection, places: Places, query: q.ShowTrack) -> Track | None:
    """Of several sidecars with a track the first by name."""
    row = connection.execute("SELECT * FROM recordings WHERE id = ?", (query.recording,)).fetchone()
    if row is None:
        raise DeskError("recording.unknown", recording=query.recording)
    started = clock_table.began(row, clock_table.true_time(connection, row))
    started_ms = round(moment(started).timestamp() * 1000) if started else -1
    for each in beside(connection, query.recording, row["kind"]) if row["kind"] != "sidecar" else ():
        fixes = read_fixes(raw(each.name), _content(connection, places, each.recording))
        if told := track(each.recording, each.name, fixes, started_ms, row["duration_ms"]):
            return told
    fixes = _read(places, row, lambda original: embedded_fixes(partial(_at, original), row["bytes"]), ())
    return track("", row["name"], fixes, started_ms, row["duration_ms"]) or _own(row)


def _content(connection: sqlite3.Connection, places: Places, recording: str) -> bytes:
    row = connection.execute("SELECT object_path, content_path FROM recordings WHERE id = ?", (recording,)).fetchone()
    return _read(places, row, lambda original: original.read(MOST_BYTES), b"")


def _read(places: Places, row: sqlite3.Row, how: Callable[[BinaryIO], T], nothing: T) -> T:
    try:
        with open(places.original(row["object_path"], row["content_path"]), "rb") as original:
            return how(original)
    except OSError:
        return nothing  # a missing original is told by the check, and hides nothing else of this recording


def _at(original: BinaryIO, offset: int, length: int) -> bytes:
    original.seek(offset)
    return original.read(length)


def _own(row: sqlite3.Row) -> Track | None:
    """The one place the media itself tells."""
    media = msgspec.json.decode(row["media"], type=MediaInfo) if row["media"] else None
    if media is None or not media.latitude:
        return None
    return Track("", row["name"], 0, (TrackPoint(0, float(media.latitude), float(media.longitude)),))
