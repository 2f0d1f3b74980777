"""Verified receive against `cp -r && sync`, and against doing by hand what we do.

In: folders of random bytes, on the medium and out of the page cache before every contestant. Out: four
figures. Ours is the whole program from opening a new home to closing it: scan, one pass of copying and
hashing, OCFL objects, flush, re-reading past the page cache, register and journal. Describing is not.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from bench.byhand import copy_by_hand
from bench.figures import Aim, Figure, Series
from bench.scale import Scale
from bench.sources import clear, drop_pages, make_files
from recorder_desk.commands.dock import OfferPath
from recorder_desk.config import Home
from recorder_desk.queries.archive import ShowStatus
from ui.front_door import open_session

COPY = "cp -r && sync"
BY_HAND = "cp -r && sync, drop the copy's pages, sha512sum both"
_OURS = "verified receive"
PATIENCE = 600.0


def receive(source: Path, home: Path, files: int) -> float:
    """Receive a folder into a new home; seconds. Raises RuntimeError unless every file arrived."""
    began = time.perf_counter()
    with contextmanager(open_session)(Home(home), "work") as session:
        session.desk.do(OfferPath(str(source)), session.actor).result()
        session.lanes.start(frozenset({"receive"}))
        session.lanes.wait_idle(patience=PATIENCE)
        received = session.desk.ask(ShowStatus()).result().recordings
    taken = time.perf_counter() - began
    if received != files:
        raise RuntimeError(f"{received} of {files} files were received")
    return taken


def measure(place: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """Films of the issue's size (1 GB in 40 files) and photos (5,000 files of 100 kB)."""
    films = _contest(place / "films", scale.film_files, scale.film_bytes, "mp4", scale.repeats, say)
    photos = _contest(place / "photos", scale.photo_files, scale.photo_bytes, "jpg", scale.repeats, say)
    many = f"{scale.film_files} files of {scale.film_bytes / 1e6:.0f} MB"
    small = f"{scale.photo_files} files of {scale.photo_bytes / 1e3:.0f} kB"
    return [
        Figure("receive", many, COPY, films[_OURS], films[COPY], Aim(2.0)),
        Figure("receive", many, BY_HAND, films[_OURS], films[BY_HAND], Aim(0.8)),
        Figure("receive", small, COPY, photos[_OURS], photos[COPY]),
        Figure("receive", small, BY_HAND, photos[_OURS], photos[BY_HAND], Aim(2.0)),
    ]


def _contest(
    place: Path, files: int, size: int, ending: str, repeats: int, say: Callable[[str], None]
) -> dict[str, Series]:
    """By hand, ours, by hand, ours, …: one run by hand gives both peers' times.

    Nothing is removed before the end: on ext4 the numbers of files removed within the last minutes are passed
    over one by one when new files are made, and whoever comes after a removal pays for it.
    """
    source = make_files(place / "card", files, size, ending)
    taken: dict[str, list[float]] = {COPY: [], BY_HAND: [], _OURS: []}
    for number in range(repeats):
        drop_pages(source)
        hand = copy_by_hand(source, place / f"copy-{number}")
        drop_pages(source)
        ours = receive(source, place / f"home-{number}", files)
        os.sync()
        for name, seconds in ((COPY, hand.copied), (BY_HAND, hand.compared), (_OURS, ours)):
            taken[name].append(seconds)
        say(f"{number + 1}/{repeats}: copy {hand.copied:.2f} s, by hand {hand.compared:.2f} s, ours {ours:.2f} s")
    clear(place)
    return {name: Series(tuple(values)) for name, values in taken.items()}
