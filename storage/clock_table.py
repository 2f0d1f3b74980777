"""Readings of recorders' clocks, and what follows from them when it is looked at.

A code of ours that was filmed with its live time is a reading as well: it stays where it was read, and follows the
recording to whichever recorder it turns out to come from. Its id is the recording's and the position, `ID@MS`.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta

from recorder_desk.domain import facts as f
from recorder_desk.domain.clock import NOT_KNOWN, ClockDetail, ClockPoint, Corrected, Ledger, corrected, ledger, state
from recorder_desk.domain.times import moment, stamp
from recorder_desk.errors import DeskError
from recorder_desk.queries import clock as q
from storage import names_table
from storage.applied import Applied, Apply

DDL = (
    """CREATE TABLE clock_points (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, recorder TEXT NOT NULL REFERENCES recorders(id),
        recorder_at TEXT NOT NULL, true_at TEXT NOT NULL, error_ms INTEGER NOT NULL, how TEXT NOT NULL,
        note TEXT NOT NULL, noted_by TEXT NOT NULL, noted_at TEXT NOT NULL)""",
    "CREATE INDEX clock_points_recorder ON clock_points(recorder)",
    "CREATE TABLE clock_withdrawn (point TEXT PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX filmed_codes_live ON filmed_codes(recording) WHERE live = 1 AND code = ''",
)

_STARTED_MS = 1_000
"""A name is written about when the first frame is: so much may lie between."""
_FAT_MS = 2_000

_CODES = """SELECT f.recording || '@' || f.at_ms AS id, f.drawn_at, f.at_ms, f.error_ms, r.recorder, r.name,
    r.named_at, r.media, r.modified_at, r.received_at, r.duration_ms FROM filmed_codes f
    CROSS JOIN recordings r ON r.id = f.recording
    WHERE f.live = 1 AND f.code = '' AND r.recorder != '' AND (?1 = '' OR r.recorder = ?1)"""
_AHEAD = """SELECT max((julianday(recorded_at) - julianday(received_at)) * 86400000) FROM
    (SELECT recorded_at, received_at FROM recordings WHERE recorder = ?1 AND received_at > ?2
     ORDER BY received_at DESC LIMIT 200)"""


def _add(connection: sqlite3.Connection, fact: f.ClockPointAdded, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO clock_points (id, recorder, recorder_at, true_at, error_ms, how, note, noted_by, noted_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (fact.point, fact.recorder, fact.recorder_at, fact.true_at, fact.error_ms, fact.how, fact.note,
         applied.actor, applied.at),
    )  # fmt: skip


def _withdraw(connection: sqlite3.Connection, fact: f.ClockPointWithdrawn, applied: Applied) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO clock_withdrawn (point, reason) VALUES (?, ?)", (fact.point, fact.reason)
    )


APPLY: Mapping[type[f.Fact], Apply] = {f.ClockPointAdded: _add, f.ClockPointWithdrawn: _withdraw}


def points(connection: sqlite3.Connection, query: q.ClockPoints) -> tuple[ClockPoint, ...]:
    """Readings, the newest first."""
    withdrawn: dict[str, str] = dict(connection.execute("SELECT point, reason FROM clock_withdrawn").fetchall())
    rows = connection.execute(
        "SELECT id, recorder, recorder_at, true_at, error_ms, how, note, noted_by, noted_at FROM clock_points"
        " WHERE ?1 = '' OR recorder = ?1 ORDER BY key DESC",
        (query.recorder,),
    )
    told = [
        ClockPoint(
            row["id"], row["recorder"], row["recorder_at"], row["true_at"], row["error_ms"], row["how"], row["note"],
            withdrawn.get(row["id"], ""), row["noted_by"], row["noted_at"],
        )
        for row in rows
    ]  # fmt: skip
    told += [_filmed(row, withdrawn) for row in connection.execute(_CODES, (query.recorder,))]
    wanted = query.point
    if wanted:
        told = [each for each in told if each.id == wanted or (len(wanted) >= 4 and each.id.endswith(wanted))]
    return tuple(sorted(told, key=lambda each: each.true_at, reverse=True))


def _filmed(row: sqlite3.Row, withdrawn: Mapping[str, str]) -> ClockPoint:
    """What the recorder's clock showed when it filmed a code: the time of the recording's start, and the position."""
    stamps = names_table.stamps_of(row)
    position = row["at_ms"] - (row["duration_ms"] if stamps.basis == "file" else 0)
    shown = stamp(moment(stamps.recorded_at) + timedelta(milliseconds=position + 500))
    error = row["error_ms"] + (_FAT_MS if stamps.basis == "file" else _STARTED_MS)
    return ClockPoint(
        row["id"], row["recorder"], shown, row["drawn_at"], error, "code", row["name"],
        withdrawn.get(row["id"], ""), "", row["received_at"],
    )  # fmt: skip


def true_time(connection: sqlite3.Connection, row: sqlite3.Row) -> Corrected:
    """What its recorder's readings say of a recording's time.

    A time that is only the one of receipt is the desk's own and tells nothing of the recorder's clock."""
    return true_time_by(row, ledger(points(connection, q.ClockPoints(row["recorder"]))) if row["recorder"] else ())


def true_time_by(row: sqlite3.Row, runs: Ledger) -> Corrected:
    """The same, by readings that are known already."""
    stamps = names_table.stamps_of(row)
    if not row["recorder"] or stamps.basis == "received":
        return NOT_KNOWN
    coarse = _FAT_MS if stamps.basis == "file" else 1_000
    return corrected(stamps.recorded_at, row["received_at"], runs, coarse)


def began(row: sqlite3.Row, true: Corrected) -> str:
    """When a recording began: its true time where that is known, else what it says itself; '' where it only says when
    it was received."""
    return true.at or ("" if row["recorded_at"] == row["received_at"] else str(row["recorded_at"]))


def show(connection: sqlite3.Connection, query: q.ShowClock) -> ClockDetail:
    """One clock."""
    row = connection.execute("SELECT id, serial FROM recorders WHERE id = ?", (query.recorder,)).fetchone()
    if row is None:
        raise DeskError("recorder.unknown", recorder=query.recorder)
    return _detail(connection, row, points(connection, q.ClockPoints(query.recorder)), query)


def off(connection: sqlite3.Connection, query: q.ClocksOff) -> tuple[ClockDetail, ...]:
    """The clocks with a finding."""
    read: dict[str, list[ClockPoint]] = defaultdict(list)
    for each in points(connection, q.ClockPoints()):
        read[each.recorder].append(each)
    rows = connection.execute("SELECT id, serial FROM recorders ORDER BY serial, key").fetchall()
    found = (_detail(connection, row, tuple(read[row["id"]]), query) for row in rows)
    return tuple(each for each in found if each.state.findings)


def _detail(
    connection: sqlite3.Connection, row: sqlite3.Row, told: tuple[ClockPoint, ...], query: q.ShowClock | q.ClocksOff
) -> ClockDetail:
    last = max((each.true_at for each in told if not each.withdrawn), default="")
    ahead = connection.execute(_AHEAD, (row["id"], last)).fetchone()[0] or 0
    return ClockDetail(row["id"], row["serial"], state(told, query.now, query.bound_ms, max(0, round(ahead))), told)
