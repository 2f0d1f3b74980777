"""Which recordings a list shows, in which order: keys, and the first of them at once.

In: a filter and an order. Out: row keys. What a filter lets through is worked out of bits (`storage/sieve.py`). An
order other than that of receipt is walked along its index until there are enough, or the few that are let through are
sorted.
"""

from __future__ import annotations

import sqlite3
from array import array
from itertools import compress

import msgspec

from recorder_desk.errors import DeskError
from recorder_desk.queries import recordings as q
from storage.bits import Bits, flags_of, keys_of, size
from storage.sieve import among, conditions, everything, expression_of, keys_in

RECEIVED = "received_at"
_SORTS = {"recorded_at", RECEIVED, "name", "bytes", "duration_ms"}
_SORTED_AT_ONCE = 10_000
_WALKED = 4_096
"""Rows of an index that are looked at together; ever more of them as long as too few are let through."""


def keys(connection: sqlite3.Connection, query: q.RecordingKeys) -> array[int]:
    """The snapshot of keys a list pages through."""
    return matching(connection, query.which, query.sort, query.descending, query.most)


def matching(connection: sqlite3.Connection, which: q.Filter, sort: str, descending: bool, most: int) -> array[int]:
    """The keys of what matches, in order; at most `most` (0: all). Raises DeskError `recording.bad-sort`."""
    if sort not in _SORTS:
        raise DeskError("recording.bad-sort", blame="defect", sort=sort)
    if most and sort == RECEIVED and (expression := expression_of(which)):
        return _first_found(connection, expression, descending, most)
    selected = among(conditions(connection, which).values())
    if sort == RECEIVED:  # recordings are registered as they are received: that is the order of keys
        if selected is None and most:
            return array(
                "q", keys_in(connection, f"SELECT key FROM recordings{_order('key', descending)} LIMIT {most}")
            )
        return keys_of(everything(connection) if selected is None else selected, descending=descending, most=most)
    order = _order(sort, descending)
    if selected is None:
        return array("q", keys_in(connection, f"SELECT key FROM recordings{order} LIMIT {most or -1}"))
    if size(selected) <= _SORTED_AT_ONCE:
        return _sorted(connection, selected, order, most)
    return _walked(connection, selected, order, most)


def _order(sort: str, descending: bool) -> str:
    way = "DESC" if descending else "ASC"
    return f" ORDER BY {sort} {way}" if sort == "key" else f" ORDER BY {sort} {way}, key {way}"


def _first_found(connection: sqlite3.Connection, expression: str, descending: bool, most: int) -> array[int]:
    """The index of words gives its finds one after the other in the order of keys: the first cost as little as they
    are few."""
    way = "DESC" if descending else "ASC"
    rows = connection.execute(
        f"SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid {way} LIMIT ?", (expression, most)
    )
    return array("q", (row[0] for row in rows))


def _sorted(connection: sqlite3.Connection, selected: Bits, order: str, most: int) -> array[int]:
    """A few: their rows are read and sorted."""
    told = msgspec.json.encode(keys_of(selected).tolist()).decode()
    sql = f"SELECT key FROM recordings WHERE key IN (SELECT value FROM json_each(?)){order} LIMIT {most or -1}"
    return array("q", keys_in(connection, sql, told))


def _walked(connection: sqlite3.Connection, selected: Bits, order: str, most: int) -> array[int]:
    """Many: their order's index is gone along, and what is not among them passed over."""
    flags = flags_of(selected)
    known = range(len(flags))
    found, offset, step = array("q"), 0, _WALKED if most else -1
    while True:
        part = keys_in(connection, f"SELECT key FROM recordings{order} LIMIT {step} OFFSET {offset}")
        found.extend(compress(part, (key in known and flags[key] for key in part)))
        if step < 0 or len(part) < step or len(found) >= most:
            return found[:most] if most else found
        offset += step
        step *= 4
