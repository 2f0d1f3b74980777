"""Recordings beside one another: what was kept of them, and which ran at the same time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import timedelta

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.alignment import MOST_TOGETHER, Alignment, Lane, Overlap, along, by_clock, shared_ms
from recorder_desk.domain.clock import ledger
from recorder_desk.domain.continuity import Continuity
from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.times import moment, stamp
from recorder_desk.errors import DeskError
from recorder_desk.queries import alignments as q
from recorder_desk.queries.clock import ClockPoints
from storage import clock_table, names_table
from storage.applied import Applied, Apply
from storage.recorders_views import WEARER

DDL = (
    """CREATE TABLE alignments (
        one TEXT NOT NULL REFERENCES recordings(id), other TEXT NOT NULL REFERENCES recordings(id),
        offset_ms INTEGER NOT NULL, error_ms INTEGER NOT NULL, drift_ppm INTEGER NOT NULL, found TEXT NOT NULL,
        aligned_by TEXT NOT NULL, aligned_at TEXT NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID""",
    "CREATE INDEX alignments_other ON alignments(other)",
)
_ROW = f"""SELECT r.*, c.serial, k.measured, {WEARER.format(recorder="r.recorder", day="r.day")} AS worn
    FROM recordings r LEFT JOIN recorders c ON c.id = r.recorder LEFT JOIN continuity k ON k.recording = r.id"""
_AROUND = timedelta(hours=36)
_MOST, _FAR_MS = 500, 12 * 3600_000
_SAME_CASE = """SELECT DISTINCT o.recording FROM links l JOIN links o ON o.case_id = l.case_id
    WHERE l.recording = ?1 AND l.unlinked_at = '' AND o.unlinked_at = ''"""
_NEAR = f"""SELECT id FROM recordings WHERE kind IN ('video', 'audio') AND recorded_at BETWEEN ?2 AND ?3
    AND (?1 = '' OR recorder = ?1) ORDER BY abs(julianday(recorded_at) - julianday(?4)) LIMIT {_MOST}"""
_KEPT = "SELECT * FROM alignments WHERE one = ?1 OR other = ?1"


def _align(connection: sqlite3.Connection, fact: f.RecordingsAligned, applied: Applied) -> None:
    connection.execute("DELETE FROM alignments WHERE one = ? AND other = ?", (fact.other, fact.recording))
    connection.execute(
        "INSERT OR REPLACE INTO alignments VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (fact.recording, fact.other, fact.offset_ms, fact.error_ms, fact.drift_ppm, fact.by, applied.actor, applied.at),
    )


APPLY: Mapping[type[f.Fact], Apply] = {f.RecordingsAligned: _align}


def together(connection: sqlite3.Connection, query: q.Together) -> tuple[Lane, ...]:
    """Each on the first one's time line."""
    asked = query.recordings
    if not 1 <= len(asked) <= MOST_TOGETHER or len(set(asked)) != len(asked):
        raise DeskError("align.how-many", most=MOST_TOGETHER)
    rows = [_one(connection, each) for each in asked]
    kept = along(asked[0], _kept(connection, asked)) if query.kept else {}
    starts = [began(connection, row) for row in rows]
    return tuple(_lane(row, start, starts[0], kept.get(row["id"])) for row, start in zip(rows, starts, strict=True))


def _lane(row: sqlite3.Row, start: tuple[str, int], first: tuple[str, int], kept: Alignment | None) -> Lane:
    clock = by_clock(first, start) if first[0] and start[0] else None
    media = msgspec.json.decode(row["media"], type=MediaInfo) if row["media"] else None
    told = msgspec.json.decode(row["measured"], type=Continuity).main if row["measured"] else None
    return Lane(
        row["id"], row["name"], row["kind"], row["duration_ms"], *start, bool(media and media.audio_codec),
        kept or clock, kept is not None, tuple((each.from_ms, each.until_ms) for each in told.holes) if told else (),
    )  # fmt: skip


def _kept(connection: sqlite3.Connection, among: tuple[str, ...]) -> dict[tuple[str, str], Alignment]:
    rows = [row for each in among for row in connection.execute(_KEPT, (each,))]
    return {
        (row["one"], row["other"]): Alignment(row["offset_ms"], row["error_ms"], row["drift_ppm"], row["found"])
        for row in rows
        if row["one"] in among and row["other"] in among
    }


def _one(connection: sqlite3.Connection, recording: str) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute(f"{_ROW} WHERE r.id = ?", (recording,)).fetchone()
    if row is None:
        raise DeskError("recording.unknown", recording=recording)
    return row


def began(connection: sqlite3.Connection, row: sqlite3.Row) -> tuple[str, int]:
    """When a recording began (UTC stamp) and how far that may be off (ms; -1: no clock was read); '' not told.

    A file is written last at its end."""
    stamps = names_table.stamps_of(row)
    if stamps.basis == "received":
        return "", -1
    true = clock_table.true_time(connection, row)
    at = moment(true.at or stamps.recorded_at)
    if stamps.basis == "file":
        at -= timedelta(milliseconds=row["duration_ms"])
    return stamp(at), true.error_ms if true.at else -1


def overlapping(connection: sqlite3.Connection, query: q.Overlapping) -> tuple[Overlap, ...]:
    """Those of its cases first, then by how long both ran."""
    mine = _one(connection, query.recording)
    start = began(connection, mine)
    same = {each for (each,) in connection.execute(_SAME_CASE, (query.recording,))}
    kept = {each: row for row in connection.execute(_KEPT, (query.recording,)) for each in (row["one"], row["other"])}
    found = []
    for recording in _candidates(connection, mine, start[0], same | set(kept)):
        row = _one(connection, recording)
        lane = together(connection, q.Together((query.recording, recording)))[1]
        if lane.alignment is None or row["kind"] not in ("video", "audio"):
            continue
        since, until = shared_ms(mine["duration_ms"], lane.length_ms, lane.alignment.offset_ms)
        if until - since > -max(0, lane.alignment.error_ms):
            shared = max(0, round(until - since))
            found.append(
                Overlap(recording, row["name"], row["kind"], row["serial"] or "", row["worn"] or "", lane.began_at,
                        lane.length_ms, shared, recording in same, lane.kept)
            )  # fmt: skip
    found.sort(key=lambda each: (not each.same_case, not each.kept, -each.shared_ms, each.began_at))
    return tuple(found[: query.limit])


def _candidates(connection: sqlite3.Connection, mine: sqlite3.Row, start: str, known: set[str]) -> Iterator[str]:
    """Whatever a clock may have stamped while this one ran: stamps of a clock that is days off lie elsewhere."""
    found = dict.fromkeys(sorted(known))
    if start:
        at = moment(start)
        around = [("", at), ("", moment(mine["recorded_at"]))]
        for (recorder,) in connection.execute("SELECT id FROM recorders ORDER BY key").fetchall():
            runs = ledger(clock_table.points(connection, ClockPoints(recorder)))
            offsets = {round(run.readings[-1].offset) for run in runs}
            around += [(recorder, at + timedelta(milliseconds=each)) for each in sorted(offsets) if abs(each) > _FAR_MS]
        for recorder, about in around:
            bounds = (stamp(about - _AROUND), stamp(about + _AROUND), stamp(about))
            found.update(dict.fromkeys(each for (each,) in connection.execute(_NEAR, (recorder, *bounds))))
    yield from (each for each in found if each != mine["id"])
