"""Gathering what the rules of a case-file review look at: the case's coverage, recordings, events, hand-ins, clocks."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from recorder_desk.domain.case_event import EventRow, manning
from recorder_desk.domain.continuity import Continuity
from recorder_desk.domain.officer import OfficerFields
from recorder_desk.domain.review_ground import Footage, Ground, Held, Seen
from recorder_desk.domain.times import moment
from recorder_desk.queries import casework as qc
from recorder_desk.queries.people import Officers
from storage import casework_table, clock_table, coverage_views, people_table

CLOSING = "closing"
"""The stage that closes a case (`resources/case_stages`)."""
_UNREAD_MS = 120_000
"""How far a clock may be off that nobody has read."""
_LINKED = """SELECT l.item, l.from_ms, l.until_ms, l.reason AS link_reason, r.*, c.measured,
    coalesce((SELECT j.gap_ms FROM joints j WHERE j.before = r.id AND j.joined = 1), 0) AS joint_ms,
    EXISTS (SELECT 1 FROM tags t WHERE t.recording = r.id) AS tagged,
    (SELECT n.value FROM notes n WHERE n.recording = r.id AND n.field = 'note') AS note,
    (SELECT n.value FROM notes n WHERE n.recording = r.id AND n.field = 'proof') AS proof
    FROM links l JOIN recordings r ON r.id = l.recording LEFT JOIN continuity c ON c.recording = r.id
    WHERE l.case_id = ? AND l.unlinked_at = '' ORDER BY r.recorded_at, l.key"""
_MARKS = """SELECT m.recording, m.kind, m.at_ms FROM marks m WHERE m.removed = 0
    AND m.recording IN (SELECT recording FROM links WHERE case_id = ? AND unlinked_at = '') ORDER BY m.at_ms, m.key"""
_HAND_IN = """SELECT h.expected_at, h.reason, coalesce(nullif(h.in_at, ''), (SELECT min(r.received_at) FROM recordings r
    WHERE r.recorder = h.recorder AND r.received_at > h.out_at), '') AS back FROM handins h
    WHERE h.recorder = ? AND h.out_at <= ? ORDER BY h.out_at DESC LIMIT 1"""


def gather(connection: sqlite3.Connection, case: str, today: str) -> Ground:
    """The case as it is now."""
    (state,) = connection.execute("SELECT state FROM cases WHERE id = ?", (case,)).fetchone()
    reached = {each.stage for each in casework_table.stages_of(connection, qc.StagesOf(case))}
    return Ground(
        state,
        CLOSING in reached,
        coverage_views.show(connection, qc.CoverageOf(case)).cells,
        tuple(_footage(connection, case)),
        tuple(_events(connection, case, today)),
        casework_table.clocks(connection, qc.CaseClocks(today, case, over=True)),
    )


def _footage(connection: sqlite3.Connection, case: str) -> Iterator[Footage]:
    seen: dict[str, list[Seen]] = defaultdict(list)
    for mark in connection.execute(_MARKS, (case,)):
        seen[mark["recording"]].append(Seen(mark["kind"], mark["at_ms"]))
    for row in connection.execute(_LINKED, (case,)).fetchall():
        until = row["until_ms"] or row["duration_ms"]
        began, error = _began(connection, row)
        late, excused = _late(connection, row)
        hole_at, hole = _hole(row, until)
        marks = tuple(each for each in seen[row["id"]] if row["from_ms"] <= each.at_ms <= (until or each.at_ms))
        yield Footage(
            row["id"], row["name"], row["item"], row["kind"], row["from_ms"], until,
            began + row["from_ms"] if began else 0, began + until if began else 0, error, bool(began),
            bool(row["tagged"] or row["note"] or row["link_reason"]), bool(row["proof"]), late, excused,
            row["check_code"], bool(row["checked_at"]), hole_at, hole, marks,
        )  # fmt: skip


def _began(connection: sqlite3.Connection, row: sqlite3.Row) -> tuple[int, int]:
    """When a recording began (ms since 1970) and how exactly that is known; 0: only when it was received."""
    true = clock_table.true_time(connection, row)
    told = clock_table.began(row, true)
    if not told:
        return 0, 0
    return round(moment(told).timestamp() * 1000), true.error_ms if true.at else _UNREAD_MS


def _late(connection: sqlite3.Connection, row: sqlite3.Row) -> tuple[int, bool]:
    """How late its recorder came back with it; -1: nobody noted that it went out."""
    if not row["recorder"]:
        return -1, False
    told = connection.execute(_HAND_IN, (row["recorder"], row["recorded_at"])).fetchone()
    if told is None or not told["back"] or told["back"] < row["recorded_at"]:
        return -1, False  # it was back before this was recorded
    late = round((moment(told["back"]) - moment(told["expected_at"])).total_seconds() * 1000)
    return max(0, late), bool(told["reason"])


def _hole(row: sqlite3.Row, until: int) -> tuple[int, int]:
    """Where the longest gap is within a range, and how long; the joint to the next part stands at the end."""
    told = msgspec.json.decode(row["measured"], type=Continuity) if row["measured"] else None
    holes = [
        (hole.until_ms - hole.from_ms, hole.from_ms)
        for track in ((told.picture, told.sound) if told else ())
        if track
        for hole in track.holes
        if hole.from_ms < until and hole.until_ms > row["from_ms"]
    ]
    if row["joint_ms"] and until >= row["duration_ms"]:
        holes.append((row["joint_ms"], until))
    long, at = max(holes, default=(0, 0))
    return at, long


def _events(connection: sqlite3.Connection, case: str, today: str) -> Iterator[Held]:
    """Events that have begun by the end of today."""
    known = {each.id: each.fields for each in people_table.officers(connection, Officers(today, left=True))}
    for event in casework_table.events(connection, qc.Events(case)):
        day = moment(event.fields.starts_at).astimezone().date().isoformat()
        if day <= today:
            yield _held(event, day, known)


def _held(event: EventRow, day: str, known: dict[str, OfficerFields]) -> Held:
    told = event.fields
    men = manning(tuple(known[each] for each in told.officers if each in known), day)
    began = round(moment(told.starts_at).timestamp() * 1000)
    ended = round(moment(told.ends_at).timestamp() * 1000) if told.ends_at else 0
    return Held(
        event.id, told.title, told.item, began, ended, men.certified, men.enough, men.uncertified, told.override
    )
