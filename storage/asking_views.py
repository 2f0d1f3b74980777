"""Searching across recordings, cases, officers, events, parties and marks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date

from recorder_desk.domain.asking import read_query
from recorder_desk.queries import asking as q
from storage import search


def search_all(connection: sqlite3.Connection, query: q.SearchAll) -> tuple[q.Hit, ...]:
    """Cases, officers, events, parties and marks that hold every word; recordings are asked for apart."""
    asked = read_query(query.words, date.today())
    words = [*asked.words.split(), *(each.word for each in asked.days if each.word)]
    if not words or asked.facets:
        return ()
    return tuple(hit for kind in _FOUND for hit in _hits(connection, kind, words, query.limit))


_FOUND: dict[q.HitKind, str] = {  # as the fields of a Hit after its kind
    "case": "SELECT id, number, title || ' · ' || party, '', id FROM cases WHERE {} ORDER BY opened_on DESC, key DESC",
    "officer": "SELECT id, name, '', '', '' FROM officers WHERE {} ORDER BY name, key",
    "event": "SELECT e.id, json_extract(e.fields, '$.title'), c.number, e.starts_at, c.id FROM case_events e"
    " JOIN cases c ON c.id = e.case_id WHERE e.cancelled = '' AND {} ORDER BY e.starts_at DESC, e.key DESC",
    "party": "SELECT id, name, code, '', '' FROM parties WHERE {} ORDER BY name, key",
    "mark": "SELECT m.id, m.code, rtrim(r.name || ' · ' || m.note, ' ·'), '', '', r.id, m.at_ms FROM marks m"
    " JOIN recordings r ON r.id = m.recording WHERE m.removed = 0 AND {} ORDER BY m.key DESC",
}


def _hits(connection: sqlite3.Connection, kind: q.HitKind, words: list[str], limit: int) -> Iterator[q.Hit]:
    table = {"event": "e.", "mark": "m."}.get(kind, "")
    holds = " AND ".join(f"instr({table}sought, ?) > 0" for _ in words)
    sql = f"{_FOUND[kind].format(holds)} LIMIT ?"
    for row in connection.execute(sql, (*(search.folded(word) for word in words), limit)):
        yield q.Hit(kind, *row)
