"""E: the disk is full, in forty sizes: twenty-five of the vault's, ten of the home's, five of the derivatives'.

Whatever did not fit is told as that, what is called safe is safe, and once there is room all is done.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

import pytest

from tests.flow.consistency import digest_of
from tests.flow.telling import Told, call, quick_home, small_disk
from tests.recorder_desk.tools.films import film
from tests.torture.consistent import assert_consistent
from tests.torture.disks import run
from tests.torture.scope import FULL

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="disks in memory are Linux")
VAULTS = range(64, 2314, 90)  # KiB: from no room for an empty vault to room for all but the last file
HOMES = (16, 40, 120, 200, 260, 320, 360, 400, 420, 432)
DERIVATIVES = (4, 16, 48, 96, 120)
SIZES = (0, 900, 40_000, 300_000, 1 << 20, 7, 600_000, 250_000)
NO_ROOM = {"receive.disk-full", "home.full", "catalogue.full"}


def _fill(card: Path) -> dict[Path, str]:
    card.mkdir()
    offered = {}
    for number, size in enumerate(SIZES):
        path = card / f"MOVI{number:04d}.mp4"
        path.write_bytes(random.Random(number).randbytes(size))
        os.utime(path, (time.time() - 60, time.time() - 60))
        offered[path] = digest_of(path)
    return offered


def _told_as_full(told: Told, size: int) -> bool:
    """Assert that what failed failed for want of room, and whether anything did."""
    assert "Traceback" not in told.err, told.err
    codes = {str(line["code"]) for line in told.lines if line["outcome"] == "failed"}
    assert codes <= NO_ROOM, (size, told)
    assert {line["outcome"] for line in told.lines} <= {"received", "failed"}, (size, told)
    assert told.code == (3 if codes else 0), (size, told)
    return bool(codes)


def _with_room(home: Path, offered: dict[Path, str], told: Told) -> None:
    """Now there is room: offered again, everything is in, once."""
    assert_consistent(home, offered, told.lines, finished=False)
    again = call(home, "--json", "receive", "--wait", "5", next(iter(offered)).parent)
    assert again.code == 0, again
    assert_consistent(home, offered, [*told.lines, *again.lines], finished=True)


@pytest.mark.parametrize("size", list(VAULTS)[:25] if FULL else [244, 1414])
def test_the_vaults_disk(tmp_path: Path, size: int) -> None:
    offered = _fill(tmp_path / "card")
    with small_disk(tmp_path / "disk", f"size={size}k") as disk:
        home = quick_home(tmp_path / "home", vault_path=str(disk / "vault"))
        told = call(home, "--json", "receive", "--wait", "1", tmp_path / "card")
        assert _told_as_full(told, size), "it was not full"
        run("mount", "-o", "remount,size=64m", disk)
        _with_room(home, offered, told)


@pytest.mark.parametrize("size", HOMES if FULL else HOMES[2:4])
def test_the_homes_disk(tmp_path: Path, size: int) -> None:
    """The catalogue, the journal, the keys, and what SQLite keeps beside them."""
    offered = _fill(tmp_path / "card")
    with small_disk(tmp_path / "disk", f"size={size}k") as disk:
        home = quick_home(disk / "home", vault_path=str(tmp_path / "vault"))
        told = call(home, "--json", "receive", "--wait", "1", tmp_path / "card")
        assert _told_as_full(told, size), "it was not full"
        run("mount", "-o", "remount,size=64m", disk)
        _with_room(home, offered, told)


@pytest.mark.parametrize("size", DERIVATIVES if FULL else DERIVATIVES[2:3])
def test_the_disk_of_pictures_and_proxies(tmp_path: Path, size: int) -> None:
    """Originals are not concerned, no attempt is used up, and all is made when there is room."""
    (tmp_path / "card").mkdir()
    path = film(tmp_path / "card" / "MOVI0001.mkv", seconds=3)
    os.utime(path, (time.time() - 60, time.time() - 60))
    offered, home = {path: digest_of(path)}, quick_home(tmp_path / "home")
    with small_disk(home / "derivatives", f"size={size}k") as disk:
        told = call(home, "--json", "receive", "--wait", "5", tmp_path / "card")
        assert told.code == 0, told
        worked = call(home, "--json", "work", "--patience", "0")
        assert (worked.code, "media.disk-full" in worked.out + worked.err) == (3, True), worked
        assert "Traceback" not in worked.err, worked.err
        assert_consistent(home, offered, told.lines, finished=False)
        run("mount", "-o", "remount,size=64m", disk)
        worked = call(home, "--json", "work", "--patience", "60")
        assert worked.code == 0, worked
        assert_consistent(home, offered, told.lines, finished=True)
        (row,) = call(home, "--json", "recordings").document
        assert row["state"] == "ready", row
