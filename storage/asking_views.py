"""Searching across recordings, cases, officers and events."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any

from recorder_desk.domain.asking import Asked, read_query
from recorder_desk.queries import asking as q
from storage import search
from storage.recorders_views import WEARER

_IN_WORDS = "r.key IN (SELECT rowid FROM words WHERE words MATCH ?)"
_TAGGED = "r.id IN (SELECT recording FROM tags WHERE tag = ? OR tag LIKE ? ESCAPE '!')"
_OF_CASE = (
    "r.id IN (SELECT l.recording FROM links l JOIN cases c ON c.id = l.case_id WHERE l.unlinked_at = ''"
    " AND instr(c.number, ?) > 0)"
)
_OF_RECORDER = "r.recorder IN (SELECT id FROM recorders WHERE serial = ? COLLATE NOCASE)"
_WORN = f"instr(coalesce({WEARER.format(recorder='r.recorder', day='r.day')}, ''), ?) > 0"
_SIMPLE = {"case": _OF_CASE, "recorder": _OF_RECORDER, "officer": _WORN}


def conditions(asked: Asked) -> Iterator[tuple[str, list[Any]]]:
    """What days and facets ask of a recording `r`, besides kind, state and item."""
    for each in asked.days:
        expression = search.match(each.word)
        if expression:
            yield f"(r.day BETWEEN ? AND ? OR {_IN_WORDS})", [each.since, each.until, expression]
        else:
            yield "r.day BETWEEN ? AND ?", [each.since, each.until]
    for name, value in asked.facets:
        if name == "tag":
            told = value.replace("!", "!!").replace("%", "!%").replace("_", "!_")
            yield _TAGGED, [value, f"{told}/%"]
        elif name in _SIMPLE:
            yield _SIMPLE[name], [value]


def search_all(connection: sqlite3.Connection, query: q.SearchAll) -> tuple[q.Hit, ...]:
    """Cases, officers and events that hold every word; recordings are asked for apart."""
    asked = read_query(query.words, date.today())
    words = [*asked.words.split(), *(each.word for each in asked.days if each.word)]
    if not words or asked.facets:
        return ()
    return tuple(hit for kind in _FOUND for hit in _hits(connection, kind, words, query.limit))


_FOUND: dict[q.HitKind, str] = {
    "case": "SELECT id, number AS name, title || ' · ' || party AS detail FROM cases WHERE {}"
    " ORDER BY opened_on DESC, key DESC",
    "officer": "SELECT id, name, '' AS detail FROM officers WHERE {} ORDER BY name, key",
    "event": "SELECT id, json_extract(fields, '$.title') AS name, starts_at AS detail FROM case_events"
    " WHERE cancelled = '' AND {} ORDER BY starts_at DESC, key DESC",
}


def _hits(connection: sqlite3.Connection, kind: q.HitKind, words: list[str], limit: int) -> Iterator[q.Hit]:
    holds = " AND ".join("instr(sought, ?) > 0" for _ in words)
    sql = f"{_FOUND[kind].format(holds)} LIMIT ?"
    for row in connection.execute(sql, (*(search.folded(word) for word in words), limit)):
        yield q.Hit(kind, row["id"], row["name"], row["detail"])
