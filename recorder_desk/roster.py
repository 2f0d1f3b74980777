"""Which jobs run, which rest, and whether there is reason to look again.

In: the foreman's jobs and how each ended. Out: whether a job may begin, when to look again, and word
to those who wait. All of it stands behind one lock: lanes, foreman and faces meet here.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from recorder_desk.errors import DeskError
from recorder_desk.ports import Job, Step

AWAITED = ("receive", "seal")
"""Steps that somebody who waits for the desk waits for, also while they rest."""

_LOOK_SECONDS = 1.0


@dataclass(slots=True)
class Running:
    """A job that is being done. `exclusive` is what no other may use meanwhile ('': nothing)."""

    step: Step
    job: Job
    exclusive: str
    cancel: threading.Event = field(default_factory=threading.Event)

    @property
    def key(self) -> tuple[str, str]:
        """What never runs twice at once."""
        return self.step.name, self.job.key

    @property
    def name(self) -> str:
        """How progress names it: `step:key`."""
        return f"{self.step.name}:{self.job.key}"


class Roster:
    """The lanes' memory, safe from any thread. Nothing in it outlives the process: it is asked again."""

    def __init__(self, width: Mapping[str, int], rescan_seconds: float) -> None:
        """`width`: how many jobs at once by lane; a copy that found nothing to wait for rests `rescan_seconds`."""
        self._width, self._rescan = width, rescan_seconds
        self._running: dict[tuple[str, str], Running] = {}
        self._rest: dict[tuple[str, str], float] = {}
        self._waits: set[tuple[str, str]] = set()
        self._state = threading.Condition(threading.RLock())
        self._stirred = self._settled = self._closing = False
        self._broken: Exception | None = None

    @property
    def closing(self) -> bool:
        """Whether nothing more is to begin."""
        return self._closing

    def poke(self, woken: str = "") -> None:
        """There may be something to do; jobs of the step `woken` rest no longer."""
        with self._state:
            if woken:
                self._rest = {key: at for key, at in self._rest.items() if key[0] != woken}
            self._stirred, self._settled = True, False
            self._state.notify_all()

    def wait_for_round(self) -> bool:
        """Block until somebody poked or a rest is over; False: close."""
        with self._state:
            if not self._stirred and not self._closing:
                self._state.wait(self._until_due())
            self._stirred = False
            return not self._closing

    def _until_due(self) -> float:
        due = [at for key, at in self._rest.items() if key not in self._running]
        return max(0.01, min(due) - time.monotonic()) if due else _LOOK_SECONDS

    def round_over(self, begun: int) -> None:
        """The foreman has asked every step; `begun` jobs began."""
        with self._state:
            self._settled = not begun and not self._stirred
            self._state.notify_all()

    def may_begin(self, step: Step, job: Job) -> bool:
        """Whether the job neither runs nor rests and its lane has room."""
        with self._state:
            key = (step.name, job.key)
            if self._closing or key in self._running or self._rest.get(key, 0.0) > time.monotonic():
                return False
            busy = Counter(each.step.lane for each in self._running.values())
            return busy[step.lane] < self._width[step.lane]

    def begin(self, step: Step, job: Job, exclusive: str) -> Running | None:
        """Enter a job as running, unless it may not begin or something else uses `exclusive`."""
        with self._state:
            if not self.may_begin(step, job):
                return None
            if exclusive and any(each.exclusive == exclusive for each in self._running.values()):
                return None
            running = Running(step, job, exclusive)
            self._rest.pop(running.key, None)
            self.enter(running)
            return running

    def enter(self, running: Running) -> None:
        """Note a job as running that is owed by nobody (a check)."""
        with self._state:
            self._running[running.key] = running

    def ended(self, running: Running, again: float | None) -> None:
        """A job is over; it rests for `again` seconds (None: until something happens)."""
        key, lane = running.key, running.step.lane
        with self._state:
            self._running.pop(key, None)
            self._waits.discard(key)
            if again is not None:
                self._rest[key] = time.monotonic() + again
                if running.step.name in AWAITED:
                    self._waits.add(key)
            elif lane == "copy":
                self._rest[key] = time.monotonic() + self._rescan
        self.poke()

    def wait_idle(self, patience: float) -> bool:
        """See `Lanes.wait_idle`."""
        until = time.monotonic() + patience
        with self._state:
            while not self._closing:
                if self._broken is not None:
                    raise DeskError("desk.defect", blame="defect") from self._broken
                if self._settled and not self._running and (not self._waits or time.monotonic() >= until):
                    break
                self._state.wait(0.1)
            return not self._waits

    def broke(self, error: Exception) -> None:
        """Nobody looks for owed work any more: whoever waits hears why."""
        with self._state:
            self._broken = error
            self._state.notify_all()

    def cancel(self, name: str) -> None:
        """Ask a running job to stop."""
        with self._state:
            for running in self._running.values():
                if running.name == name:
                    running.cancel.set()

    def close(self) -> None:
        """Nothing more begins; what runs is asked to stop; who waits is woken."""
        with self._state:
            self._closing = True
            for running in self._running.values():
                running.cancel.set()
            self._state.notify_all()
