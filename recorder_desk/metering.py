"""Progress of a job: counted as often as it likes, told at most ten times a second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from recorder_desk.domain.happening import Progress
from recorder_desk.ports import Job

TELL_SECONDS = 0.1


class JobMeter:
    """ports.Meter for one job. `tell` is called on whichever thread does the work."""

    def __init__(self, job: str, step: str, about: Job, tell: Callable[[Progress], None]) -> None:
        self._job, self._step, self._about, self._tell = job, step, about, tell
        self._lock = threading.Lock()
        self._done = self._total = 0
        self._began = time.monotonic()
        self._told = 0.0

    def add(self, done: int) -> None:
        """So many more are done."""
        with self._lock:
            self._done += done
            if time.monotonic() - self._told >= TELL_SECONDS:
                self._say(ended=False)

    def total(self, total: int) -> None:
        """How many there are in all."""
        with self._lock:
            self._total = total
            self._say(ended=False)

    def end(self) -> None:
        """The job is over, well or not."""
        with self._lock:
            self._say(ended=True)

    def _say(self, *, ended: bool) -> None:
        self._told = time.monotonic()
        seconds = self._told - self._began
        rate = self._done / seconds if seconds > 0 else 0.0
        left = int((self._total - self._done) / rate) + 1 if rate > 0 and self._total > self._done else -1
        self._tell(
            Progress(
                self._job, self._step, self._about.subject, self._about.label, self._done, self._total,
                self._about.unit, int(rate), 0 if ended else left, ended,
            )
        )  # fmt: skip
