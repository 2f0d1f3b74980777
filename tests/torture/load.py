"""What a desk under load does, as calls of the driver's server beside the program's own verbs.

In: an open home. Out: lines on stdout, one for each thing the desk has said to be done.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from recorder_desk.commands.cases import OpenCase
from recorder_desk.commands.dock import AddDropFolder
from recorder_desk.config import Home
from recorder_desk.domain.docked import FileOutcome
from recorder_desk.domain.happening import Happening
from recorder_desk.errors import DeskError
from ui.front_door import open_session


def _say(**line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def owed(home: Path, steps: Sequence[str]) -> int:
    """What `work` does, for some steps of the pipeline alone."""
    for session in open_session(Home(home), "work"):
        session.lanes.start(frozenset(steps))
        session.lanes.wait_idle(patience=10)
        session.lanes.close()
    return 0


def everything(home: Path, folders: Sequence[str], steps: frozenset[str] | None = None) -> int:
    """What `watch` does with folders, until all is done; each outcome is said the moment the desk tells it."""

    def tell(happening: Happening) -> None:
        if isinstance(happening, FileOutcome):
            told = happening
            _say(path=told.path, outcome=told.outcome, recording=told.recording, digest=told.digest, bytes=told.bytes)

    for session in open_session(Home(home), "work"):
        for folder in folders:
            session.desk.do(AddDropFolder(folder), session.actor).result(30)
        stop = session.desk.watch(tell)
        session.lanes.start(steps)
        session.lanes.wait_idle(patience=10)
        session.lanes.close()
        stop()
    return 0


def received(home: Path, folders: Sequence[str]) -> int:
    """The same, of receiving alone: nothing else is written while an outcome is said."""
    return everything(home, folders, frozenset({"receive"}))


def cases(home: Path, words: Sequence[str]) -> int:
    """Open one case after the other for so many seconds; each number is said when its commit is told."""
    prefix, seconds = words[0], float(words[1])
    until, number = time.monotonic() + seconds, 0
    for session in open_session(Home(home), "work"):
        while time.monotonic() < until:
            number += 1
            try:
                session.desk.do(OpenCase(f"{prefix}-{number}", "t", "p"), session.actor).result(30)
            except DeskError as error:
                _say(refused=f"{prefix}-{number}", code=error.code)
            else:
                _say(opened=f"{prefix}-{number}")
    return 0


def looks(home: Path, words: Sequence[str]) -> int:
    """Open the catalogue, read, close, again and again for so many seconds, as other programs would."""
    until, times = time.monotonic() + float(words[0]), 0
    while time.monotonic() < until:
        with closing(sqlite3.connect(home / "catalogue.db", timeout=10)) as connection:
            connection.execute("SELECT count(*) FROM journal").fetchone()
        times += 1
    _say(looked=times)
    return 0


def audited(home: Path, words: Sequence[str]) -> int:
    """From now on, opening the catalogue by anything but SQLite ends the process: closing it would drop SQLite's
    locks, and with them rows that were committed."""

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and str(arguments[0]).startswith(str(home / "catalogue.db")):
            sys.stderr.write(f"opened {arguments[0]}\n")
            raise AssertionError(arguments[0])

    sys.addaudithook(hear)
    return 0


def read_catalogue(home: Path, words: Sequence[str]) -> int:
    """What must never be done."""
    return len((home / "catalogue.db").read_bytes()) and 0


CALLS: Mapping[str, Callable[[Path, Sequence[str]], int]] = {
    "owed": owed,
    "everything": everything,
    "received": received,
    "cases": cases,
    "looks": looks,
    "audited": audited,
    "read-catalogue": read_catalogue,
}
"""First word of a call -> what it does; every other word is a verb of the program."""
