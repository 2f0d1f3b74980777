"""Killed at every named step and at random, then `work`: every file exactly once, all three books agree.

SIGKILL stands for the plug of the desk's own process. (A power cut needs file-system images: see the
torture suite.)
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from storage.faultpoints import POINTS
from tests.flow.consistency import digest_of, faults
from tests.flow.desk_process import answer, command, environment, run

RECEIVE = [name for name in POINTS if name.split(".")[0] in ("receive", "publish", "batch", "catalogue", "journal")]
SEAL = [name for name in POINTS if name.split(".")[0] in ("version", "object", "catalogue", "journal")]
RECOVER = [name for name in POINTS if name.startswith("unfinished.")]
KILLED = -signal.SIGKILL


def fill(folder: Path, seed: int, count: int = 5) -> dict[Path, str]:
    """Files of many sizes, among them a twin, two empty ones and a sidecar; long settled."""
    folder.mkdir(parents=True)
    chance = random.Random(seed)
    contents = {f"MOVI{at:04d}.mp4": chance.randbytes(chance.choice((10, 70_000, 1 << 20, 2_500_001)))
                for at in range(count)}  # fmt: skip
    contents["again/MOVI9999.mp4"] = contents["MOVI0001.mp4"]
    contents |= {"empty1.mp4": b"", "empty2.mp4": b"", "log-20261123.log": b"on\noff\n"}
    offered = {}
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (time.time() - 60, time.time() - 60))
        offered[path] = digest_of(path)
    return offered


def finish(home: Path, offered: dict[Path, str]) -> None:
    """After the fault: nothing is wrong; after `work`: nothing is wrong and nothing is owed."""
    assert faults(home, offered, finished=False) == []
    done = run(home, "work")
    assert done.returncode in (0, 1), done.stderr[-2000:]  # 1: damaged media were found, as they should be
    assert faults(home, offered, finished=True) == []


@pytest.mark.parametrize("place", RECEIVE)
def test_kill_during_receive(tmp_path: Path, place: str) -> None:
    """The first commit notes the offer; in the books we die at the one that registers the files."""
    offered = fill(tmp_path / "card", 1)
    which = 2 if place.startswith(("catalogue.", "journal.")) else 1
    done = run(tmp_path / "home", "receive", str(tmp_path / "card"), fault=f"{place}#{which}")
    assert done.returncode == KILLED, f"{place} was never reached: {done.stderr[-1000:]}"
    finish(tmp_path / "home", offered)


def test_kill_before_the_offer_is_noted(tmp_path: Path) -> None:
    """Nothing was promised yet, nothing is ours, and the next try is like the first."""
    offered = fill(tmp_path / "card", 4)
    done = run(tmp_path / "home", "receive", str(tmp_path / "card"), fault="catalogue.before-commit")
    assert done.returncode == KILLED
    assert faults(tmp_path / "home", offered, finished=False) == []
    run(tmp_path / "home", "receive", str(tmp_path / "card"))
    finish(tmp_path / "home", offered)


@pytest.mark.parametrize("place", RECOVER)
def test_kill_during_recovery(tmp_path: Path, place: str) -> None:
    """A second crash, while the first is being recovered from."""
    offered = fill(tmp_path / "card", 2)
    first = run(tmp_path / "home", "receive", str(tmp_path / "card"), fault="publish.renamed#2")
    second = run(tmp_path / "home", "work", fault=place)
    assert (first.returncode, second.returncode) == (KILLED, KILLED)
    finish(tmp_path / "home", offered)


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Path, str]]:
    """A home with a case that is ready to be sealed."""
    folder = tmp_path_factory.mktemp("linked")
    offered = fill(folder / "card", 3)
    home = folder / "home"
    run(home, "receive", str(folder / "card"))
    run(home, "work")
    answer(home, "case", "new", "TJ-1", "--title", "t", "--party", "p")
    for row in answer(home, "recordings")[:3]:
        answer(home, "link", row["id"], "TJ-1", "--item", "JC-02")
    return home, offered


@pytest.mark.parametrize("place", SEAL)
def test_kill_during_seal(tmp_path: Path, linked: tuple[Path, dict[Path, str]], place: str) -> None:
    """Begun is begun: the next `work` finishes it, and the case is sealed once."""
    home = tmp_path / "home"
    shutil.copytree(linked[0], home)
    which = 1 if place.startswith("object.") else 2
    done = run(home, "seal", "TJ-1", fault=f"{place}#{which}")
    assert done.returncode == KILLED, f"{place} was never reached: {done.stderr[-1000:]}"
    finish(home, linked[1])
    assert [row["state"] for row in answer(home, "case", "list")] == ["sealed"]
    checked = run(home, "check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("seed", range(5))
def test_random_kills(tmp_path: Path, seed: int) -> None:
    """Ten kills a home while files keep coming: 50 in all."""
    chance = random.Random(seed)
    home, offered = tmp_path / "home", {}
    answer(home, "status")
    offered |= fill(tmp_path / "first", 100 * seed + 99, count=3)
    began = time.monotonic()
    run(home, "receive", str(tmp_path / "first"))
    whole = time.monotonic() - began
    killed = 0
    for turn in range(25):
        card = tmp_path / f"card{turn}"
        offered |= fill(card, 100 * seed + turn, count=3)
        process = subprocess.Popen(
            command(home, "receive", str(card)), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.3, 1) * whole)
        process.kill()
        killed += process.wait() == KILLED
        assert faults(home, offered, finished=False) == []
        if not _offered(home, card):
            run(home, "receive", str(card))  # killed before the offer was noted: the officer docks again
        if killed == 10:
            break
    assert killed == 10, "the kills came too late to mean anything"
    finish(home, offered)


def _offered(home: Path, card: Path) -> bool:
    entries = answer(home, "journal", "show", "--limit", "1000")
    rows = entries if isinstance(entries, list) else entries["entries"]
    return any(row["fact"] == "OfferOpened" and row["body"]["path"] == str(card) for row in rows)
