"""A catalogue of many recordings, by the facts that would have made it.

In: an empty home and how many recordings. Out: the home, with tables, search, journal and mirror as if
the recordings had been received, described, pictured and (every second one) linked. The vault stays empty.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bench.happened import BEGIN, Office, happened
from recorder_desk.config import Home
from recorder_desk.domain.facts import Fact
from recorder_desk.ports import Notice
from recorder_desk.queries.items import ItemListVersions
from storage.work import SqliteWork
from ui.front_door import Building

PER_TRANSACTION = 4000
KEPT = "RECORDER_DESK_BENCH_HOMES"
"""The variable that names a folder for catalogues to be kept in from run to run: a million takes long to make."""
CACHE_KIB = 256 * 1024
"""Of pages, while a catalogue is made: what is written is the same, and fewer pages are written twice."""


def kept_home(path: Path, recordings: int) -> Path:
    """A filled home that is only looked at: where `KEPT` names a folder, made there once and found again."""
    folder = os.environ.get(KEPT)
    if not folder:
        return build_home(path, recordings)
    home, making = Path(folder) / f"recordings-{recordings}", Path(folder) / f"making-{recordings}"
    if not home.exists():
        shutil.rmtree(making, ignore_errors=True)
        build_home(making, recordings).rename(home)
    return home


def build_home(path: Path, recordings: int) -> Path:
    """Fill a new home; the same recordings every time (but for ids). Returns it."""
    home = Home(path)
    building = Building(home)
    with building.closing:
        building.lock()
        key = building.key()
        building.vault(key)
        work = SqliteWork(home.catalogue, home.journal, key, building.places(key), key.station)
        try:
            work.connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
            with work.transaction() as unit:
                listed = unit.ask(ItemListVersions(BEGIN.date().isoformat())).current
            office = Office(key.station, listed.label, tuple(item.code for item in listed.items), building.names)
            for when, part in _parts(happened(recordings, office)):
                with work.transaction() as unit:
                    unit.record(part, Notice("RegisterFiles", "bench", when))
        finally:
            work.close()
    return path


def _parts(told: Iterator[tuple[datetime, tuple[Fact, ...]]]) -> Iterator[tuple[datetime, tuple[Fact, ...]]]:
    """What happened one after the other, so much at once that a transaction costs little."""
    held: list[Fact] = []
    when = BEGIN
    for when, facts in told:
        held += facts
        if len(held) >= PER_TRANSACTION:
            yield when, tuple(held)
            held.clear()
    if held:
        yield when, tuple(held)
