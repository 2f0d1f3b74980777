"""Recorders: the register, marks, wearers, hand-ins, and which recorder each recording came from."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from recorder_desk.domain import facts as f
from storage.applied import Applied, Apply

DDL = (
    """CREATE TABLE recorders (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, serial TEXT NOT NULL, model TEXT NOT NULL,
        kind TEXT NOT NULL, user_number TEXT NOT NULL, remark TEXT NOT NULL, added_at TEXT NOT NULL)""",
    "CREATE TABLE recorder_marks (mark TEXT PRIMARY KEY, recorder TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE dockings (
        key INTEGER PRIMARY KEY, device TEXT NOT NULL, sn TEXT NOT NULL, docked_at TEXT NOT NULL)""",
    "CREATE INDEX dockings_device ON dockings(device, key)",
    """CREATE TABLE wearings (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, recorder TEXT NOT NULL REFERENCES recorders(id),
        officer TEXT NOT NULL, certificate TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL DEFAULT '',
        withdrawn TEXT NOT NULL DEFAULT '', noted_by TEXT NOT NULL, noted_at TEXT NOT NULL)""",
    "CREATE INDEX wearings_recorder ON wearings(recorder, since)",
    """CREATE TABLE handins (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, recorder TEXT NOT NULL REFERENCES recorders(id),
        out_at TEXT NOT NULL, expected_at TEXT NOT NULL, in_at TEXT NOT NULL DEFAULT '',
        reason TEXT NOT NULL DEFAULT '')""",
    "ALTER TABLE recordings ADD COLUMN recorder TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX recordings_recorder ON recordings(recorder, received_at)",
    "CREATE INDEX recordings_stranger ON recordings(device_number, device) WHERE recorder = ''",
)

_LAST_SN = (
    "(SELECT m.recorder FROM dockings d JOIN recorder_marks m ON m.mark = 'sn:' || d.sn"
    " WHERE d.device = r.device ORDER BY d.key DESC LIMIT 1)"
)
_WHOSE = f"""UPDATE OR FAIL recordings AS r SET recorder = coalesce(
    (SELECT recorder FROM recorder_marks WHERE r.device_number != '' AND mark = 'device:' || r.device_number),
    {_LAST_SN}, (SELECT recorder FROM recorder_marks WHERE mark = 'volume:' || r.device), '') WHERE """


def note_recorder(connection: sqlite3.Connection, recording: str) -> None:
    """Work out which recorder a recording came from."""
    connection.execute(_WHOSE + "id = ?", (recording,))


def _add(connection: sqlite3.Connection, fact: f.RecorderAdded, applied: Applied) -> None:
    told = fact.fields
    connection.execute(
        "INSERT INTO recorders (id, serial, model, kind, user_number, remark, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (fact.recorder, told.serial, told.model, told.kind, told.user_number, told.remark, applied.at),
    )


def _amend(connection: sqlite3.Connection, fact: f.RecorderAmended, applied: Applied) -> None:
    told = fact.fields
    connection.execute(
        "UPDATE recorders SET serial = ?, model = ?, kind = ?, user_number = ?, remark = ? WHERE id = ?",
        (told.serial, told.model, told.kind, told.user_number, told.remark, fact.recorder),
    )


def _mark(connection: sqlite3.Connection, fact: f.RecorderMarked, applied: Applied) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO recorder_marks (mark, recorder) VALUES (?, ?)", (fact.mark, fact.recorder)
    )
    kind, _, value = fact.mark.partition(":")
    if kind == "device":
        connection.execute(_WHOSE + "device_number = ?", (value,))
    elif kind == "volume":
        connection.execute(_WHOSE + "device = ?", (value,))
    else:
        connection.execute(_WHOSE + "device IN (SELECT device FROM dockings WHERE sn = ?)", (value,))


def _dock(connection: sqlite3.Connection, fact: f.RecorderDocked, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO dockings (device, sn, docked_at) VALUES (?, ?, ?)", (fact.device, fact.sn, applied.at)
    )


def _wear(connection: sqlite3.Connection, fact: f.RecorderWorn, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO wearings (id, recorder, officer, certificate, since, noted_by, noted_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (fact.wearing, fact.recorder, fact.officer, fact.certificate, fact.since, applied.actor, applied.at),
    )


def _end(connection: sqlite3.Connection, fact: f.WearingEnded, applied: Applied) -> None:
    connection.execute("UPDATE wearings SET until = ? WHERE id = ?", (fact.until, fact.wearing))


def _withdraw(connection: sqlite3.Connection, fact: f.WearingWithdrawn, applied: Applied) -> None:
    connection.execute("UPDATE wearings SET withdrawn = ? WHERE id = ?", (fact.reason, fact.wearing))


def _hand_out(connection: sqlite3.Connection, fact: f.RecorderHandedOut, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO handins (id, recorder, out_at, expected_at) VALUES (?, ?, ?, ?)",
        (fact.handin, fact.recorder, applied.at, fact.expected_at),
    )


def _hand_in(connection: sqlite3.Connection, fact: f.RecorderHandedIn, applied: Applied) -> None:
    connection.execute("UPDATE handins SET in_at = ? WHERE id = ?", (applied.at, fact.handin))


def _explain(connection: sqlite3.Connection, fact: f.LateHandInExplained, applied: Applied) -> None:
    connection.execute("UPDATE handins SET reason = ? WHERE id = ?", (fact.reason, fact.handin))


APPLY: Mapping[type[f.Fact], Apply] = {
    f.RecorderAdded: _add,
    f.RecorderAmended: _amend,
    f.RecorderMarked: _mark,
    f.RecorderDocked: _dock,
    f.RecorderWorn: _wear,
    f.WearingEnded: _end,
    f.WearingWithdrawn: _withdraw,
    f.RecorderHandedOut: _hand_out,
    f.RecorderHandedIn: _hand_in,
    f.LateHandInExplained: _explain,
}
