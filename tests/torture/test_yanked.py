"""D: a recorder is pulled out while it is read, and the vault's disk while it is written.

Ten moments on ext4 and on xfs (the file system is shut down under the desk), three on exFAT (its FUSE program is
killed): twenty-three cards, and four vaults. The desk goes on, calls nothing safe that it does not hold, and receives
the rest when the recorder comes again.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from recorder_desk.commands.dock import OfferPath
from recorder_desk.domain.docked import DockState
from recorder_desk.domain.happening import Happening
from recorder_desk.tools import mounts
from storage import batch, copying
from tests.flow.consistency import digest_of
from tests.flow.homes import opened
from tests.flow.telling import call, quick_home
from tests.torture.consistent import assert_consistent
from tests.torture.disks import Disk, device_name, disk
from tests.torture.scope import FULL

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="disks on loop devices are POSIX")
SIZES = (300, 1 << 20, (6 << 20) + 7, 0, (3 << 20) + 1)
CHUNKS = sum(-(-size // (1 << 20)) for size in SIZES)
MOMENTS = [("ext4", each) for each in range(1, CHUNKS)][:10] + [("xfs", each) for each in range(1, CHUNKS)][:10]
MOMENTS += [("exfat", each) for each in (1, 4, 9)]
QUICK = [("ext4", 5), ("xfs", 2), ("exfat", 4)]
GONE = {"receive.source-gone", "receive.source-unreadable", "receive.source-changed", "dock.folder-unreadable"}
GONE |= {"dock.folder-missing", "dock.unreadable"}


@pytest.fixture(autouse=True)
def _known_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recorder that comes again is the one that went."""
    monkeypatch.setattr(mounts, "device_name", device_name)


def _fill(folder: Path) -> dict[Path, str]:
    """Films of several sizes; path -> digest."""
    folder.mkdir()
    offered = {}
    for number, size in enumerate(SIZES):
        path = folder / f"MOVI{number:04d}.mp4"
        path.write_bytes(random.Random(number).randbytes(size))
        os.utime(path, (time.time() - 60, time.time() - 60))
        offered[path] = digest_of(path)
    return offered


def _at_chunk(monkeypatch: pytest.MonkeyPatch, number: int, then: Callable[[], None]) -> list[int]:
    """Do it when so many chunks of all files together were written; the list holds how many were."""
    told = [0]

    def point(name: str) -> None:
        if name == "receive.first-chunk":
            told[0] += 1
            if told[0] == number:
                then()

    monkeypatch.setattr(copying, "point", point)
    return told


@pytest.mark.parametrize(("kind", "moment"), MOMENTS if FULL else QUICK)
def test_a_recorder_is_pulled_while_it_is_read(
    tmp_path: Path, kind: str, moment: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with disk(kind, tmp_path, "card") as card:
        home, docked = quick_home(tmp_path / "home"), card.place / "DCIM"
        offered = _fill(docked)
        card.again()  # nothing of it is in memory
        with monkeypatch.context() as patched:
            reached = _at_chunk(patched, moment, card.yank)
            told = call(home, "--json", "receive", "--wait", "1", docked)
        assert reached[0] >= moment, "the moment never came"
        assert "Traceback" not in told.err
        failed = {str(line["code"]) for line in told.lines if line["outcome"] != "received"}
        assert failed <= GONE, told
        assert told.code in (1, 3) or not failed
        card.again()
        assert_consistent(home, offered, told.lines, finished=False)
        again = call(home, "--json", "receive", "--wait", "5", docked)
        assert again.code == 0, again
        assert_consistent(home, offered, [*told.lines, *again.lines], finished=True)


def test_its_card_is_never_called_safe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole desk with its window's happenings: from the pull to the return no state says safe."""
    with disk("ext4", tmp_path, "card") as card:
        home, docked = quick_home(tmp_path / "home"), card.place / "DCIM"
        offered = _fill(docked)
        card.again()
        told: list[DockState] = []

        def hear(happening: Happening) -> None:
            if isinstance(happening, DockState):
                told.append(happening)

        with monkeypatch.context() as patched, opened(home) as session:
            _at_chunk(patched, 3, card.yank)
            session.desk.watch(hear)
            session.desk.do(OfferPath(str(docked)), session.actor).result(30)
            session.lanes.start(frozenset({"receive"}))
            session.lanes.wait_idle(patience=1)
        assert told and "safe" not in {each.phase for each in told}
        assert told[-1].phase in ("failed", "gone", "waiting")
        card.again()
        assert_consistent(home, offered, finished=False)


@pytest.fixture(params=["ext4", "xfs"] if FULL else ["xfs"])
def vault_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """A disk for the vault alone."""
    with disk(str(request.param), tmp_path, "vault-disk") as made:
        yield made


VAULT_MOMENTS = ("receive.first-chunk", "publish.intent-written", "publish.renamed")


@pytest.mark.parametrize("reached", VAULT_MOMENTS if FULL else VAULT_MOMENTS[2:])
def test_the_vaults_disk_goes_while_it_is_written(
    tmp_path: Path, vault_disk: Disk, reached: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is told to be safe but what is, and when the disk is back all is received."""
    offered = _fill(tmp_path / "card")
    home = quick_home(tmp_path / "home", vault_path=str(vault_disk.place / "vault"))
    left = [1]

    def point(name: str) -> None:
        if name == reached and left and left.pop():
            vault_disk.yank()

    with monkeypatch.context() as patched:
        patched.setattr(copying, "point", point)
        patched.setattr(batch, "point", point)
        told = call(home, "--json", "receive", "--wait", "1", tmp_path / "card")
    assert not left, "the moment never came"
    assert told.code in (1, 3), told
    vault_disk.again()
    assert_consistent(home, offered, told.lines, finished=False)
    again = call(home, "--json", "receive", "--wait", "5", tmp_path / "card")
    assert again.code == 0, again
    assert_consistent(home, offered, [*told.lines, *again.lines], finished=True)
