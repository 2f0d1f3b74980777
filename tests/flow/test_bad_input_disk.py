"""The disk is full: at every place where that can be noticed, the sentence comes and nothing is lost.

Then room is made, `work` is run, and everything is in exactly once.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.flow.consistency import digest_of, faults
from tests.flow.telling import Told, call, process, quick_home, said, small_disk, tree

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and mounts of POSIX")
MIB = 1 << 20
FULL = frozenset(("home.full", "receive.disk-full", "catalogue.full"))


def fill(card: Path, count: int, size: int, seed: int = 1) -> dict[Path, str]:
    """Settled files of random bytes; path -> digest."""
    card.mkdir()
    chance = random.Random(seed)
    offered = {}
    for number in range(count):
        path = card / f"MOVI{number:04d}.mp4"
        path.write_bytes(chance.randbytes(size))
        os.utime(path, (time.time() - 60, time.time() - 60))
        offered[path] = digest_of(path)
    return offered


def full(told: Told, code: str, offered: dict[Path, str]) -> set[str]:
    """Assert that each file is received or failed with this code, some fail, and it is the environment's doing.

    Returns the names of those that were received."""
    fates = told.fates
    assert fates.keys() == {path.name for path in offered}, told
    assert set(fates.values()) <= {("received", ""), ("twin", ""), ("failed", code)}, fates
    assert ("failed", code) in fates.values(), fates
    assert told.code == 3
    assert "Traceback" not in told.err
    return {name for name, (outcome, _) in fates.items() if outcome == "received"}


def later(home: Path, offered: dict[Path, str], before: dict[bytes, tuple[object, ...]]) -> None:
    """Now that there is room: `work`, and everything is there exactly once, the source as it was."""
    assert faults(home, offered, finished=False) == []
    worked = call(home, "--json", "work", "--patience", "20")
    assert worked.code in (0, 1), worked  # 1: what is described turns out to be no media
    assert faults(home, offered, finished=True) == []
    assert tree(next(iter(offered)).parent) == before


def test_the_vaults_disk_is_too_small(tmp_path: Path) -> None:
    """Noticed before a byte is copied: what fits is received, the rest is owed."""
    offered = fill(tmp_path / "card", 8, 2 * MIB)
    before = tree(tmp_path / "card")
    with small_disk(tmp_path / "disk", "size=9m") as disk:
        home = quick_home(tmp_path / "home", vault_path=str(disk / "vault"))
        told = call(home, "--json", "receive", tmp_path / "card")
        assert len(full(told, "receive.disk-full", offered)) in (3, 4)
        said("receive.disk-full", lambda language: call(home, "--lang", language, "receive", tmp_path / "card"))
        assert faults(home, offered, finished=False) == []
        os.system(f"mount -o remount,size=64m {disk}")
        later(home, offered, before)


def test_no_more_files_fit_on_the_vaults_disk(tmp_path: Path) -> None:
    """Room for bytes but not for names: noticed in the middle of a batch, wherever that is."""
    offered = fill(tmp_path / "card", 12, 10_000)
    before = tree(tmp_path / "card")
    for inodes in (25, 40, 70):
        with small_disk(tmp_path / f"disk{inodes}", f"size=64m,nr_inodes={inodes}") as disk:
            home = quick_home(tmp_path / f"home{inodes}", vault_path=str(disk / "vault"))
            full(call(home, "--json", "receive", tmp_path / "card"), "receive.disk-full", offered)
            os.system(f"mount -o remount,nr_inodes=10000 {disk}")
            later(home, offered, before)


def test_no_room_for_a_batch_at_all(tmp_path: Path) -> None:
    """The very first folder in staging cannot be made: no file is left without its outcome."""
    offered = fill(tmp_path / "card", 3, 10_000)
    before = tree(tmp_path / "card")
    with small_disk(tmp_path / "disk", "size=64m,nr_inodes=200") as disk:
        home = quick_home(tmp_path / "home", vault_path=str(disk / "vault"))
        assert call(home, "status").code == 0
        ballast = use_up_names(disk / "vault.staging")
        told = call(home, "--json", "receive", "--wait", "3", tmp_path / "card")
        assert told.code == 3
        assert told.fates == {"card": ("failed", "receive.disk-full")}
        ballast.pop().unlink()  # enough for the desk to open, not for a batch
        told = call(home, "--json", "receive", "--wait", "3", tmp_path / "card")
        assert full(told, "receive.disk-full", offered) == set()
        for path in ballast:
            path.unlink()
        later(home, offered, before)


def use_up_names(folder: Path) -> list[Path]:
    """Make files until the file system has no name left."""
    made: list[Path] = []
    try:
        while True:
            made.append(folder.parent / f"ballast-{len(made)}")
            made[-1].touch()
    except OSError:
        return made[:-1]


def limited(size: int) -> Callable[[], None]:
    """No file may grow beyond this: a write fails in its middle with EFBIG, for anybody."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [3 * MIB, 18 * MIB])
