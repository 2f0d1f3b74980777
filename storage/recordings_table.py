"""Recordings: one row each, what is derived from them, and what is owed on them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.plan import DAMAGED_PARTS
from storage import dock_table, mirror_table, search
from storage.applied import Applied, Apply
from storage.names_table import local_day, refresh_time

NOTHING = "media.no-decodable-stream"

_STATE = """UPDATE OR FAIL recordings SET state = CASE
    WHEN sealed > 0 THEN 'sealed' WHEN links > 0 THEN 'linked' WHEN trouble != '' THEN 'damaged'
    WHEN described = 0 OR (plan IN ('remux', 'transcode', 'sound', 'photo') AND proxy = '') THEN 'received'
    ELSE 'ready' END WHERE id = ?"""


def refresh_state(connection: sqlite3.Connection, recording: str) -> None:
    """Work out a recording's state again from what is known of it."""
    connection.execute(_STATE, (recording,))


def refresh_words(connection: sqlite3.Connection, recording: str) -> None:
    """Write the recording's searchable text again: its names, places, cases and items."""
    row = connection.execute("SELECT key, name, path, device, id FROM recordings WHERE id = ?", (recording,)).fetchone()
    if row is None:
        return
    linked = connection.execute(
        "SELECT c.number, c.title, c.party, l.item FROM links l JOIN cases c ON c.id = l.case_id"
        " WHERE l.recording = ? AND l.unlinked_at = ''",
        (recording,),
    ).fetchall()
    codes = connection.execute("SELECT archival_code FROM assignments WHERE recording = ?", (recording,)).fetchall()
    tags = connection.execute("SELECT tag FROM tags WHERE recording = ?", (recording,)).fetchall()
    notes = connection.execute(
        "SELECT value FROM notes WHERE recording = ? AND field IN ('note', 'proof')", (recording,)
    ).fetchall()
    folder = row["path"].rsplit("/", 2)[-2] if row["path"].count("/") > 1 else ""
    said = [
        row["name"],
        folder,
        row["id"][-8:],
        *(word for each in linked for word in each),
        *(each[0] for each in (*codes, *tags, *notes)),
        search.spoken(*(each[0] for each in tags), *(word for each in linked for word in each[:3])),
    ]
    connection.execute("DELETE FROM words WHERE rowid = ?", (row["key"],))
    connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (row["key"], search.tokens("\n".join(said))))


def _receive(connection: sqlite3.Connection, fact: f.RecordingReceived, applied: Applied) -> None:
    origin, original = fact.origin, fact.original
    recorded = origin.modified_at or origin.received_at
    cursor = connection.execute(
        "INSERT OR FAIL INTO recordings (id, digest, bytes, kind, name, path, device, modified_at, received_at,"
        " recorded_at, day, station, actor, object_path, content_path, read_back, problem, described, state)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            origin.recording, original.digest, original.bytes, origin.kind, origin.name, origin.path, origin.device,
            origin.modified_at, origin.received_at, recorded, local_day(recorded), origin.station, origin.actor,
            original.object_path, original.content_path, original.read_back, fact.problem, 0,
            "damaged" if fact.problem else "received",
        ),
    )  # fmt: skip
    folder = origin.path.rsplit("/", 2)[-2] if origin.path.count("/") > 1 else ""
    said = f"{origin.name}\n{folder}\n{origin.recording[-8:]}"
    connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (cursor.lastrowid, search.tokens(said)))
    mirror_table.note_received(connection, fact)
    dock_table.note_seen(connection, fact, applied)


def _meet(connection: sqlite3.Connection, fact: f.TwinMet, applied: Applied) -> None:
    connection.execute("UPDATE recordings SET twins = twins + 1 WHERE id = ?", (fact.recording,))
    dock_table.note_seen(connection, fact, applied)


def _describe(connection: sqlite3.Connection, fact: f.MediaDescribed, applied: Applied) -> None:
    media = fact.media
    kind = media.kind if media.kind != "unknown" else None
    connection.execute(
        "UPDATE OR FAIL recordings SET described = 1, media = ?, duration_ms = ?, problem = ?,"
        " plan = ?, plan_reason = ?, tool = ?, kind = coalesce(?, kind) WHERE id = ?",
        (msgspec.json.encode(media).decode(), media.duration_ms, fact.problem, fact.plan,
         fact.plan_reason, fact.tool, kind, fact.recording),
    )  # fmt: skip
    refresh_time(connection, fact.recording)
    _forget_failure(connection, fact.recording, "describe")
    refresh_state(connection, fact.recording)


