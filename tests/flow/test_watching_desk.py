"""A running desk and its drop folders: what lies there at start, what still grows, what is not finished by its name."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recorder_desk.commands.dock import AddDropFolder
from recorder_desk.domain.docked import DockState, FileOutcome
from recorder_desk.domain.happening import Happening
from recorder_desk.domain.names import shown_path
from recorder_desk.queries.dock import DockStates, DockTroubles
from tests.flow.consistency import digest_of, faults
from tests.flow.homes import opened
from tests.flow.telling import quick_home
from ui.session import Session

SETTLE = 0.4
RESCAN = 300.0  # what is seen sooner than this was seen because the system told


class Desk:
    """A desk that watches one folder, and all that it told."""

    def __init__(self, session: Session, drop: Path) -> None:
        self.session, self.drop = session, drop
        self.told: list[tuple[float, Happening]] = []
        self._heard = threading.Condition()
        session.desk.watch(self._hear)
        session.lanes.start()

    def _hear(self, happening: Happening) -> None:
        with self._heard:
            self.told.append((time.monotonic(), happening))
            self._heard.notify_all()

    def until(self, fits: Callable[[Happening], bool], seconds: float = 20.0) -> float:
        """When something was told first (monotonic); waits for it."""
        with self._heard:
            found = self._heard.wait_for(lambda: [at for at, each in self.told if fits(each)], seconds)
            assert found, f"never told; but {[each for _, each in self.told if isinstance(each, FileOutcome)]}"
            return found[0]

    def outcome(self, path: Path, outcome: str, code: str = "") -> float:
        """When this file was told to have this outcome."""
        name = shown_path(path)
        return self.until(
            lambda each: isinstance(each, FileOutcome) and (each.path, each.outcome, each.code) == (name, outcome, code)
        )

    def outcomes(self, path: Path) -> list[tuple[str, str]]:
        """Every outcome told of a file, without repetitions in a row."""
        told = [each for _, each in self.told if isinstance(each, FileOutcome) and each.path == shown_path(path)]
        pairs = [(each.outcome, each.code) for each in told]
        return [pair for at, pair in enumerate(pairs) if not at or pairs[at - 1] != pair]

    def card(self) -> DockState:
        """The folder as its card shows it now."""
        (state,) = self.session.desk.ask(DockStates()).result(10)
        return state


@contextmanager
def watching(tmp_path: Path, drop: Path) -> Iterator[Desk]:
    home = quick_home(tmp_path / "home", settle_seconds=SETTLE, rescan_seconds=RESCAN)
    with opened(home) as session:
        session.desk.do(AddDropFolder(str(drop)), session.actor).result(10)
        yield Desk(session, drop)


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


def old(path: Path, size: int = 20_000) -> Path:
    """A file that was there long before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(size))
    os.utime(path, (time.time() - 60, time.time() - 60))
    return path


def finished(desk: Desk, *paths: Path) -> None:
    """Nothing is owed, and these are what we have."""
    desk.session.lanes.wait_idle(patience=10)
    assert faults(desk.session.home.path, {path: digest_of(path) for path in paths}, finished=True) == []


def test_what_lies_there_at_start_is_found(tmp_path: Path, drop: Path) -> None:
    here = [old(drop / "a.mp4"), old(drop / "DCIM" / "100" / "b.mp4")]
    with watching(tmp_path, drop) as desk:
        for path in here:
            desk.outcome(path, "received")
        desk.until(lambda each: isinstance(each, DockState) and each.phase == "safe")
        assert (desk.card().received, desk.card().waiting, desk.card().failed) == (2, 0, 0)
        finished(desk, *here)


def test_what_came_while_the_desk_was_closed_is_found_at_the_next_start(tmp_path: Path, drop: Path) -> None:
    first = old(drop / "a.mp4")
    with watching(tmp_path, drop) as desk:
        desk.outcome(first, "received")
    second = old(drop / "b.mp4")
    with watching(tmp_path, drop) as desk:
        desk.outcome(second, "received")
        finished(desk, first, second)
        assert desk.outcomes(first) == [], "what was received is not told again"
        assert desk.card().known == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of every writer")
def test_a_file_still_growing_waits_says_so_and_is_taken_when_it_has_settled(tmp_path: Path, drop: Path) -> None:
    path = drop / "growing.mp4"
    with watching(tmp_path, drop) as desk:
        with open(path, "wb") as writer:
            until = time.monotonic() + 4 * SETTLE
            while time.monotonic() < until:
                writer.write(os.urandom(50_000))
                writer.flush()
                time.sleep(0.05)
            desk.outcome(path, "waiting", "dock.still-growing")
            assert desk.card().phase == "waiting"
            assert (desk.card().waiting, desk.card().last_code) == (1, "dock.still-growing")
            time.sleep(3 * SETTLE)  # its size stands still, but its writer holds it open
            assert desk.outcomes(path) == [("waiting", "dock.still-growing")]
        closed = time.monotonic()
        received = desk.outcome(path, "received")
        assert received - closed < 10, "it waited for the next rescan"
        assert desk.outcomes(path) == [("waiting", "dock.still-growing"), ("received", "")]
        finished(desk, path)


def test_a_file_written_again_and_again_is_not_taken_before_it_stands_still(tmp_path: Path, drop: Path) -> None:
    """Each writer closes it: only the time it stands still tells that it is done."""
    path = drop / "pieces.mp4"
    with watching(tmp_path, drop) as desk:
        for _ in range(10):
            with open(path, "ab") as writer:
                writer.write(os.urandom(10_000))
            time.sleep(SETTLE / 4)
        last = path.stat().st_mtime
        desk.outcome(path, "received")
        assert time.time() - last >= SETTLE
        finished(desk, path)  # held once, whole: no earlier, shorter state of it was taken


def test_temporary_names_are_left_and_reported_and_taken_once_they_have_their_own(tmp_path: Path, drop: Path) -> None:
    names = ("a.mp4.part", "b.mp4.tmp", "~c.mp4", ".d.mp4", "e.mp4~")
    paths = [old(drop / name) for name in names]
    with watching(tmp_path, drop) as desk:
        for path in paths:
            desk.outcome(path, "refused", "dock.temporary-name")
        desk.until(lambda each: isinstance(each, DockState) and each.left_alone == len(names))
        assert desk.card().received == 0
        for path in paths:
            assert desk.outcomes(path) == [("refused", "dock.temporary-name")]
        final = [path.rename(drop / f"final{at}.mp4") for at, path in enumerate(paths)]
        for path in final:
            desk.outcome(path, "received")
        finished(desk, *final)
        assert desk.session.desk.ask(DockTroubles(10)).result(10) == (), "a temporary name is no trouble"


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be moved there")
def test_a_folder_that_goes_and_comes_back(tmp_path: Path, drop: Path) -> None:
    """A recorder is unplugged: said to be gone; plugged in again, it is gone on with."""
    first = old(drop / "a.mp4")
    with watching(tmp_path, drop) as desk:
        desk.outcome(first, "received")
        away = drop.rename(tmp_path / "away")
        desk.session.lanes.poke()
        desk.session.lanes._woken(str(drop))
        desk.until(lambda each: isinstance(each, DockState) and each.phase == "gone")
        assert desk.card().last_code == "dock.folder-missing"
        second = old(away / "b.mp4")
        shutil.move(away, drop)
        desk.outcome(drop / second.name, "received")
        finished(desk, first, drop / second.name)
