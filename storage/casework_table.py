"""Stages, events and judgements of cases."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.calendars import WorkCalendar
from recorder_desk.domain.case_event import EventFields, EventRow
from recorder_desk.domain.case_stages import CaseClock, clocks_of, shipped_stages
from recorder_desk.errors import DeskError
from recorder_desk.queries import casework as q
from recorder_desk.queries.calendars import CalendarYears
from storage import calendars_table, people_table
from storage.applied import Applied, Apply
from storage.search import sought

DDL = (
    """CREATE TABLE case_stages (
        case_id TEXT NOT NULL REFERENCES cases(id), stage TEXT NOT NULL, reached_on TEXT NOT NULL,
        noted_by TEXT NOT NULL, noted_at TEXT NOT NULL, PRIMARY KEY (case_id, stage)) WITHOUT ROWID""",
    """CREATE TABLE case_events (
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, case_id TEXT NOT NULL REFERENCES cases(id),
        starts_at TEXT NOT NULL, ends_at TEXT NOT NULL, fields TEXT NOT NULL, cancelled TEXT NOT NULL DEFAULT '',
        sought TEXT NOT NULL DEFAULT '')""",
    "CREATE INDEX case_events_case ON case_events(case_id, starts_at)",
    "CREATE INDEX case_events_time ON case_events(starts_at)",
    """CREATE TABLE item_judgements (
        case_id TEXT NOT NULL REFERENCES cases(id), item TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL,
        judged_by TEXT NOT NULL, judged_at TEXT NOT NULL, PRIMARY KEY (case_id, item)) WITHOUT ROWID""",
)


def _stage(connection: sqlite3.Connection, fact: f.StageNoted, applied: Applied) -> None:
    connection.execute("DELETE FROM case_stages WHERE case_id = ? AND stage = ?", (fact.case, fact.stage))
    if fact.on:
        connection.execute(
            "INSERT INTO case_stages (case_id, stage, reached_on, noted_by, noted_at) VALUES (?, ?, ?, ?, ?)",
            (fact.case, fact.stage, fact.on, applied.actor, applied.at),
        )


def _plan(connection: sqlite3.Connection, fact: f.EventPlanned, applied: Applied) -> None:
    told = fact.fields
    connection.execute(
        "INSERT INTO case_events (id, case_id, starts_at, ends_at, fields, sought) VALUES (?, ?, ?, ?, ?, ?)",
        (fact.event, fact.case, told.starts_at, told.ends_at, msgspec.json.encode(told).decode(), _sought(told)),
    )


def _amend(connection: sqlite3.Connection, fact: f.EventAmended, applied: Applied) -> None:
    told = fact.fields
    connection.execute(
        "UPDATE case_events SET starts_at = ?, ends_at = ?, fields = ?, sought = ? WHERE id = ?",
        (told.starts_at, told.ends_at, msgspec.json.encode(told).decode(), _sought(told), fact.event),
    )


def _sought(told: EventFields) -> str:
    return sought(told.title, told.place)


def _cancel(connection: sqlite3.Connection, fact: f.EventCancelled, applied: Applied) -> None:
    connection.execute("UPDATE case_events SET cancelled = ? WHERE id = ?", (fact.reason, fact.event))


def _judge(connection: sqlite3.Connection, fact: f.ItemJudged, applied: Applied) -> None:
    connection.execute("DELETE FROM item_judgements WHERE case_id = ? AND item = ?", (fact.case, fact.item))
    if fact.verdict:
        connection.execute(
            "INSERT INTO item_judgements (case_id, item, verdict, reason, judged_by, judged_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (fact.case, fact.item, fact.verdict, fact.reason, applied.actor, applied.at),
        )


APPLY: Mapping[type[f.Fact], Apply] = {
    f.StageNoted: _stage,
    f.EventPlanned: _plan,
    f.EventAmended: _amend,
    f.EventCancelled: _cancel,
    f.ItemJudged: _judge,
}


def stages_of(connection: sqlite3.Connection, query: q.StagesOf) -> tuple[q.StageRow, ...]:
    """The stages a case has reached."""
    rows = connection.execute("SELECT * FROM case_stages WHERE case_id = ? ORDER BY reached_on, stage", (query.case,))
    return tuple(q.StageRow(*row) for row in rows)


def clocks(connection: sqlite3.Connection, query: q.CaseClocks) -> tuple[CaseClock, ...]:
    """What runs, by the day it is due."""
    calendar = WorkCalendar(calendars_table.years(connection, CalendarYears()))
    reached: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in connection.execute(
        "SELECT s.case_id, c.number, s.stage, s.reached_on FROM case_stages s JOIN cases c ON c.id = s.case_id"
        " WHERE (?1 = '' AND c.state = 'open') OR s.case_id = ?1",
        (query.case,),
    ):
        reached[row["case_id"], row["number"]][row["stage"]] = row["reached_on"]
    found = [
        clock
        for (case, number), days in reached.items()
        for clock in clocks_of(case, number, days, shipped_stages(), calendar, query.today)
        if query.over or clock.state in ("running", "overdue")
    ]
    return tuple(sorted(found, key=lambda each: (each.due, each.number, each.code)))


def events(connection: sqlite3.Connection, query: q.Events) -> tuple[EventRow, ...]:
    """Events with the names of who takes part."""
    rows = connection.execute(
        "SELECT e.id, e.case_id, c.number, e.fields, e.cancelled FROM case_events e JOIN cases c ON c.id = e.case_id"
        " WHERE (?1 = '' OR e.case_id = ?1) AND (?2 = '' OR e.id = ?2) AND (?3 OR ?2 != '' OR e.cancelled = '')"
        " ORDER BY e.starts_at, e.key",
        (query.case, query.event, query.cancelled),
    ).fetchall()
    fields = [msgspec.json.decode(row["fields"], type=EventFields) for row in rows]
    names = people_table.names_of(connection, {each for told in fields for each in told.officers})
    serials = dict(connection.execute("SELECT id, serial FROM recorders").fetchall())
    return tuple(_event(row, told, names, serials) for row, told in zip(rows, fields, strict=True))


def _event(row: sqlite3.Row, told: EventFields, names: Mapping[str, str], serials: Mapping[str, str]) -> EventRow:
    return EventRow(
        row["id"], row["case_id"], row["number"], told, tuple(names.get(each, each) for each in told.officers),
        tuple(serials.get(each, each) for each in told.recorders), row["cancelled"],
    )  # fmt: skip


def find_event(connection: sqlite3.Connection, query: q.FindEvent) -> str:
    """By the end of its id."""
    text = query.text.strip().lower()
    rows = connection.execute(
        "SELECT id FROM case_events WHERE id = ?1 OR (length(?1) >= 4 AND substr(id, -length(?1)) = ?1)", (text,)
    ).fetchall()
    if len(rows) != 1:
        raise DeskError("event.unknown", event=query.text)
    return str(rows[0]["id"])
