"""Gathering what is printed: the recording catalogue, the mark sheet and the gap statement of a case."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import timedelta

import msgspec

from recorder_desk.domain.case_event import EventRow
from recorder_desk.domain.continuity import Continuity
from recorder_desk.domain.coverage import GAP_MS
from recorder_desk.domain.gaps import uncovered
from recorder_desk.domain.recording import DerivativeRow, LinkRow
from recorder_desk.domain.sheets import Catalogue, Filed, Gap, Marked, MarkSheet, Statement
from recorder_desk.domain.times import moment, stamp, stamp_of_ns
from recorder_desk.queries import cases as qc
from recorder_desk.queries import casework as qw
from recorder_desk.queries import marks as qm
from recorder_desk.queries import sheets as q
from recorder_desk.queries.recordings import ShowRecording
from recorder_desk.queries.tagging import SaidOf
from storage import (
    cases_views,
    casework_table,
    clock_table,
    coverage_views,
    item_lists_table,
    marks_table,
    recordings_views,
    tagging_table,
)
from storage.places import Places

LEAST_GAP_MS = 1000
"""Shorter gaps are not told: clocks that count seconds cannot know of them."""
_PLAYING = ("video", "audio")


def catalogue(connection: sqlite3.Connection, places: Places, query: q.CatalogueOf) -> Catalogue:
    """In the order of the case's record item list, then by time."""
    detail = cases_views.show(connection, qc.ShowCase(query.case))
    listed = item_lists_table.listed(connection, detail.row.item_list)
    order = {item.code: place for place, item in enumerate(listed.items)} if listed else {}
    links = [link for link in detail.links if not link.unlinked_at]
    filed = list(_filed(connection, places, links))
    filed.sort(key=lambda each: (order.get(each.link.item, len(order)), each.link.item, each.row.recorded_at,
                                 each.link.from_ms))  # fmt: skip
    return Catalogue(detail.row, listed, tuple(filed))


def _filed(connection: sqlite3.Connection, places: Places, links: list[LinkRow]) -> Iterator[Filed]:
    ids = tuple(dict.fromkeys(link.recording for link in links))
    rows = recordings_views.by_id(connection, places, ids)
    said = {each.recording: each.notes for each in tagging_table.said_of(connection, SaidOf(ids))}
    asked = (json.dumps([link.id for link in links]),)
    fixed = connection.execute(
        "SELECT link, retention FROM assignments WHERE link IN (SELECT value FROM json_each(?))", asked
    )
    retention: Mapping[str, str] = dict(fixed.fetchall())
    for link in links:
        raw, row = rows[link.recording]
        notes = said[link.recording]
        yield Filed(
            link, row, clock_table.true_time(connection, raw), retention.get(link.id, ""), notes.respondent == "yes",
            notes.confidentiality,
        )  # fmt: skip


def mark_sheet(connection: sqlite3.Connection, places: Places, query: q.MarkSheetOf) -> MarkSheet:
    """By recording and position."""
    case = cases_views.show(connection, qc.ShowCase(query.case)).row if query.case else None
    marks = marks_table.marks(connection, qm.Marks(query.recording, query.case))
    wanted = {each.recording for each in marks} | ({query.recording} if query.recording else set())
    details = {each: recordings_views.show(connection, places, ShowRecording(each)) for each in wanted}
    return MarkSheet(case, tuple(
        Marked(each, (told := details[each.recording]).row, told.true_time, told.play_path, _strip(told.derivatives))
        for each in marks
    ))  # fmt: skip


def _strip(derivatives: tuple[DerivativeRow, ...]) -> DerivativeRow | None:
    return next((each for each in reversed(derivatives) if each.role == "filmstrip"), None)


def statement(connection: sqlite3.Connection, places: Places, query: q.StatementOf) -> Statement:
    """What is there of the list, and what time is missing in takes, recordings and events."""
    told = catalogue(connection, places, q.CatalogueOf(query.case))
    coverage = coverage_views.show(connection, qw.CoverageOf(query.case))
    found = [*_in_takes(connection, told.filed), *_in_recordings(connection, told.filed)]
    found += _in_events(told.filed, casework_table.events(connection, qw.Events(query.case)))
    found.sort(key=lambda each: (each.since_at, each.kind, each.about))
    return Statement(told.case, told.listed, coverage, told.filed, tuple(found))


def _once(filed: tuple[Filed, ...]) -> list[Filed]:
    """Each recording once."""
    return list({each.row.id: each for each in filed}.values())


def _in_takes(connection: sqlite3.Connection, filed: tuple[Filed, ...]) -> Iterator[Gap]:
    """After which recordings a gap opens before the take goes on."""
    for each in _once(filed):
        row = connection.execute(
            "SELECT gap_ms, error_ms, reason FROM joints WHERE before = ? AND joined = 1", (each.row.id,)
        ).fetchone()
        if row is not None and row["gap_ms"] - max(0, row["error_ms"]) >= LEAST_GAP_MS:
            end = each.row.duration_ms
            yield Gap(
                "take", each.row.name, each.row.id, _at(each, end), _at(each, end + row["gap_ms"]), row["gap_ms"],
                row["error_ms"], end, row["reason"],
            )  # fmt: skip


def _in_recordings(connection: sqlite3.Connection, filed: tuple[Filed, ...]) -> Iterator[Gap]:
    """Holes in picture or sound within what is linked."""
    for each in filed:
        row = connection.execute("SELECT measured FROM continuity WHERE recording = ?", (each.row.id,)).fetchone()
        told = msgspec.json.decode(row["measured"], type=Continuity) if row and row["measured"] else Continuity()
        until = each.link.until_ms or each.row.duration_ms
        for kind, track in (("picture", told.picture), ("sound", told.sound)):
            for hole in track.holes if track else ():
                since, end = max(hole.from_ms, each.link.from_ms), min(hole.until_ms, until)
                if end - since >= LEAST_GAP_MS:
                    yield Gap(
                        "picture" if kind == "picture" else "sound", each.row.name, each.row.id, _at(each, since),
                        _at(each, end), end - since, 0, since,
                    )  # fmt: skip


def _in_events(filed: tuple[Filed, ...], events: tuple[EventRow, ...]) -> Iterator[Gap]:
    """Parts of events that no film or sound of the case covers."""
    covers = []
    for each in _once(filed):
        if each.row.kind in _PLAYING and (began := _at(each, 0)):
            since = _ms(began)
            covers.append((since, since + each.row.duration_ms))
    for event in events:
        fields = event.fields
        if not fields.ends_at:
            yield Gap("event-open", fields.title, "", fields.starts_at, "", 0, -1)
            continue
        for since, until in uncovered(_ms(fields.starts_at), _ms(fields.ends_at), covers, GAP_MS):
            yield Gap("event", fields.title, "", _stamp(since), _stamp(until), until - since, 0)


def _at(each: Filed, position_ms: int) -> str:
    """When a position was recorded: by the corrected clock where it is known, else as the recorder told; '' not."""
    received = each.row.recorded_at == each.row.received_at
    began = each.true_time.at or ("" if received else each.row.recorded_at)
    return stamp(moment(began) + timedelta(milliseconds=position_ms)) if began else ""


def _ms(at: str) -> int:
    return round(moment(at).timestamp() * 1000)


def _stamp(milliseconds: int) -> str:
    return stamp_of_ns(milliseconds * 1_000_000)
