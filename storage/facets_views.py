"""Counting recordings by facet."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

import msgspec

from recorder_desk.queries import recordings as q
from storage.bits import Bits
from storage.bits_kept import values
from storage.sieve import among, conditions, count, tagged

_FACETS = ("state", "kind", "day", "recorder", "important", "problem", "case", "item", "tag")
_MOST = 30
_SERIALS = "SELECT id, serial FROM recorders WHERE id IN (SELECT value FROM json_each(?))"
_NUMBERS = "SELECT id, number FROM cases WHERE id IN (SELECT value FROM json_each(?))"


def facets(connection: sqlite3.Connection, query: q.RecordingFacets) -> dict[str, tuple[q.FacetCount, ...]]:
    """Counts by facet, the greatest first (days newest first), at most 30 values each."""
    met = conditions(connection, query.which)
    selected = among(met.values())
    found: dict[str, tuple[q.FacetCount, ...]] = {}
    for facet in _FACETS:
        chosen = among(bits for name, bits in met.items() if name != facet) if facet in met else selected
        known = values(connection, facet)
        counts = _counts(_branched(known) if facet == "tag" else known, chosen)
        unlinked = counts.pop("-", 0) if facet == "item" else 0
        rows = [q.FacetCount(*row) for row in _told(connection, facet, counts)]
        rows.sort(key=(lambda each: each.label) if facet == "day" else lambda each: (-each.count, each.label))
        if facet == "day":
            rows.reverse()
        found[facet] = tuple(rows[:_MOST])
        if facet == "item":
            found[facet] = (q.FacetCount("-", "-", unlinked), *found[facet])
    return found


def _branched(tags: Mapping[str, Bits]) -> dict[str, Bits]:
    """Tags with what is below them, and the branches nobody gave as a tag themselves."""
    found = {
        "/".join(parts[:depth]) for tag in tags for parts in (tag.split("/"),) for depth in range(1, len(parts) + 1)
    }
    return {tag: tagged(tags, tag) for tag in found}


def _counts(told: Mapping[str, Bits], chosen: Bits | None) -> dict[str, int]:
    return {name: number for name, bits in told.items() if (number := count(chosen, bits))}


def _told(connection: sqlite3.Connection, facet: str, counts: dict[str, int]) -> Iterable[tuple[str, str, int]]:
    """Values, what they are called, and their counts: of many only those that may be among the greatest."""
    if facet == "recorder":
        names = _names(connection, _SERIALS, counts)
        return ((name or "-", names.get(name, "-"), number) for name, number in counts.items())
    if facet == "case":
        least = sorted(counts.values(), reverse=True)[:_MOST][-1:] or [0]
        greatest = {name: number for name, number in counts.items() if number >= least[0]}
        names = _names(connection, _NUMBERS, greatest)
        return ((name, names[name], number) for name, number in greatest.items())
    return ((name, name, number) for name, number in counts.items())


def _names(connection: sqlite3.Connection, sql: str, ids: Iterable[str]) -> dict[str, str]:
    return dict(connection.execute(sql, (msgspec.json.encode(list(ids)).decode(),)).fetchall())
