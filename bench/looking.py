"""Listing and searching a large catalogue, against a plain SQL `LIKE` scan of its rows, and against a tenth of it.

In: a catalogue of so many recordings, and one of a tenth as many. Out: the first page of the list, search, the
counts of the facets, and the list under the hand (`bench/scrolling.py`).
Ours is what the window asks: the head of the keys that match, then its rows, through the desk and its
reader threads; and, by itself, the keys of all that match, which the scroll bar waits for. The peer asks
the same tables for the same first page with `LIKE '%word%'`.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench import scrolling
from bench.catalogue import kept_home
from bench.figures import Aim, Figure, Series
from bench.happened import ACTS, FIRMS, STREETS
from bench.scale import Scale
from bench.sources import clear
from recorder_desk.config import Home
from recorder_desk.queries.recordings import Filter, RecordingFacets, RecordingKeys, RecordingsByKey, Sort
from ui.front_door import open_session
from ui.session import Session
from ui.window.row_cache import PAGE

LIKE, BARE = "SQL LIKE '%word%'", f"SELECT … ORDER BY … LIMIT {PAGE}"
_LINKED = "SELECT l.recording FROM links l JOIN cases c ON c.id = l.case_id WHERE l.unlinked_at = ''"
_SCAN = (
    "SELECT * FROM recordings r WHERE (r.name LIKE ?1 OR r.path LIKE ?1 OR r.id IN"
    f" ({_LINKED} AND (c.number LIKE ?1 OR c.title LIKE ?1 OR c.party LIKE ?1 OR l.item LIKE ?1)))"
    f" ORDER BY r.received_at DESC, r.key DESC LIMIT {PAGE}"
)
SORTS: tuple[tuple[Sort, bool], ...] = (
    ("received_at", True), ("recorded_at", True), ("name", False), ("bytes", True), ("duration_ms", True),
)  # fmt: skip


def words() -> list[str]:
    """What people look for: one, two and three characters, whole names, Latin words and numbers."""
    chinese = [text[:size] for text in (*STREETS, *FIRMS) for size in (1, 2, 3)]
    whole = [*STREETS[:3], *FIRMS[:3], *ACTS, "宏达机械制造有限公司", "执法记录仪 07", "〔2025〕第00", "不存在的词"]
    latin = ["d", "dsj", "DSJ_0000", "mp4", "jpg", "20240", "202405", "100123", "JC-0", "0712", "wav", "zzz", "9", "42"]
    return list(dict.fromkeys((*chinese, *whole, *latin)))


def measure(place: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """First page in every order, search by many words, counts, scrolling; each also against a tenth of it."""
    homes = []
    for name, recordings in (("tenth", scale.recordings // 10), ("home", scale.recordings)):
        say(f"making a catalogue of {recordings} recordings")
        homes.append(kept_home(place / name, recordings))
    few, many = homes
    connection = sqlite3.connect(f"{Home(many).catalogue.as_uri()}?mode=ro", uri=True)
    try:
        with contextmanager(open_session)(Home(few), "look") as session:
            before = _answers(session, scale)
        with contextmanager(open_session)(Home(many), "look") as session:
            figures = list(_figures(session, connection, scale))
            figures += _growth(_answers(session, scale), before, scale)
        return figures + scrolling.figures(many, few, scale)
    finally:
        connection.close()
        clear(place)


def _answers(session: Session, scale: Scale) -> dict[tuple[str, str], Series]:
    """What the window asks, each question's median in seconds."""

    def asked(questions: Sequence[Callable[[], object]]) -> Series:
        return Series(tuple(median(_seconds(each) for _ in range(scale.asked)) for each in questions))

    return {
        ("listing", "first page"): asked([lambda s=s, d=d: first_page(session, Filter(), s, d) for s, d in SORTS]),
        ("search", "first page"): asked([lambda w=w: first_page(session, Filter(words=w)) for w in words()]),
        ("facets", "all counts"): asked([lambda w=w: _counts(session, w) for w in ("", *words()[::9])]),
    }


