"""Searching across recordings, cases, officers and events."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

from recorder_desk.domain.asking import read_query
from recorder_desk.queries import asking as q
from storage import search


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
