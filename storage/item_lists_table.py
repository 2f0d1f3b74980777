"""Versions of the record item list that the bureau issued."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.item_lists import in_force, shipped_lists
from recorder_desk.domain.record_item import ItemLists, RecordItemList
from recorder_desk.queries import items as q
from storage.applied import Applied, Apply

DDL = (
    "CREATE TABLE item_lists (label TEXT PRIMARY KEY, effective_from TEXT NOT NULL, listed TEXT NOT NULL,"
    " change TEXT NOT NULL, issued_by TEXT NOT NULL, issued_at TEXT NOT NULL)",
)


def _issue(connection: sqlite3.Connection, fact: f.ItemListIssued, applied: Applied) -> None:
    connection.execute(
        "INSERT INTO item_lists (label, effective_from, listed, change, issued_by, issued_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (fact.listed.label, fact.listed.effective_from, msgspec.json.encode(fact.listed).decode(), fact.change,
         applied.actor, applied.at),
    )  # fmt: skip


APPLY: Mapping[type[f.Fact], Apply] = {f.ItemListIssued: _issue}


def versions(connection: sqlite3.Connection, query: q.ItemListVersions) -> ItemLists:
    """Shipped and issued ones."""
    rows = connection.execute("SELECT listed FROM item_lists ORDER BY effective_from, issued_at, rowid")
    return in_force([_read(row["listed"]) for row in rows], query.on)


def listed(connection: sqlite3.Connection, label: str) -> RecordItemList | None:
    """The version of a label, None where it is not known (any more)."""
    shipped = {each.label: each for each in shipped_lists()}
    if label in shipped:
        return shipped[label]
    row = connection.execute("SELECT listed FROM item_lists WHERE label = ?", (label,)).fetchone()
    return _read(row["listed"]) if row else None


@lru_cache(maxsize=32)
def _read(text: str) -> RecordItemList:
    return msgspec.json.decode(text, type=RecordItemList)
