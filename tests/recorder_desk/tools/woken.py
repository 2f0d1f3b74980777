"""Collecting wakes, and waiting for them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from recorder_desk.tools import watching

# How long a test is ready to wait on a busy machine. What is asserted is that it comes at all;
# how fast it comes is measured in bench/.
PATIENCE = 15.0


class Woken:
    """Collects wakes."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.times: list[float] = []
        self.threads: set[str] = set()

    def __call__(self, path: str) -> None:
        self.threads.add(threading.current_thread().name)
        self.times.append(time.monotonic())
        self.paths.append(path)

    def soon(self, before: int, path: Path | None = None) -> bool:
        """Whether there is a wake (of a folder) beyond the first so many."""
        return wait(lambda: (self.paths if path is None else self.paths.count(str(path)), before))


def wait(asked: Callable[[], tuple[list[str] | int, int]]) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        have, before = asked()
        if (have if isinstance(have, int) else len(have)) > before:
            return True
        time.sleep(0.005)
    return False


def quiet(woken: Woken) -> int:
    """Wait until the folder has been still for longer than any second look; the wakes so far."""
    assert woken.soon(0)
    while True:
        count = len(woken.paths)
        time.sleep(watching.TEND_SECONDS * 2 + 0.4)
        if count == len(woken.paths):
            return count