def _derive(connection: sqlite3.Connection, fact: f.DerivativesMade, applied: Applied) -> None:
    for made in fact.made:
        connection.execute(
            "INSERT OR REPLACE INTO derivatives (recording, role, path, digest, bytes, tool, version, arguments,"
            " profile, made_at, facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (fact.recording, made.role, made.path, made.digest, made.bytes, made.tool, made.version,
             json.dumps(made.arguments), made.profile, applied.at, json.dumps(made.facts)),
        )  # fmt: skip
        if made.role == "proxy":
            connection.execute("UPDATE recordings SET proxy = ? WHERE id = ?", (made.profile, fact.recording))
    if fact.step == "pictures":
        if fact.problem == NOTHING and not fact.made:  # the probe promised more than there is
            connection.execute(
                "UPDATE recordings SET plan = 'unplayable', plan_reason = 'plan.no-readable-stream' WHERE id = ?",
                (fact.recording,),
            )
        if fact.problem == DAMAGED_PARTS:  # nothing of it goes into a player as it is
            connection.execute(
                "UPDATE recordings SET plan = CASE plan WHEN 'sound' THEN plan ELSE 'transcode' END, plan_reason ="
                " 'plan.damaged-parts' WHERE id = ? AND plan IN ('nothing', 'remux', 'transcode', 'sound')",
                (fact.recording,),
            )
        connection.execute(
            "UPDATE OR FAIL recordings SET pictures = 1, problem = CASE WHEN problem = '' THEN ? ELSE problem END"
            " WHERE id = ?",
            (fact.problem, fact.recording),
        )
    _forget_failure(connection, fact.recording, fact.step)
    refresh_state(connection, fact.recording)


def _forget(connection: sqlite3.Connection, fact: f.DerivativesForgotten, applied: Applied) -> None:
    lost = set(fact.roles)
    for role in lost:
        connection.execute("DELETE FROM derivatives WHERE recording = ? AND role = ?", (fact.recording, role))
    steps = {"describe"} if "probe" in lost else set()
    steps |= {"pictures"} if lost - {"proxy", "rescue"} else set()
    steps |= {"proxy"} if "proxy" in lost else set()
    for step in steps:
        connection.execute(f"UPDATE recordings SET {_DONE[step]} WHERE id = ?", (fact.recording,))
        _forget_failure(connection, fact.recording, step)
    refresh_state(connection, fact.recording)


_DONE = {"describe": "described = 0", "pictures": "pictures = 0", "proxy": "proxy = ''"}
"""What a step that is owed again has to look like."""


def _forget_failure(connection: sqlite3.Connection, recording: str, step: str) -> None:
    connection.execute("DELETE FROM failures WHERE recording = ? AND step = ?", (recording, step))


def _fail(connection: sqlite3.Connection, fact: f.StepFailed, applied: Applied) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?, ?)",
        (fact.recording, fact.step, fact.code, fact.attempt, applied.at, fact.again_at),
    )


def _retry(connection: sqlite3.Connection, fact: f.RetryOrdered, applied: Applied) -> None:
    connection.execute("DELETE FROM failures WHERE recording = ?", (fact.recording,))


def _check(connection: sqlite3.Connection, fact: f.RecordingChecked, applied: Applied) -> None:
    code = fact.findings[0].code if fact.findings else ""
    connection.execute(
        "UPDATE OR FAIL recordings SET checked_at = ?, check_code = ? WHERE id = ?",
        (applied.at, code, fact.recording),
    )
    refresh_state(connection, fact.recording)


APPLY: Mapping[type[f.Fact], Apply] = {
    f.RecordingReceived: _receive,
    f.TwinMet: _meet,
    f.MediaDescribed: _describe,
    f.DerivativesMade: _derive,
    f.DerivativesForgotten: _forget,
    f.StepFailed: _fail,
    f.RetryOrdered: _retry,
    f.RecordingChecked: _check,
}
