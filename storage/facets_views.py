"""Counting recordings by facet."""

from __future__ import annotations

import sqlite3

from recorder_desk.queries import recordings as q
from storage.recordings_views import condition

_FACETS = {
    "state": "SELECT r.state, r.state, count(*) FROM recordings r WHERE {} GROUP BY r.state",
    "kind": "SELECT r.kind, r.kind, count(*) FROM recordings r WHERE {} GROUP BY r.kind",
    "device": "SELECT r.device, r.device, count(*) FROM recordings r WHERE {} GROUP BY r.device",
    "day": "SELECT r.day, r.day, count(*) FROM recordings r WHERE {} GROUP BY r.day ORDER BY r.day DESC",
    "recorder": "SELECT coalesce(nullif(r.recorder, ''), '-'), coalesce(c.serial, '-'), count(*) FROM recordings r"
    " LEFT JOIN recorders c ON c.id = r.recorder WHERE {} GROUP BY r.recorder",
    "important": "SELECT 'yes', 'yes', count(*) FROM recordings r WHERE {} AND r.important = 1",
    "problem": "SELECT 'yes', 'yes', count(*) FROM recordings r WHERE {} AND r.trouble != ''",
    "case": "SELECT c.id, c.number, count(DISTINCT r.id) FROM links l JOIN cases c ON c.id = l.case_id"
    " JOIN recordings r ON r.id = l.recording WHERE l.unlinked_at = '' AND {} GROUP BY c.id",
    "item": "SELECT l.item, l.item, count(DISTINCT r.id) FROM links l"
    " JOIN recordings r ON r.id = l.recording WHERE l.unlinked_at = '' AND {} GROUP BY l.item",
}


def facets(connection: sqlite3.Connection, query: q.RecordingFacets) -> dict[str, tuple[q.FacetCount, ...]]:
    """Counts by facet, the greatest first (days newest first), at most 30 values each."""
    found: dict[str, tuple[q.FacetCount, ...]] = {}
    for facet, sql in _FACETS.items():
        where, values = condition(query.which, leave_out=facet)
        rows = [q.FacetCount(*row) for row in connection.execute(sql.format(where), values) if row[2]]
        if facet != "day":
            rows.sort(key=lambda each: (-each.count, each.label))
        found[facet] = tuple(rows[:30])
    where, values = condition(query.which, leave_out="item")
    untagged = connection.execute(f"SELECT count(*) FROM recordings r WHERE r.links = 0 AND {where}", values)
    found["item"] = (q.FacetCount("-", "-", untagged.fetchone()[0]), *found["item"])
    return found
