"""Driving the desk through its faults: an order, and how it ended.

In: a home, calls of the program (`("receive", card)`; others are in `tests/torture/load.py`), and what is to happen
to it: a fault in a system call, a fault point, a safeguard taken out. Out: exit status, what was printed, and which
changing system calls were made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.flow.desk_process import environment
from tests.torture.consistent import Told, acknowledged
from tests.torture.injecting import Event, Fault


@dataclass(frozen=True, slots=True)
class Ended:
    """How an order ended: exit code or minus the signal, what was printed, each changing call and how often it was
    made, which call was hit ('' if none), how long it took, and every call in order."""

    status: int
    out: str
    err: str
    calls: Counter[str]
    hit: str
    seconds: float
    events: list[Event]

    @property
    def told(self) -> list[Told]:
        """What the program had said."""
        return acknowledged(self.out)


class Driver:
    """The program, loaded once and started again and again. Used by one thread."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process, self._out, self._err = process, folder / "out", folder / "err"
        self.why_not: str = self._answer()["why_not"]
        """Why no faults can be put into system calls here, or ''."""

    def run(
        self, home: Path, *calls: Sequence[str | Path], fault: Fault | None = None, point: str = "", without: str = "",
        places: Sequence[Path] = (), watched: bool = False, kill_after: float = 0.0,
    ) -> Ended:  # fmt: skip
        """Carry out calls on a home, one after the other, in one process.

        `places`: folders whose changing calls are counted and may be hit (the home and they alone). `watched`: count
        them without a fault. `kill_after`: seconds. `point`: a fault point to die at. `without`: a safeguard to leave
        out (`sabotage.py`).
        """
        order = {
            "home": str(home),
            "calls": [[os.fspath(word) for word in words] for words in calls],
            "fault": asdict(fault) if fault else None,
            "point": point,
            "without": without,
            "places": [str(each) for each in (home, *places)],
            "watched": watched or fault is not None,
            "kill_after": kill_after,
            "out": str(self._out),
            "err": str(self._err),
        }
        assert self._process.stdin is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        answer = self._answer()
        out, err = (each.read_text("utf-8", "replace") for each in (self._out, self._err))
        return Ended(
            answer["status"], out, err, Counter(answer["calls"]), answer["hit"], answer["seconds"], answer["events"]
        )  # fmt: skip

    @property
    def words(self) -> Path:
        """Where the program's words go: as one of the `places`, each word is a call among the others."""
        return self._out

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the driver's server has ended"
        return json.loads(line)


@contextmanager
def driven() -> Iterator[Driver]:
    """A driver for as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="driver-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.server"],
            env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        with process:
            try:
                yield Driver(process, Path(folder))
            finally:
                assert process.stdin is not None
                process.stdin.close()
                process.wait(30)


@contextmanager
def quick_place() -> Iterator[Path]:
    """A folder in memory where there is one: faults are put in by hand, so that no real disk is needed."""
    memory = Path("/dev/shm")
    where = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="torture-", dir=where) as folder:
        yield Path(folder)
