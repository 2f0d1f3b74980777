"""The one model behind every list.

In: a feed (which facts concern the list, which queries fill it). Out: rows, fetched when they are
looked at. Long lists are a snapshot of keys, its head first, and pages of 128 rows by key; short ones
and the journal come as rows at once, more of them on demand. A list is asked for anew at most every 100 ms.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot

from recorder_desk.domain.facts import Fact
from recorder_desk.queries.base import Query
from ui.window.bridge import DeskBridge
from ui.window.row_cache import PAGE, RowCache

PAUSE_MS = 100
ROW = int(Qt.ItemDataRole.UserRole)
"""The role under which a cell gives its whole row (a domain value, or None while it is fetched)."""
_NOWHERE = QModelIndex()
AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Feed:
    """What fills a list, and which facts make it old.

    Long list: `keys` asks for all keys (an array), `head` for the first `PAGE` of them, which are
    shown while the rest is still counted, `rows` for the rows of some keys. Short list: `rows` is None
    and `keys` asks for the rows themselves, named by `key`; `more` asks for those after a row, when there
    may be more; `only` says which of the rows belong here."""

    concerns: tuple[type[Fact], ...]
    keys: Query[Any]
    rows: Callable[[tuple[int, ...]], Query[Any]] | None = None
    key: Callable[[Any], Hashable] = hash
    more: Callable[[Any], Query[Any]] | None = None
    only: Callable[[Any], bool] | None = None
    head: Query[Any] | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title and what it says of a row. `sort` names the order it can give ('': none).

    Where there is little room columns are left out, those that yield most first (0: never)."""

    name: str
    title: str
    text: Callable[[Any], str]
    width: int = 120
    sort: str = ""
    yields: int = 0


