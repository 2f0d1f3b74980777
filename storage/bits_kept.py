"""The bits of facets as the readers know them: read once, and of what was written since only that.

In: a connection inside its transaction. Out: sets of recordings as that transaction sees them.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from itertools import groupby

import msgspec

from storage.bits import Bits, of_keys, unpacked

Values = Mapping[str, Bits]

_WORDS_KEPT = 4
_WRITTEN = """SELECT w.facet, w.value, w.part, b.bits FROM bits_written w LEFT JOIN bits b
    ON b.facet = w.facet AND b.value = w.value AND b.part = w.part WHERE w.version > ? ORDER BY w.facet, w.value"""


class BitsKept:
    """Safe from any thread: what was given out is never changed."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._lock = threading.Lock()
        self._version = 0
        self._facets: dict[str, Values] = {}
        self._found: OrderedDict[tuple[int, str], Bits] = OrderedDict()

    def values(self, connection: sqlite3.Connection, facet: str) -> Values:
        """Every value of a facet and its recordings."""
        (version,) = connection.execute("SELECT coalesce(max(version), 0) FROM bits_written").fetchone()
        with self._lock:
            if version < self._version:  # this reader began before the last one did
                return read_values(connection, facet)
            if version > self._version:
                self._facets = _renewed(connection, self._facets, self._version)
                self._version = version
            if facet not in self._facets:
                self._facets[facet] = read_values(connection, facet)
            return self._facets[facet]

    def found(self, connection: sqlite3.Connection, expression: str) -> Bits:
        """The recordings whose words match an FTS5 expression: a list, its count and its facets ask the same."""
        (entry,) = connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()
        with self._lock:
            known = self._found.get((entry, expression))
        if known is None:
            known = read_found(connection, expression)
            with self._lock:
                self._found[entry, expression] = known
                while len(self._found) > _WORDS_KEPT:
                    self._found.popitem(last=False)
        return known


class Reader(sqlite3.Connection):
    """A reading connection; `bits` is what it shares with the other readers of the same catalogue."""

    bits: BitsKept | None = None


def values(connection: sqlite3.Connection, facet: str) -> Values:
    """Every value of a facet and its recordings."""
    kept = connection.bits if isinstance(connection, Reader) else None
    return kept.values(connection, facet) if kept is not None else read_values(connection, facet)


def value(connection: sqlite3.Connection, facet: str, wanted: str) -> Bits:
    """The recordings with one value of a facet."""
    rows = connection.execute("SELECT part, bits FROM bits WHERE facet = ? AND value = ?", (facet, wanted))
    return {part: unpacked(bits) for part, bits in rows}


def found(connection: sqlite3.Connection, expression: str) -> Bits:
    """The recordings whose words match an FTS5 expression."""
    kept = connection.bits if isinstance(connection, Reader) else None
    return kept.found(connection, expression) if kept is not None else read_found(connection, expression)


def read_values(connection: sqlite3.Connection, facet: str) -> Values:
    """As `values`, from the rows."""
    rows = connection.execute("SELECT value, part, bits FROM bits WHERE facet = ? ORDER BY value, part", (facet,))
    return {name: {row[1]: unpacked(row[2]) for row in group} for name, group in groupby(rows, key=lambda row: row[0])}


def read_found(connection: sqlite3.Connection, expression: str) -> Bits:
    """As `found`, from the index of words."""
    row = connection.execute(
        "SELECT json_group_array(rowid) FROM (SELECT rowid FROM words WHERE words MATCH ?)", (expression,)
    ).fetchone()
    return of_keys(msgspec.json.decode(row[0], type=list[int]))


def _renewed(connection: sqlite3.Connection, known: Mapping[str, Values], since: int) -> dict[str, Values]:
    """What is known, with what was written since; nothing that was given out is changed."""
    fresh: dict[str, dict[str, dict[int, int]]] = defaultdict(dict)
    for facet, name, part, bits in connection.execute(_WRITTEN, (since,)):
        if facet in known:
            parts = fresh[facet].setdefault(name, dict(known[facet].get(name, {})))
            parts.pop(part, None)
            if bits is not None:
                parts[part] = unpacked(bits)
    return {facet: {**told, **fresh[facet]} if facet in fresh else told for facet, told in known.items()}
