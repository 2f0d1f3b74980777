"""Suggestions: what is known of a recording and of the events near it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from recorder_desk.domain.case_event import EventFields, read_coordinates
from recorder_desk.domain.sign import Reason
from recorder_desk.domain.suggest_misses import misses
from recorder_desk.domain.suggesting import Clue, Filmed, Nearby, Suggested, suggest
from recorder_desk.domain.times import moment, stamp
from recorder_desk.domain.track import TrackPoint
from recorder_desk.errors import DeskError
from recorder_desk.queries import suggesting as q
from recorder_desk.queries.recordings import ShowTrack
from storage import clock_table, people_table
from storage.beside_views import show_track
from storage.places import Places
from storage.recorders_views import WEARER
from storage.tagging_table import WAITING

_LOOKED = timedelta(hours=36)
"""So far around a recording events are looked for: clocks may be off by hours, and events last."""
_UNREAD = timedelta(minutes=2)
"""How far a clock may be off that nobody has read."""

_WEARERS = f"""SELECT {WEARER.format(recorder="?1", day="?2")} AS officer
    UNION SELECT o.name FROM user_numbers u JOIN officers o ON o.id = u.officer WHERE u.number = ?3 AND ?3 != ''
    AND (u.since = '' OR u.since <= ?2) AND (u.until = '' OR u.until >= ?2)"""
_FILMED = """SELECT DISTINCT e.case_id, c.number, e.from_ms FROM filmed_codes e JOIN cases c ON c.id = e.case_id
    WHERE e.recording = ? AND e.code = '' AND c.state = 'open' ORDER BY e.from_ms"""
_NEIGHBOURS = """SELECT DISTINCT l.case_id, c.number, l.item, r.name FROM recordings r
    JOIN links l ON l.recording = r.id AND l.unlinked_at = '' JOIN cases c ON c.id = l.case_id
    WHERE r.take = ? AND r.take != '' AND r.id != ? AND c.state = 'open' ORDER BY r.segment"""
_NEAREST = """SELECT e.id, e.case_id, c.number, e.fields FROM case_events e JOIN cases c ON c.id = e.case_id
    WHERE e.cancelled = '' AND c.state = 'open'"""
_EVENTS = f"""{_NEAREST} AND e.starts_at BETWEEN ? AND ? ORDER BY e.starts_at, e.key"""


def unlinked(connection: sqlite3.Connection, query: q.Unlinked) -> tuple[str, ...]:
    """What has no place yet."""
    rows = connection.execute(
        f"SELECT id FROM recordings WHERE {WAITING} ORDER BY recorded_at, key LIMIT ?", (query.limit,)
    )
    return tuple(row["id"] for row in rows)


def suggestions(connection: sqlite3.Connection, places: Places, query: q.SuggestionsFor) -> Suggested:
    """What is suggested for a recording, on its true time where that is known. Where it went is read only where an
    event near it tells its place."""
    row = connection.execute(
        "SELECT r.*, coalesce(c.serial, '') AS serial FROM recordings r LEFT JOIN recorders c ON c.id = r.recorder"
        " WHERE r.id = ?",
        (query.recording,),
    ).fetchone()
    if row is None:
        raise DeskError("recording.unknown", recording=query.recording)
    true = clock_table.true_time(connection, row)
    told = clock_table.began(row, true)
    begins = moment(told) if told else None
    ends = begins + timedelta(milliseconds=row["duration_ms"]) if begins else None
    error = timedelta(milliseconds=true.error_ms) if true.at else _UNREAD
    wearers = connection.execute(_WEARERS, (row["recorder"], row["day"], row["user_number"]))
    events = list(_near(connection, begins)) if begins else []
    placed = any(each.place for each in events)
    way = show_track(connection, places, ShowTrack(row["id"])) if placed else None
    filmed = Filmed(
        row["id"], begins, ends, error, frozenset(each["officer"] for each in wearers if each["officer"]),
        row["recorder"], row["serial"],
        tuple(_clues(connection, row)), way.points if way else (),
    )  # fmt: skip
    found = suggest(filmed, events)
    if found.candidates:
        return found
    nearest = _nearest(connection, begins) if begins else None
    return replace(found, misses=misses(filmed, events, nearest, clock_read=bool(true.at)))


def _clues(connection: sqlite3.Connection, row: sqlite3.Row) -> Iterator[Clue]:
    seen = set()
    for each in connection.execute(_FILMED, (row["id"],)):
        if each["case_id"] not in seen:
            seen.add(each["case_id"])
            yield Clue(each["case_id"], each["number"], "", Reason("suggest.filmed", {"at_ms": each["from_ms"]}))
    for each in connection.execute(_NEIGHBOURS, (row["take"], row["id"])):
        if each["case_id"] not in seen:
            seen.add(each["case_id"])
            reason = Reason("suggest.neighbour", {"name": each["name"]})
            yield Clue(each["case_id"], each["number"], each["item"], reason)


def _nearest(connection: sqlite3.Connection, begins: datetime) -> Nearby | None:
    """The event of an open case that begins nearest, however far off."""
    row = connection.execute(
        f"{_NEAREST} ORDER BY abs(julianday(e.starts_at) - julianday(?)) LIMIT 1", (stamp(begins),)
    )
    return next(_told(connection, row.fetchall()), None)


def _near(connection: sqlite3.Connection, begins: datetime) -> Iterator[Nearby]:
    yield from _told(
        connection, connection.execute(_EVENTS, (stamp(begins - _LOOKED), stamp(begins + _LOOKED))).fetchall()
    )


def _told(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> Iterator[Nearby]:
    fields = [msgspec.json.decode(row["fields"], type=EventFields) for row in rows]
    names = people_table.names_of(connection, {each for told in fields for each in told.officers})
    for row, told in zip(rows, fields, strict=True):
        yield Nearby(
            row["id"], row["case_id"], row["number"], told.title, told.item, moment(told.starts_at),
            moment(told.ends_at) if told.ends_at else None, frozenset(names.get(each, "") for each in told.officers),
            frozenset(told.recorders),
            TrackPoint(0, *read_coordinates(told.coordinates)) if told.coordinates else None,
        )  # fmt: skip