def test_a_write_fails_in_its_middle(tmp_path: Path, size: int) -> None:
    """Small files are copied in one piece, large ones by two threads: both clean up after themselves."""
    offered = fill(tmp_path / "card", 2, size) | fill(tmp_path / "other", 3, 20_000, seed=2)
    before = tree(tmp_path / "card")
    home = quick_home(tmp_path / "home")
    assert call(home, "status").code == 0
    told = process(home, "--json", "receive", tmp_path / "card", tmp_path / "other", before=limited(2 * MIB))
    received = {line["path"] for line in told.lines if line["outcome"] == "received"}
    assert received == {str(path) for path in offered if path.parent.name == "other"}
    assert {line["code"] for line in told.lines if line["path"] not in received} == {"receive.disk-full"}
    assert told.code == 3
    later(home, offered, before)


@pytest.mark.parametrize("left", [0, 40, 64, 160])
def test_the_disk_of_the_catalogue_is_full(tmp_path: Path, left: int) -> None:
    """The originals have a disk of their own: where they arrive and cannot be entered, they are taken out again."""
    offered = fill(tmp_path / "card", 5, 30_000)
    before = tree(tmp_path / "card")
    with small_disk(tmp_path / "disk", "size=4m") as disk:
        home = quick_home(disk / "home", vault_path=str(tmp_path / "vault"))
        assert call(home, "status").code == 0
        ballast = use_up_room(disk, left << 10)
        told = call(home, "--json", "receive", "--wait", "3", tmp_path / "card")
        assert told.code == 3
        assert set(told.fates.values()) == {("failed", "catalogue.full")}
        assert told.fates.keys() in ({"card"}, {path.name for path in offered})
        assert list((tmp_path / "vault").glob("*/*/*")) == list((tmp_path / "vault").glob("extensions/*/*"))
        said(
            "catalogue.full", lambda language: call(home, "--lang", language, "receive", tmp_path / "card"), "home.full"
        )
        ballast.unlink()
        later(home, offered | _offer_again(home, left, offered), before)


def _offer_again(home: Path, left: int, offered: dict[Path, str]) -> dict[Path, str]:
    """Where not even the offer could be noted, `work` knows nothing of it."""
    if not call(home, "--json", "status").document["folders"]:
        assert left < 64, "the offer was lost"
        assert call(home, "receive", *offered).code == 0
    return offered


@pytest.mark.parametrize("left", [0, 4, 8, 16, 32, 64])
def test_the_disk_is_full_when_the_home_is_made(tmp_path: Path, left: int) -> None:
    """Wherever making it stops, the next start goes on with it."""
    offered = fill(tmp_path / "card", 2, 30_000)
    before = tree(tmp_path / "card")
    with small_disk(tmp_path / "disk", "size=4m") as disk:
        home = quick_home(disk / "home")
        ballast = use_up_room(disk, left << 10)
        told = call(home, "--json", "receive", "--wait", "3", tmp_path / "card")
        assert {code for _, code in told.fates.values()} <= FULL, told
        assert told.code == 3
        said("home.full", lambda language: call(home, "--lang", language, "receive", tmp_path / "card"), *FULL)
        ballast.unlink()
        assert call(home, "--json", "receive", tmp_path / "card").code == 0
        later(home, offered, before)


def use_up_room(disk: Path, left: int) -> Path:
    """Fill a disk but for so many bytes."""
    ballast = disk / "ballast"
    room = os.statvfs(disk)
    ballast.write_bytes(bytes(room.f_bavail * room.f_frsize - left))
    return ballast
