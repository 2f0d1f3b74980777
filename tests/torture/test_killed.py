"""C: the whole desk, killed at random moments while it receives from two recorders, describes what came, and is read.

After every kill the question is asked; the next start goes on with what is owed. After ten kills everything is
finished, and the question is asked once more.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.flow.telling import quick_home
from tests.torture.consistent import Told, inconsistencies
from tests.torture.driver import Driver, driven
from tests.torture.medium import digest_on_medium
from tests.torture.scenes import make_film, make_photo
from tests.torture.scope import FULL, Figures

HOMES = 20 if FULL else 1
KILLS = 10 if FULL else 6
ROUNDS = 25


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A photograph and a film that is owed a proxy: small, and real."""
    folder = tmp_path_factory.mktemp("media")
    make_photo(folder / "PICT.jpg")
    make_film(folder / "MOVI.avi")
    return [folder / "PICT.jpg", folder / "MOVI.avi"]


@pytest.fixture(scope="module")
def reader() -> Iterator[Driver]:
    with driven() as reader:
        yield reader


def docked(card: Path, turn: int, media: list[Path], chance: random.Random) -> dict[Path, str]:
    """Two more files on a recorder: one that can be shown, one of any size; now and then bytes from before."""
    card.mkdir(exist_ok=True)
    offered = {}
    shown = chance.choice(media)
    contents = {
        f"{turn:03d}-{shown.name}": shown.read_bytes() + chance.randbytes(8),
        f"{turn:03d}-MOVI.mp4": b"again" * 999
        if turn % 5 == 4
        else chance.randbytes(chance.choice((10, 70_000, 3 << 20))),
    }
    for name, content in contents.items():
        path = card / name
        path.write_bytes(content)
        os.utime(path, (time.time() - 60, time.time() - 60))
        offered[path] = digest_on_medium(path)
    return offered


@contextmanager
def looked_at(reader: Driver, home: Path, looks: list[int]) -> Iterator[None]:
    """Somebody reads all the while."""
    over = Event()

    def look() -> None:
        while not over.is_set():
            if (home / "catalogue.db").exists():
                looks.append(reader.run(home, ("recordings",), ("status",)).status)
            over.wait(0.05)

    thread = Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("number", range(HOMES))
def test_killed_under_load(
    driver: Driver,
    reader: Driver,
    place: Path,
    tmp_path: Path,
    media: list[Path],
    number: int,
    record_property: Figures,
) -> None:
    chance, home = random.Random(number), quick_home(place / "home")
    cards = (place / "card1", tmp_path / "card2")  # two devices, so that both are read at once
    offered: dict[Path, str] = {}
    told: list[Told] = []
    looks: list[int] = []
    work = ("everything", *cards)
    for card in cards:
        offered |= docked(card, 0, media, chance)
    whole = _whole(driver, place, work)
    driver.run(home, ("recordings",))  # who looks first would make the home, and keep the desk out meanwhile
    killed = turn = 0
    with looked_at(reader, home, looks):
        while killed < KILLS:
            turn += 1
            assert turn <= ROUNDS, "the kills came too late to mean anything"
            for card in cards:
                offered |= docked(card, turn, media, chance)
            ended = driver.run(home, work, kill_after=chance.uniform(0.05, 1.1) * whole)
            assert ended.status in (-signal.SIGKILL, 0), ended.err
            killed += ended.status == -signal.SIGKILL
            told += ended.told
            assert inconsistencies(home, offered, told, finished=False) == []
    ended = driver.run(home, work)
    assert ended.status == 0, ended.err
    assert inconsistencies(home, offered, [*told, *ended.told], finished=True) == []
    assert set(looks) <= {0}, looks
    record_property("torture", f"C home {number}: {killed} kills, {len(offered)} files, {len(looks)} looks, 0 wrong")


def _whole(driver: Driver, place: Path, work: tuple[str | Path, ...]) -> float:
    """How long it takes when nobody is killed."""
    trial = quick_home(place / "trial")
    seconds = driver.run(trial, work).seconds
    shutil.rmtree(trial)
    return seconds