def _growth(
    now: dict[tuple[str, str], Series], before: dict[tuple[str, str], Series], scale: Scale
) -> Iterator[Figure]:
    """How much longer the same takes among ten times as many."""
    what, peer = f"{scale.recordings} recordings", f"the same among {scale.recordings // 10}"
    for (name, asked), ours in now.items():
        yield Figure(name, f"{asked}, growth to {what}", peer, ours, before[name, asked], None, "ms")


def _figures(session: Session, connection: sqlite3.Connection, scale: Scale) -> Iterator[Figure]:
    what = f"{scale.recordings} recordings"

    def bare(sort: Sort, descending: bool) -> Callable[[], object]:
        way = "DESC" if descending else "ASC"
        sql = f"SELECT * FROM recordings ORDER BY {sort} {way}, key {way} LIMIT {PAGE}"
        return lambda: connection.execute(sql).fetchall()

    pages = [(lambda s=sort, d=down: first_page(session, Filter(), s, d), bare(sort, down)) for sort, down in SORTS]
    yield _figure("listing", f"first page, {len(SORTS)} orders, {what}", BARE, pages, Aim(0.050, "worst"), scale)

    whole = [(lambda s=sort, d=down: everything(session, Filter(), s, d), bare(sort, down)) for sort, down in SORTS]
    yield _figure("listing", f"all keys, {len(SORTS)} orders, {what}", BARE, whole, None, scale)

    def scan(word: str) -> Callable[[], object]:
        return lambda: connection.execute(_SCAN, (f"%{word}%",)).fetchall()

    for few, asked in _by_yield(session, scale.recordings).items():
        searches = [(lambda w=word: first_page(session, Filter(words=w)), scan(word)) for word in asked]
        said = f"{len(searches)} queries, {'a tenth or less' if few else 'more than a tenth'} of {what} match"
        yield _figure("search", f"first page, {said}", LIKE, searches, Aim(0.020, "p95"), scale)
        counts = [(lambda w=word: everything(session, Filter(words=w)), scan(word)) for word in asked]
        yield _figure("search", f"all keys, {said}", LIKE, counts, None, scale)
    counted = [(lambda w=word: _counts(session, w), scan(word)) for word in ("", *words()[::9])]
    yield _figure("facets", f"all counts, {len(counted)} queries, {what}", LIKE, counted, Aim(0.100, "p95"), scale)


def _by_yield(session: Session, recordings: int) -> dict[bool, list[str]]:
    """The words that at most a tenth of the recordings have, and those that more have."""
    found: dict[bool, list[str]] = {True: [], False: []}
    for word in words():
        count = len(session.desk.ask(RecordingKeys(Filter(words=word))).result())
        found[count <= recordings / 10].append(word)
    return found


def _counts(session: Session, words: str) -> object:
    return session.desk.ask(RecordingFacets(Filter(words=words))).result()


def first_page(session: Session, which: Filter, sort: Sort = "received_at", descending: bool = True) -> object:
    """The first keys of what matches, then their rows: as the window fills its list."""
    keys = session.desk.ask(RecordingKeys(which, sort, descending, PAGE)).result()
    return session.desk.ask(RecordingsByKey(tuple(keys))).result()


def everything(session: Session, which: Filter, sort: Sort = "received_at", descending: bool = True) -> object:
    """The keys of all that match, which the window asks for after the first page."""
    return session.desk.ask(RecordingKeys(which, sort, descending)).result()


def _figure(
    name: str,
    what: str,
    peer: str,
    pairs: Sequence[tuple[Callable[[], object], Callable[[], object]]],
    aim: Aim | None,
    scale: Scale,
) -> Figure:
    """Ours asked several times, its median counts; the peer between them once, for a scan takes long."""
    ours, theirs = [], []
    for mine, other in pairs:
        theirs.append(_seconds(other))
        ours.append(median(_seconds(mine) for _ in range(scale.asked)))
    return Figure(name, what, peer, Series(tuple(ours)), Series(tuple(theirs)), aim, "ms")


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began
