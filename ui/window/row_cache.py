"""The rows a list has fetched so far, page by page, and which of them are old.

In: keys and rows as they come. Out: a row, or word that its page should be fetched.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

PAGE = 128
KEPT = 64 * PAGE


class RowCache:
    """At most `KEPT` rows, those used longest ago dropped first; an old row is shown until the new one is there."""

    def __init__(self) -> None:
        self._rows: OrderedDict[Any, Any] = OrderedDict()
        self._fetched: set[int] = set()
        self._fetching: set[int] = set()
        self.generation = 0
        """Counts the snapshots of keys: a page asked for under an older one is not fresh."""

    def renew(self) -> None:
        """A new snapshot of keys has come: every page is old."""
        self._fetched.clear()
        self.generation += 1

    def get(self, key: Any) -> Any:
        """A row, or None."""
        return self._rows.get(key)

    def hold(self, pairs: Iterable[tuple[Any, Any]]) -> None:
        """Keep rows that came with their keys."""
        self._rows.update(pairs)

    def keep_only(self, keys: Iterable[Any]) -> None:
        """Drop every row that is not among these."""
        self._rows = OrderedDict((key, self._rows[key]) for key in keys)

    def begin(self, page: int, key: Any) -> bool:
        """Whether this page must be fetched for this row; if so it counts as under way."""
        stale = page not in self._fetched or key not in self._rows
        if not stale or page in self._fetching:
            return False
        self._fetching.add(page)
        return True

    def take(self, page: int, keys: Sequence[Any], rows: Sequence[Any], generation: int) -> None:
        """A page's rows, in the order of its keys."""
        self._fetching.discard(page)
        for key, row in zip(keys, rows, strict=True):
            self._rows[key] = row
            self._rows.move_to_end(key)
        while len(self._rows) > KEPT:
            self._rows.popitem(last=False)
        if generation == self.generation:
            self._fetched.add(page)

    def miss(self, page: int, keys: Sequence[Any]) -> None:
        """A page could not be fetched: not again by itself, the next fact or scroll asks anew."""
        self._fetching.discard(page)
        self._fetched.add(page)
        for key in keys:
            self._rows.setdefault(key, None)
