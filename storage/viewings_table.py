"""Viewings: who opened what, and what each person has seen of it.

What a person has seen of a recording is kept beside the viewings, so that asking for it costs nothing: the union of the
spans of all of them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping

from recorder_desk.domain import facts as f
from recorder_desk.domain.tagging import Notes
from recorder_desk.domain.viewing import Asks, SeenRow, Span, ViewingRow, asks, length, union
from recorder_desk.errors import DeskError
from recorder_desk.queries import viewings as q
from storage import item_lists_table
from storage.applied import Applied, Apply

DDL = (
    "ALTER TABLE viewings ADD COLUMN viewing TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE viewings ADD COLUMN spans TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE viewings ADD COLUMN shown_ms INTEGER NOT NULL DEFAULT 0",
    "CREATE UNIQUE INDEX viewings_viewing ON viewings(viewing) WHERE viewing != ''",
    "CREATE INDEX viewings_actor ON viewings(actor, recording)",
    "CREATE TABLE seen_spans (recording TEXT NOT NULL REFERENCES recordings(id), actor TEXT NOT NULL,"
    " spans TEXT NOT NULL, seen_ms INTEGER NOT NULL, PRIMARY KEY (recording, actor)) WITHOUT ROWID",
)
_LINKED = "v.recording IN (SELECT recording FROM links WHERE case_id = ? AND unlinked_at = '')"


def _view(connection: sqlite3.Connection, fact: f.RecordingViewed, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO viewings (recording, viewed_at, actor, source, reason, viewing) VALUES (?, ?, ?, ?, ?, ?)",
        (fact.recording, applied.at, applied.actor, fact.source, fact.reason, fact.viewing),
    )


def _watch(connection: sqlite3.Connection, fact: f.RecordingWatched, applied: Applied) -> None:
    row = connection.execute("SELECT spans FROM viewings WHERE viewing = ?", (fact.viewing,)).fetchone()
    connection.execute(
        "UPDATE viewings SET spans = ?, shown_ms = shown_ms + ? WHERE viewing = ?",
        (json.dumps(union(_read(row["spans"]), fact.spans)), fact.shown_ms, fact.viewing),
    )
    before = connection.execute(
        "SELECT spans FROM seen_spans WHERE recording = ? AND actor = ?", (fact.recording, applied.actor)
    ).fetchone()
    whole = union(_read(before["spans"]) if before else (), fact.spans)
    connection.execute(
        "INSERT OR REPLACE INTO seen_spans (recording, actor, spans, seen_ms) VALUES (?, ?, ?, ?)",
        (fact.recording, applied.actor, json.dumps(whole), length(whole)),
    )


def _read(text: str) -> tuple[Span, ...]:
    return tuple((since, until) for since, until in json.loads(text))


APPLY: Mapping[type[f.Fact], Apply] = {f.RecordingViewed: _view, f.RecordingWatched: _watch}


def viewing_asks(connection: sqlite3.Connection, query: q.ViewingAsks) -> tuple[Asks, ...]:
    """By what is said of it, and by the items it is linked to."""
    notes = connection.execute("SELECT field, value FROM notes WHERE recording = ?", (query.recording,))
    return asks(Notes(**dict(notes.fetchall())), _confidentialities(connection, query.recording))


def _confidentialities(connection: sqlite3.Connection, recording: str) -> Iterator[str]:
    rows = connection.execute(
        "SELECT DISTINCT l.item, c.item_list FROM links l JOIN cases c ON c.id = l.case_id"
        " WHERE l.recording = ? AND l.unlinked_at = ''",
        (recording,),
    )
    for item, label in rows:
        listed = item_lists_table.listed(connection, label)
        found = listed.item(item) if listed else None
        if found is not None:
            yield found.confidentiality


def find(connection: sqlite3.Connection, query: q.FindViewing) -> ViewingRow:
    """By its id."""
    row = connection.execute(f"{_VIEWING} WHERE v.viewing = ? AND v.viewing != ''", (query.viewing,)).fetchone()
    if row is None:
        raise DeskError("viewing.unknown", viewing=query.viewing)
    return _viewing(row)


_VIEWING = "SELECT v.*, r.name, r.kind, r.duration_ms FROM viewings v JOIN recordings r ON r.id = v.recording"


def viewings(connection: sqlite3.Connection, query: q.Viewings) -> tuple[ViewingRow, ...]:
    """Newest first."""
    where, values = _narrowed(query)
    sql = f"{_VIEWING} WHERE {where} ORDER BY v.id DESC LIMIT ?"
    return tuple(map(_viewing, connection.execute(sql, (*values, query.limit))))


def _narrowed(query: q.Viewings | q.Seen) -> tuple[str, list[str]]:
    told = (("v.recording = ?", query.recording), (_LINKED, query.case), ("v.actor = ?", query.actor))
    parts = [(where, value) for where, value in told if value]
    return " AND ".join(["1", *(where for where, _ in parts)]), [value for _, value in parts]


def _viewing(row: sqlite3.Row) -> ViewingRow:
    spans = _read(row["spans"])
    return ViewingRow(
        row["viewing"], row["recording"], row["name"], row["kind"], row["duration_ms"], row["actor"], row["viewed_at"],
        row["source"], row["reason"], spans, length(spans), row["shown_ms"],
    )  # fmt: skip


def seen(connection: sqlite3.Connection, query: q.Seen) -> tuple[SeenRow, ...]:
    """By recording and person; who opened it and was shown nothing that is known stands here with nothing."""
    where, values = _narrowed(query)
    rows = connection.execute(
        "SELECT v.recording, v.actor, count(*) AS viewings, max(v.viewed_at) AS last_at, sum(v.shown_ms) AS shown_ms,"
        " r.name, r.kind, r.duration_ms, coalesce(s.spans, '[]') AS spans, coalesce(s.seen_ms, 0) AS seen_ms"
        " FROM viewings v JOIN recordings r ON r.id = v.recording"
        " LEFT JOIN seen_spans s ON s.recording = v.recording AND s.actor = v.actor"
        f" WHERE {where} GROUP BY v.recording, v.actor ORDER BY r.recorded_at, r.key, v.actor",
        values,
    )
    return tuple(
        SeenRow(
            row["recording"], row["name"], row["kind"], row["duration_ms"], row["actor"], row["viewings"],
            row["last_at"], _read(row["spans"]), row["seen_ms"], row["shown_ms"],
        )
        for row in rows
    )  # fmt: skip
