"""Lists under every filter and order: the quick ways through the index give what a plain sort would."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries.recordings import Filter, RecordingKeys, RecordingsByKey, RecordingsPage, Sort
from tests.flow.homes import opened, take_in

SORTS: tuple[Sort, ...] = ("received_at", "recorded_at", "name", "bytes", "duration_ms")
FILTERS = (
    Filter(),
    Filter(words="dsj"),
    Filter(words="现场"),
    Filter(words="dsj 现"),
    Filter(words="dsj", kind="photo"),
    Filter(words="dsj", kind="video", item="-"),
    Filter(kind="photo"),
    Filter(words="nothing has this"),
    Filter(words="。！"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("lists")
    names = (
        "{0}/DSJ_{1:06}.jpg", "{0}/DSJ_{1:06}.mp4", "{0}/现场 {1}.wav", "{0}/DSJ 现场 {1}.jpg",
    )  # fmt: skip
    home = place / "home"
    with opened(home) as session:
        for card in ("a", "b", "c"):
            for number, name in enumerate(names):
                path = place / name.format(card, number * 7 % 5)
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(f"{card}{number}".encode() * (1 + number * 31 % 17))
            take_in(session, place / card, everything=False)
    return home


@pytest.mark.parametrize("which", FILTERS, ids=str)
def test_every_order_is_the_order_it_says(home: Path, which: Filter) -> None:
    with opened(home) as session:
        ask = session.desk.ask
        everything = {row.id: row for row in ask(RecordingsPage(limit=1000)).result(10)}
        for sort, descending in itertools.product(SORTS, (True, False)):
            rows = ask(RecordingsPage(which, sort, descending, limit=1000)).result(10)
            assert {row.id for row in rows} == {row.id for row in everything.values() if _fits(row, which)}
            told = [getattr(row, sort) for row in rows]
            assert told == sorted(told, reverse=descending)
            keys = ask(RecordingKeys(which, sort, descending)).result(10)
            assert ask(RecordingKeys(which, sort, descending, most=3)).result(10) == keys[:3]
            by_key = ask(RecordingsByKey(tuple(keys))).result(10)
            assert [row.id for row in by_key if row is not None] == [row.id for row in rows]
            second = ask(RecordingsPage(which, sort, descending, limit=2, offset=2)).result(10)
            assert [row.id for row in second] == [row.id for row in rows[2:4]]


def _fits(row: RecordingRow, which: Filter) -> bool:
    words = which.words.casefold().split()
    if which.words == "。！":
        return False
    if which.kind and row.kind != which.kind:
        return False
    if which.item == "-" and row.item:
        return False
    return which.words == "" or all(word in row.name.casefold() for word in words)
