"""Several source devices are read at once, one device sequentially; small files share their flush and their commit."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from recorder_desk.commands.dock import OfferPath
from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.recording import Origin
from recorder_desk.ports import Report, Staged
from recorder_desk.tools.docking import FileDock
from storage import platform_posix
from storage.batch import OcflBatch
from storage.work import SqliteUnit, SqliteWork
from tests.flow.consistency import digest_of, faults
from tests.flow.homes import opened
from tests.flow.telling import quick_home, small_disk
from ui.session import Session

PAUSE = 0.02


class Readers:
    """Who reads at the same time: every copy of a file takes a moment, and is counted by its folder."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, together: int) -> None:
        """`together`: so many folders are expected at once; the first files wait for one another."""
        self.most: Counter[str] = Counter()
        self.met = threading.Event()
        self._now: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._together = together
        self._take_in = OcflBatch.take_in
        counted = lambda batch, source, origin, report: self._counted(batch, source, origin, report)  # noqa: E731
        monkeypatch.setattr(OcflBatch, "take_in", counted)

    def _counted(self, batch: OcflBatch, source: DockedFile, origin: Origin, report: Report) -> Staged:
        card = Path(source.path).parent.parent.name
        with self._lock:
            self._now[card] += 1
            self.most[card] = max(self.most[card], self._now[card])
            self.most["all"] = max(self.most["all"], self._now.total())
            if len([each for each in self._now if self._now[each]]) >= self._together:
                self.met.set()
        try:
            self.met.wait(5)  # generous: it fails only where the others never come
            time.sleep(PAUSE)
            return self._take_in(batch, source, origin, report)
        finally:
            with self._lock:
                self._now[card] -= 1


def fill(card: Path, folders: int, count: int) -> dict[Path, str]:
    """Settled files in several folders of one device."""
    offered = {}
    for folder in range(folders):
        for number in range(count):
            path = card / f"DCIM{folder}" / f"MOVI{number}.mp4"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(os.urandom(20_000))
            os.utime(path, (time.time() - 60, time.time() - 60))
            offered[path] = digest_of(path)
    return offered


def receive_all(session: Session, folders: list[Path]) -> None:
    for folder in folders:
        session.desk.do(OfferPath(str(folder)), session.actor).result(30)
    session.lanes.start(frozenset({"receive"}))
    assert session.lanes.wait_idle(patience=20)


