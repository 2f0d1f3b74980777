"""Searches that persons keep."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.saved_search import SavedSearch
from recorder_desk.errors import DeskError
from recorder_desk.queries import searches as q
from storage.applied import Applied, Apply

DDL = (
    """CREATE TABLE searches (
        actor TEXT NOT NULL, name TEXT NOT NULL, words TEXT NOT NULL, facets TEXT NOT NULL, saved_at TEXT NOT NULL,
        PRIMARY KEY (actor, name)) WITHOUT ROWID""",
)


def _save(connection: sqlite3.Connection, fact: f.SearchSaved, applied: Applied) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO searches VALUES (?, ?, ?, ?, ?)",
        (applied.actor, fact.name, fact.words, msgspec.json.encode(fact.facets).decode(), applied.at),
    )


def _forget(connection: sqlite3.Connection, fact: f.SearchForgotten, applied: Applied) -> None:
    connection.execute("DELETE FROM searches WHERE actor = ? AND name = ?", (applied.actor, fact.name))


APPLY: Mapping[type[f.Fact], Apply] = {f.SearchSaved: _save, f.SearchForgotten: _forget}


def saved(connection: sqlite3.Connection, query: q.SavedSearches) -> tuple[SavedSearch, ...]:
    """By name."""
    rows = connection.execute(
        "SELECT name, words, facets, saved_at FROM searches WHERE actor = ? ORDER BY name", (query.actor,)
    )
    return tuple(_row(row) for row in rows)


def find(connection: sqlite3.Connection, query: q.FindSearch) -> SavedSearch:
    """By its whole name."""
    row = connection.execute(
        "SELECT name, words, facets, saved_at FROM searches WHERE actor = ? AND name = ?",
        (query.actor, " ".join(query.name.split())),
    ).fetchone()
    if row is None:
        raise DeskError("search.unknown", name=query.name)
    return _row(row)


def _row(row: sqlite3.Row) -> SavedSearch:
    facets = msgspec.json.decode(row["facets"], type=tuple[tuple[str, str], ...])
    return SavedSearch(row["name"], row["words"], facets, row["saved_at"])
