"""Which recordings the desk has weighed for a place since something near them changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from recorder_desk.domain import facts as f
from recorder_desk.domain.times import moment, stamp
from recorder_desk.queries import suggesting as q
from storage import codes_table
from storage.applied import Applied, Apply
from storage.tagging_table import WAITING

DDL = (
    "ALTER TABLE links ADD COLUMN signs TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE recordings ADD COLUMN placed INTEGER NOT NULL DEFAULT 0",
    f"CREATE INDEX recordings_unplaced ON recordings(key) WHERE placed = 0 AND {WAITING}",
)
_AROUND = timedelta(days=10)
"""A recorder's clock that is further off than this is read before anything can be said of its recordings."""

_OF_RECORDER = f"recorder = ? AND {WAITING}"
_UNSOUGHT = f"""SELECT r.id FROM recordings r WHERE r.placed = 0 AND {WAITING} AND r.described = 1
    AND NOT EXISTS (SELECT 1 FROM links l WHERE l.recording = r.id)
    AND NOT ({codes_table.UNSOUGHT} AND NOT EXISTS (SELECT 1 FROM failures x WHERE x.recording = r.id
    AND x.step = 'codes' AND x.again_at = '')) ORDER BY r.key LIMIT ?"""


def _seek(connection: sqlite3.Connection, fact: f.PlacesSought, applied: Applied) -> None:
    connection.executemany(
        "UPDATE recordings SET placed = 1 WHERE id = ?", [(recording,) for recording in fact.recordings]
    )


APPLY: Mapping[type[f.Fact], Apply] = {f.PlacesSought: _seek}


def stir(connection: sqlite3.Connection, fact: f.Fact) -> None:
    """Have recordings weighed again whose place may be sure now that a fact was applied."""
    match fact:
        case f.EventPlanned() | f.EventAmended():
            begins = moment(fact.fields.starts_at)
            _again(connection, f"{WAITING} AND recorded_at BETWEEN ? AND ?", begins - _AROUND, begins + _AROUND)
        case f.EventCancelled():
            row = connection.execute("SELECT starts_at FROM case_events WHERE id = ?", (fact.event,)).fetchone()
            begins = moment(row["starts_at"])
            _again(connection, f"{WAITING} AND recorded_at BETWEEN ? AND ?", begins - _AROUND, begins + _AROUND)
        case f.RecorderWorn() | f.ClockPointAdded():
            _again(connection, _OF_RECORDER, fact.recorder)
        case f.WearingEnded() | f.WearingWithdrawn():
            _again(connection, f"recorder = (SELECT recorder FROM wearings WHERE id = ?) AND {WAITING}", fact.wearing)
        case f.ClockPointWithdrawn():
            _again(connection, _OF_RECORDER, fact.recorder)
        case f.OfficerAdded() | f.OfficerAmended():
            _again(connection, f"user_number != '' AND {WAITING}")
        case f.MediaDescribed() | f.CodeFilmed():
            _again(connection, "id = ?", fact.recording)
        case f.RecordingLinked():
            _again(connection, "take = (SELECT take FROM recordings WHERE id = ?) AND take != ''", fact.recording)
        case f.JointsDecided():
            for joint in fact.joints:
                _again(connection, "id IN (?, ?)", joint.before, joint.after)
        case f.TakeRuled():
            _again(connection, "id IN (?, ?)", fact.before, fact.after)
        case _:
            pass


def _again(connection: sqlite3.Connection, where: str, *values: Any) -> None:
    told = [value if isinstance(value, str) else stamp(value) for value in values]
    connection.execute(f"UPDATE recordings SET placed = 0 WHERE placed = 1 AND {where}", told)


def unsought(connection: sqlite3.Connection, query: q.PlacesUnsought) -> tuple[str, ...]:
    """What waits to be weighed."""
    return tuple(row["id"] for row in connection.execute(_UNSOUGHT, (query.limit,)))