@contextmanager
def two_cards(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """Two source devices: file systems of their own where that can be had, else told to be."""
    cards = [tmp_path / "card1", tmp_path / "card2"]
    with ExitStack() as mounts:
        if kind == "mounted":
            for card in cards:
                mounts.enter_context(small_disk(card, "size=8m"))
        else:
            monkeypatch.setattr(
                FileDock, "device_of", lambda dock, path: f"dev:{path.removeprefix(str(tmp_path)).split('/')[1]}"
            )
        yield cards


@pytest.mark.parametrize("kind", ["told", "mounted"])
def test_two_devices_are_read_at_once_and_each_of_them_sequentially(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    with two_cards(tmp_path, kind, monkeypatch) as cards:
        offered = {path: digest for card in cards for path, digest in fill(card, 3, 4).items()}
        readers = Readers(monkeypatch, together=2)
        with opened(quick_home(tmp_path / "home")) as session:
            receive_all(session, [card / f"DCIM{folder}" for folder in range(3) for card in cards])
        assert readers.met.is_set(), "the second device waited for the first"
        assert readers.most == {"card1": 1, "card2": 1, "all": 2}
        assert faults(tmp_path / "home", offered, finished=True) == []


def test_one_device_is_read_sequentially_however_many_folders_are_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = fill(tmp_path / "card", 5, 3)
    readers = Readers(monkeypatch, together=1)
    with opened(quick_home(tmp_path / "home")) as session:
        receive_all(session, [tmp_path / "card" / f"DCIM{folder}" for folder in range(5)])
    assert readers.most == {"card": 1, "all": 1}
    assert faults(tmp_path / "home", offered, finished=True) == []


def test_no_more_devices_at_once_than_there_are_lanes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        FileDock, "device_of", lambda dock, path: f"dev:{path.removeprefix(str(tmp_path)).split('/')[1]}"
    )
    offered = {path: digest for card in range(6) for path, digest in fill(tmp_path / f"card{card}", 1, 3).items()}
    readers = Readers(monkeypatch, together=4)
    with opened(quick_home(tmp_path / "home")) as session:
        receive_all(session, [tmp_path / f"card{card}" for card in range(6)])
    assert readers.met.is_set()
    assert readers.most["all"] == 4
    assert faults(tmp_path / "home", offered, finished=True) == []


class Points:
    """Counts what makes bytes last: flushes of a file system or file, and transactions by what is in them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: Counter[str] = Counter()
        self.facts: list[Counter[str]] = []
        call, fsync, record, transaction = platform_posix._call, os.fsync, SqliteUnit.record, SqliteWork.transaction
        monkeypatch.setattr(platform_posix, "_call", lambda name, *words: (self.counted(name), call(name, *words))[1])
        monkeypatch.setattr(os, "fsync", lambda fd: (self.counted("fsync"), fsync(fd))[1])
        monkeypatch.setattr(SqliteWork, "transaction", lambda work: (self.counted("commit"), transaction(work))[1])
        monkeypatch.setattr(
            SqliteUnit, "record", lambda unit, facts, notice: (self.noted(facts), record(unit, facts, notice))[1]
        )

    def counted(self, name: str) -> int:
        self.calls[name] += 1
        return self.calls[name]

    def noted(self, facts: list[object]) -> int:
        self.facts.append(Counter(type(fact).__name__ for fact in facts))
        return len(facts)


@pytest.mark.skipif(sys.platform == "win32", reason="syncfs and fsync are POSIX")
@pytest.mark.parametrize("syncfs", [True, False])
def test_many_small_files_share_one_durability_point_and_one_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, syncfs: bool
) -> None:
    if syncfs and not platform_posix.syncfs_reports():
        pytest.skip("this system has no syncfs that reports errors")
    monkeypatch.setattr(platform_posix, "syncfs_reports", lambda: syncfs)
    offered = fill(tmp_path / "card", 3, 100)
    with opened(quick_home(tmp_path / "home")) as session:
        points = Points(monkeypatch)
        receive_all(session, [tmp_path / "card"])
    received = [facts for facts in points.facts if facts["RecordingReceived"]]
    assert received == [{"RecordingReceived": 300, "NamesRead": 1}], "one transaction holds them all"
    assert points.calls["commit"] <= 4, points.calls  # the offer, the files, the offer's end
    if syncfs:
        assert 1 <= points.calls["syncfs"] <= 4, points.calls  # files; the root's folders; staging
        assert points.calls["fsync"] <= 6, points.calls  # the journal's mirror, at the end
    else:
        assert points.calls["fsync"] >= 300, "without syncfs each file has its own"
    assert faults(tmp_path / "home", offered, finished=True) == []


def test_a_large_card_is_several_batches_each_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch ends at 64 MiB: what went before is safe while the rest is being copied."""
    offered: dict[Path, str] = {}
    (tmp_path / "card").mkdir()
    for number in range(4):
        path = tmp_path / "card" / f"{number}.mp4"
        path.write_bytes(os.urandom(1 << 20) * 40)
        os.utime(path, (time.time() - 60, time.time() - 60))
        offered[path] = digest_of(path)
    with opened(quick_home(tmp_path / "home")) as session:
        points = Points(monkeypatch)
        receive_all(session, [tmp_path / "card"])
    sizes = [facts["RecordingReceived"] for facts in points.facts if facts["RecordingReceived"]]
    assert sizes == [1, 1, 1, 1]
    assert faults(tmp_path / "home", offered, finished=True) == []
