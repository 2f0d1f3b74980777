"""A case on one axis of time: its recordings on their true time, events, stages, documents and limits."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import datetime

import msgspec

from recorder_desk.domain.case_event import EventFields
from recorder_desk.domain.case_timeline import Band, Bar, Flag, Lane, Timeline, gaps
from recorder_desk.domain.clock import Ledger, ledger
from recorder_desk.domain.times import moment
from recorder_desk.errors import DeskError
from recorder_desk.queries import casework as q
from recorder_desk.queries.clock import ClockPoints
from storage import casework_table, clock_table
from storage.recorders_views import WEARER

_BARS = f"""SELECT r.*, coalesce(c.serial, '') AS serial, {WEARER.format(recorder="r.recorder", day="r.day")} AS wearer,
    (SELECT group_concat(DISTINCT l.item) FROM links l
        WHERE l.recording = r.id AND l.case_id = ?1 AND l.unlinked_at = '') AS items
    FROM recordings r LEFT JOIN recorders c ON c.id = r.recorder
    WHERE r.id IN (SELECT recording FROM links WHERE case_id = ?1 AND unlinked_at = '') ORDER BY r.recorded_at, r.key"""


def show(connection: sqlite3.Connection, query: q.CaseTimeline) -> Timeline:
    """Everything of it that has a time."""
    if connection.execute("SELECT 1 FROM cases WHERE id = ?", (query.case,)).fetchone() is None:
        raise DeskError("case.unknown", case=query.case)
    lanes, untimed = _lanes(connection, query.case)
    bands = tuple(_bands(connection, query.case))
    return Timeline(lanes, bands, gaps(lanes, bands), tuple(_flags(connection, query)), untimed)


def _lanes(connection: sqlite3.Connection, case: str) -> tuple[tuple[Lane, ...], int]:
    clocks: dict[str, Ledger] = {}
    bars: dict[str, list[Bar]] = defaultdict(list)
    named: dict[str, tuple[str, set[str]]] = {}
    untimed = 0
    for row in connection.execute(_BARS, (case,)):
        if row["recorder"] not in clocks:
            clocks[row["recorder"]] = ledger(clock_table.points(connection, ClockPoints(row["recorder"] or "-")))
        true = clock_table.true_time_by(row, clocks[row["recorder"]])
        began = clock_table.began(row, true)
        if not began:
            untimed += 1
            continue
        key = row["recorder"] or row["device_number"] or ""
        _, wearers = named.setdefault(key, (row["serial"] or row["device_number"] or "", set()))
        wearers.update(filter(None, (row["wearer"],)))
        at = _ms(began)
        items = tuple(sorted((row["items"] or "").split(",")))
        bars[key].append(
            Bar(row["id"], row["name"], row["kind"], at, at + row["duration_ms"], bool(true.at), row["take"], items)
        )
    lanes = (Lane(key, named[key][0], "、".join(sorted(named[key][1])), tuple(told)) for key, told in bars.items())
    return tuple(sorted(lanes, key=lambda each: (not each.name, each.name))), untimed


def _bands(connection: sqlite3.Connection, case: str) -> list[Band]:
    rows = connection.execute(
        "SELECT id, fields FROM case_events WHERE case_id = ? AND cancelled = '' ORDER BY starts_at, key", (case,)
    )
    found = []
    for row in rows:
        told = msgspec.json.decode(row["fields"], type=EventFields)
        begins = _ms(told.starts_at)
        found.append(Band(row["id"], told.title, begins, _ms(told.ends_at or told.starts_at), not told.ends_at))
    return found


def _flags(connection: sqlite3.Connection, query: q.CaseTimeline) -> list[Flag]:
    found = [
        Flag("stage", each.stage, _noon(each.on))
        for each in casework_table.stages_of(connection, q.StagesOf(query.case))
    ]
    rows = connection.execute(
        "SELECT title, name, added_at FROM documents WHERE case_id = ? AND state = 'attached'", (query.case,)
    )
    found += [Flag("document", row["title"] or row["name"], _ms(row["added_at"])) for row in rows]
    found += [
        Flag("limit", each.code, _noon(each.due), each.state == "overdue", each.provisional)
        for each in casework_table.clocks(connection, q.CaseClocks(query.today, query.case))
    ]
    return sorted(found, key=lambda each: (each.at, each.kind, each.name))


def _ms(stamp: str) -> int:
    return round(moment(stamp).timestamp() * 1000)


def _noon(day: str) -> int:
    """The middle of a local day."""
    return round(datetime.fromisoformat(f"{day}T12:00").timestamp() * 1000)