class RowsModel(QAbstractTableModel):
    """Rows of one feed. `filled` tells how many there are, each time a snapshot has come; `begun` how many
    are in the head of a long list, before all are counted."""

    filled = Signal(int)
    begun = Signal(int)

    def __init__(self, bridge: DeskBridge, columns: Sequence[Column], parent: QObject | None = None) -> None:
        """Empty until `show` is given a feed."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self._bridge = bridge
        self._feed: Feed | None = None
        self._source: Feed | None = None  # whose rows are shown
        self._keys: Sequence[Any] = array("q")
        self._rows = RowCache()
        self._question = 0
        self._old, self._ended, self._awake = False, False, True
        self._asked_at = self._took = 0.0
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self.refresh)
        bridge.facts.connect(self._hear)

    # -- what a page may say -------------------------------------------------------------------------

    def show(self, feed: Feed) -> None:
        """Fill from this feed from now on; what was asked for the last one is dropped."""
        self._feed = feed
        self._bridge.forget(self._question)
        self._question = 0
        if feed.head is None or not self._awake:
            self.refresh()
            return
        self._old, self._asked_at = False, time.monotonic()
        self._question = self._bridge.ask(feed.head, partial(self._begin, feed), self._missed)

    def sleep(self) -> None:
        """Out of sight: remember that it is old, ask nothing."""
        self._awake = False

    def wake(self) -> None:
        """In sight again."""
        self._awake = True
        if self._old:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask anew, unless a question is under way (then right after its answer)."""
        if self._feed is None:
            return
        if self._question or not self._awake:
            self._old = True
            return
        self._old, self._asked_at = False, time.monotonic()
        self._question = self._bridge.ask(self._feed.keys, partial(self._take, self._feed), self._missed)

    def row(self, number: int) -> Any:
        """The row at a place, or None while it is fetched (or when it is gone)."""
        if not 0 <= number < len(self._keys):
            return None
        key, page, feed = self._keys[number], number // PAGE, self._feed
        if feed is not None and feed.rows is not None and self._rows.begin(page, key):
            self._fetch(page, feed.rows)
        return self._rows.get(key)

    def key(self, number: int) -> Any:
        """The key of the row at a place."""
        return self._keys[number] if 0 <= number < len(self._keys) else None

    def place(self, key: Any) -> int:
        """Where a key is, or -1."""
        return self._keys.index(key) if key in self._keys else -1

    # -- what Qt asks --------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words, or its row."""
        if role == ROW:
            return self.row(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row(index.row())
            return "" if row is None else self.columns[index.column()].text(row)
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's title."""
        there = way == Qt.Orientation.Horizontal and 0 <= section < len(self.columns)
        if there and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if there and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether scrolling on may bring more (lists that come in portions)."""
        growing = self._feed is not None and self._feed.more is not None
        return growing and not self._ended and not self._question and len(self._keys) > 0

    def fetchMore(self, parent: AnyIndex) -> None:
        """Ask for the next portion."""
        feed = self._feed
        if feed is not None and feed.more is not None and not self._question:
            query = feed.more(self._rows.get(self._keys[-1]))
            self._question = self._bridge.ask(query, partial(self._append, feed), self._missed)

    # -- answers -------------------------------------------------------------------------------------

    @Slot(object)
    def _hear(self, facts: tuple[Fact, ...]) -> None:
        if self._feed is None or not any(isinstance(fact, self._feed.concerns) for fact in facts):
            return
        self._old = True
        if self._awake and not self._pause.isActive():
            self._pause.start(max(PAUSE_MS, round(5000 * self._took)))  # a slow list is asked for less often

    def _begin(self, feed: Feed, head: Sequence[Any]) -> None:
        """The head has come: all there is, or what to look at while the rest is asked for."""
        if feed is not self._feed or len(head) < PAGE:
            self._take(feed, head)
            return
        self._question = 0
        self._rows.renew()
        self._replace(head)
        self.begun.emit(len(head))
        self.refresh()

    def _take(self, feed: Feed, answer: Any) -> None:
        self._question, self._took = 0, time.monotonic() - self._asked_at
        if feed is not self._feed:
            return
        self._rows.renew()
        keys = answer
        if feed.rows is None:
            rows = [row for row in answer if feed.only is None or feed.only(row)]
            keys = [feed.key(row) for row in rows]
            self._rows.hold(zip(keys, rows, strict=True))
            joins = feed.more is not None and feed is self._source and bool(keys)
            keys, kept = _joined(keys, list(self._keys)) if joins else (keys, False)
            self._ended = self._ended if kept else feed.more is None or not keys
            self._source = feed
            self._rows.keep_only(keys)
        self._replace(keys)
        self.filled.emit(len(self._keys))
        if self._old:
            self._pause.start(PAUSE_MS)

    def _replace(self, keys: Sequence[Any]) -> None:
        """Other keys: where they only grew at one end, nothing that is looked at moves."""
        at = _grown_at(self._keys, keys)
        if at is None:
            self.beginResetModel()
            self._keys = keys
            self.endResetModel()
        elif len(keys) > len(self._keys):
            self.beginInsertRows(_NOWHERE, at, at + len(keys) - len(self._keys) - 1)
            self._keys = keys
            self.endInsertRows()
        self._repaint(0, len(keys))

    def _append(self, feed: Feed, rows: Sequence[Any]) -> None:
        self._question = 0
        if feed is not self._feed:
            return
        keys = [feed.key(row) for row in rows]
        self._ended = not keys
        if keys:
            self._rows.hold(zip(keys, rows, strict=True))
            self._replace([*self._keys, *keys])
        if self._old:
            self.refresh()

    def _fetch(self, page: int, rows: Callable[[tuple[int, ...]], Query[Any]]) -> None:
        keys = tuple(self._keys[page * PAGE : (page + 1) * PAGE])
        then = partial(self._paged, page, keys, self._rows.generation)
        self._bridge.ask(rows(keys), then, partial(self._page_missed, page, keys))

    def _paged(self, page: int, keys: tuple[Any, ...], generation: int, rows: Sequence[Any]) -> None:
        self._rows.take(page, keys, rows, generation)
        self._repaint(page * PAGE, len(keys))

    def _page_missed(self, page: int, keys: tuple[Any, ...], error: object) -> None:
        self._rows.miss(page, keys)
        self._bridge.failed.emit(error)

    def _missed(self, error: object) -> None:
        self._question = 0
        self._bridge.failed.emit(error)

    def _repaint(self, first: int, count: int) -> None:
        if count and len(self._keys):
            last = min(first + count, len(self._keys)) - 1
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))


def _grown_at(old: Sequence[Any], new: Sequence[Any]) -> int | None:
    """Where the keys stand that are new (0: on top); None when others moved or went, or there were none."""
    fresh = len(new) - len(old)
    if fresh < 0 or not len(old):
        return None
    if new[fresh:] == old:
        return 0
    return len(old) if new[: len(old)] == old else None


def _joined(head: list[Any], known: list[Any]) -> tuple[list[Any], bool]:
    """A growing list: its fresh head with the known rest behind it, and whether they met."""
    if head[-1] not in known:
        return head, False
    return head + known[known.index(head[-1]) + 1 :], True
