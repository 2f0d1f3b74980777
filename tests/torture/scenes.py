"""Four scenes of the desk's life to put faults into: receive, derive, seal, release.

In: an empty folder. Out: for each scene a home as it is just before, the card, what the desk is told to do, and what
every byte string ever offered was. A scene is copied for every run, always to the same place.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from recorder_desk.tools.programs import find_programs
from tests.flow.telling import quick_home
from tests.torture.consistent import Told, inconsistencies
from tests.torture.driver import Driver, Ended
from tests.torture.injecting import Fault
from tests.torture.medium import digest_on_medium

KEEPING = ("owed", "receive", "release", "seal")
OWED = (*KEEPING, "describe", "pictures", "proxy")
_SETTLED_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Scene:
    """What is done (`calls`), what a person does afterwards when it was cut short (`again`), and what the desk does
    before that by itself (`owed`)."""

    name: str
    kept: Path
    calls: tuple[tuple[str, ...], ...]
    again: tuple[tuple[str, ...], ...]
    owed: tuple[str, ...] = KEEPING


@dataclass(frozen=True, slots=True)
class Stage:
    """A place where a scene is played again and again: `home` and `card` in it."""

    place: Path
    driver: Driver

    @property
    def home(self) -> Path:
        """The desk's home."""
        return self.place / "home"

    @property
    def card(self) -> Path:
        """The recorder."""
        return self.place / "card"

    def set(self, scene: Scene) -> dict[Path, str]:
        """Put home and card as they were before; what is offered."""
        for each in (self.home, self.card):
            shutil.rmtree(each, ignore_errors=True)
            shutil.copytree(scene.kept / each.name, each)
        return self.offered(self.card)

    @staticmethod
    def offered(card: Path) -> dict[Path, str]:
        """Every file of a card with its SHA-512."""
        return {path: digest_on_medium(path) for path in card.rglob("*") if path.is_file()}

    def play(self, scene: Scene, fault: Fault | None = None, *, point: str = "", without: str = "") -> Ended:
        """Do what the scene says, once."""
        return self.driver.run(
            self.home, *scene.calls, fault=fault, point=point, without=without, places=(self.card,), watched=True
        )

    def recover(self, scene: Scene) -> Ended:
        """Start again as after a crash: what is owed is done; then the person tries again."""
        return self.driver.run(self.home, scene.owed, *scene.again)

    def wrong(self, offered: dict[Path, str], told: Sequence[Told], *, finished: bool) -> list[str]:
        """The question."""
        return inconsistencies(self.home, offered, told, finished=finished)


def receiving(place: Path) -> Scene:
    """A card with twins, empty files and a log, and no home yet: keys, vault and catalogue are made first."""
    card = place / "card"
    chance = random.Random(7)
    contents = {"MOVI0000.mp4": chance.randbytes(70_001), "MOVI0001.mp4": chance.randbytes(2 << 20)}
    contents["again/MOVI9999.mp4"] = contents["MOVI0000.mp4"]
    contents |= {"empty1.mp4": b"", "empty2.mp4": b"", "log-20261123.log": b"on\noff\n"}
    for name, content in contents.items():
        _put(card / name, content)
    quick_home(place / "home", release_recorders=True)
    told = ("receive", "--wait", "5", str(place.parent / "card"))
    return Scene("receive", place, (told,), (told,))


def deriving(place: Path, driver: Driver) -> Scene:
    """A photograph and a film of a second that does not play everywhere: described, pictured, given a proxy."""
    card = place.parent / "card"
    shutil.rmtree(card, ignore_errors=True)
    card.mkdir(parents=True)
    make_photo(card / "PICT0001.jpg")
    make_film(card / "MOVI0001.avi")
    return replace(_received(place, driver, "derive", (OWED,), ()), owed=OWED)


def sealing(place: Path, driver: Driver) -> Scene:
    """A case with three linked recordings."""
    card = place.parent / "card"
    shutil.rmtree(card, ignore_errors=True)
    for number in range(3):
        _put(card / f"MOVI{number:04d}.mp4", f"film {number} ".encode() * 3000)
    scene = _received(place, driver, "seal", (("seal", "TJ-1"),), ())
    home = place / "home"
    rows = driver.run(home, ("recordings",)).told
    calls = [("case", "new", "TJ-1", "--title", "t", "--party", "p")]
    calls += [("link", str(row["id"]), "TJ-1", "--item", "JC-02") for row in rows]
    linked = driver.run(home, OWED, *calls)
    assert linked.status == 0, linked.err
    return scene


def releasing(place: Path, driver: Driver) -> Scene:
    """A card that was received, a twin on it, and a file that is no recording."""
    card = place.parent / "card"
    shutil.rmtree(card, ignore_errors=True)
    for number in range(3):
        _put(card / "DCIM" / f"MOVI{number:04d}.mp4", f"film {number} ".encode() * 3000)
    _put(card / "again.mp4", b"film 0 " * 3000)
    words = ("release", "run", str(card), "--yes")
    return _received(place, driver, "release", (words,), (words,))


def _received(
    place: Path, driver: Driver, name: str, calls: tuple[tuple[str, ...], ...], again: tuple[tuple[str, ...], ...]
) -> Scene:
    card = place.parent / "card"
    home = quick_home(place / "home", release_recorders=True)
    ended = driver.run(home, ("receive", "--wait", "5", str(card)))
    assert ended.status == 0, ended.err
    shutil.copytree(card, place / "card")
    return Scene(name, place, calls, again)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    _settle(path)


def make_photo(path: Path) -> None:
    """A small picture, long settled."""
    _make(path, "testsrc2=s=320x240:d=1", "-frames:v", "1")


def make_film(path: Path) -> None:
    """A second of film that does not play everywhere, long settled."""
    _make(path, "testsrc2=s=160x120:r=10:d=1", "-c:v", "mpeg4")


def _make(path: Path, source: str, *how: str) -> None:
    ffmpeg = find_programs("").ffmpeg
    command = [ffmpeg, "-nostdin", "-v", "error", "-f", "lavfi", "-i", source, *how, path]
    subprocess.run(command, check=True, capture_output=True)
    _settle(path)


def _settle(path: Path) -> None:
    when = time.time() - _SETTLED_SECONDS
    os.utime(path, (when, when))
