"""The threads that do owed work.

In: the pipeline's steps and what their queries say is owed. Out: commands to the desk. A foreman
asks again after every fact, whenever a watched folder stirs, and when a pause is over; each lane
does so much at once; nothing is remembered that cannot be asked again.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TypeVar

from recorder_desk.claims import DigestClaims
from recorder_desk.crew import Crew
from recorder_desk.domain.actor import DESK
from recorder_desk.domain.docked import DockState
from recorder_desk.domain.facts import DropFolderAdded, DropFolderRemoved, OfferClosed
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.happening import FactsRecorded, Happening, StepTrouble
from recorder_desk.domain.names import raw
from recorder_desk.domain.times import stamp
from recorder_desk.errors import DeskError
from recorder_desk.metering import JobMeter
from recorder_desk.ports import Bench, Job, Now, Step
from recorder_desk.queries.base import Query
from recorder_desk.queries.dock import DockStates, DropFolders

T = TypeVar("T")
FAILED_PAUSE = 30.0
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Running:
    step: Step
    job: Job
    exclusive: str
    cancel: threading.Event = field(default_factory=threading.Event)


class Lanes:
    """Owns every thread that does long work. Built idle; `start` begins, `close` ends."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._steps: Sequence[Step] = ()
        self._running: dict[tuple[str, str], _Running] = {}
        self._rest: dict[tuple[str, str], float] = {}
        self._waits: set[tuple[str, str]] = set()
        self._docks: dict[str, DockState] = {}
        self._state = threading.Condition(threading.RLock())
        self._stirred = self._closing = False
        self._settled = False
        self._broken: Exception | None = None
        self._pools = {lane: ThreadPoolExecutor(width, lane) for lane, width in crew.width.items()}
        self._finishing = ThreadPoolExecutor(crew.width["copy"], "verify")
        self._foreman: threading.Thread | None = None
        self._claims = DigestClaims()

    # -- what a face may ask ----------------------------------------------------------------------

    def start(self, steps: frozenset[str] | None = None) -> None:
        """Begin doing what is owed, now and whenever something happens; `steps` None: all of it."""
        with self._state:
            self._steps = [each for each in self._crew.steps if steps is None or each.name in steps]
            if self._foreman is None:
                self._foreman = threading.Thread(target=self._oversee, name="foreman")
                self._foreman.start()
        self.poke()

    def poke(self) -> None:
        """Look again for what is owed."""
        with self._state:
            self._stirred, self._settled = True, False
            self._state.notify_all()

    def wait_idle(self, *, patience: float = 0.0) -> bool:
        """Block until nothing is owed that can be done now.

        Files that are not settled and work whose pause is not over are waited for up to `patience`
        seconds. True: nothing waits either. Wakes often enough for Ctrl+C to be heard.
        """
        until = time.monotonic() + patience
        with self._state:
            while not self._closing:
                if self._broken is not None:
                    raise DeskError("desk.defect", blame="defect") from self._broken
                if self._settled and not self._running and (not self._waits or time.monotonic() >= until):
                    break
                self._state.wait(0.1)
            return not self._waits

    def check(self, recordings: tuple[str, ...] = ()) -> Future[tuple[Finding, ...]]:
        """Re-read originals (none named: all) in the check lane; progress is told, each is recorded."""
        job = Job(",".join(recordings) or "all", "", "", "bytes", recordings)
        running = _Running(replace(self._crew.steps[0], name="check", lane="check"), job, "")
        with self._state:
            self._running[("check", job.key)] = running
        return self._pools["check"].submit(self._run_check, running)

    def cancel(self, job: str) -> None:
        """Stop a job named in a Progress (`step:key`); what it owes stays owed."""
        with self._state:
            for (step, key), running in self._running.items():
                if f"{step}:{key}" == job:
                    running.cancel.set()

    def dock_states(self, query: DockStates) -> tuple[DockState, ...]:
        """Every drop folder and open offer as it is now."""
        folders = self._crew.ask(DropFolders()).result()
        blank = {each.dock: DockState(each.dock, each.path, "idle", each.offer) for each in folders}
        return tuple(self._docks.get(dock, state) for dock, state in blank.items())

    def hear(self, happening: Happening) -> None:
        """Facts mean that something else may be owed now; the desk tells them here."""
        if not isinstance(happening, FactsRecorded):
            return
        if any(isinstance(fact, DropFolderAdded | DropFolderRemoved) for fact in happening.facts):
            self._follow()
        for fact in happening.facts:
            if isinstance(fact, DropFolderRemoved | OfferClosed):
                self._docks.pop(fact.dock, None)
        self.poke()

    def close(self) -> None:
        """Stop watching, cancel what runs, wait for every thread. Repeatable."""
        self._crew.watch.close()
        with self._state:
            self._closing = True
            for running in self._running.values():
                running.cancel.set()
            self._state.notify_all()
        if self._foreman is not None:
            self._foreman.join()
        for pool in (*self._pools.values(), self._finishing):
            pool.shutdown(wait=True, cancel_futures=True)

    # -- the foreman's thread ---------------------------------------------------------------------

    def _oversee(self) -> None:
        try:
            self._oversee_steps()
        except Exception as error:  # without a foreman nothing moves: whoever waits must hear of it
            log.exception("the foreman failed")
            with self._state:
                self._broken = error
                self._state.notify_all()

    def _oversee_steps(self) -> None:
        try:
            self._crew.recover()
        except DeskError as error:
            log.error("recovery after a crash failed: %s", error)
            self._crew.tell(StepTrouble("recover", "", error.code))
        if any(step.name == "receive" for step in self._steps):
            self._follow()
        while True:
            with self._state:
                if not self._stirred and not self._closing:
                    self._state.wait(self._until_due())
                if self._closing:
                    return
                self._stirred = False
            begun = self._begin_owed()
            with self._state:
                self._settled = not begun and not self._stirred
                self._state.notify_all()

    def _until_due(self) -> float:
        due = [at for key, at in self._rest.items() if key not in self._running]
        return max(0.01, min((at - time.monotonic() for at in due), default=1.0) if due else 1.0)

    def _begin_owed(self) -> int:
        now = Now(stamp(self._crew.clock.now()), self._crew.profile)
        begun = 0
        for step in self._steps:
            for job in step.owes(self._ask, now):
                begun += self._begin(step, job)
        return begun

    def _begin(self, step: Step, job: Job) -> int:
        key = (step.name, job.key)
        with self._state:
            if self._closing or key in self._running or self._rest.get(key, 0.0) > time.monotonic():
                return 0
            busy = Counter(each.step.lane for each in self._running.values())
            if busy[step.lane] >= self._crew.width[step.lane]:
                return 0
        exclusive = self._crew.dock.device_of(raw(job.label)) if step.lane == "copy" else ""
        with self._state:
            if exclusive and any(each.exclusive == exclusive for each in self._running.values()):
                return 0
            running = self._running[key] = _Running(step, job, exclusive)
            self._rest.pop(key, None)
        self._pools[step.lane].submit(self._run, running)
        return 1

    def _follow(self) -> None:
        folders = self._crew.ask(DropFolders()).result()
        self._crew.watch.follow([raw(each.path) for each in folders if not each.offer], self._woken)

    def _woken(self, path: str) -> None:
        """A watched folder stirred (on a thread of the watch): look into it at once."""
        with self._state:
            for key in [each for each in self._rest if each[0] == "receive"]:
                del self._rest[key]
        self.poke()

    # -- the lanes' threads -----------------------------------------------------------------------

    def _run(self, running: _Running) -> None:
        step, job = running.step, running.job
        bench, meter = self._bench(running)
        again: float | None = FAILED_PAUSE
        try:
            again = step.does(job, bench)
        except DeskError as error:
            self._note_failure(step, job, error.code, ours=error.blame != "environment")
        except Exception:  # a lane outlives any defect: the work stays owed
            log.exception("%s failed on %s", step.name, job.key)
            self._note_failure(step, job, "desk.defect")
        finally:
            meter.end()
            self._ended(running, again)

    def _note_failure(self, step: Step, job: Job, code: str, *, ours: bool = True) -> None:
        """Record it, unless it is the surroundings (no ffmpeg, a full disk): those do not use up attempts."""
        if code == "media.cancelled" or self._closing:
            return
        command = step.failed(job, code) if ours else None
        if command is not None:
            self._crew.do(command, DESK).exception()
        self._crew.tell(StepTrouble(step.name, job.subject, code))

    def _ended(self, running: _Running, again: float | None) -> None:
        key = (running.step.name, running.job.key)
        with self._state:
            self._running.pop(key, None)
            self._waits.discard(key)
            if again is not None:
                self._rest[key] = time.monotonic() + again
                if running.step.name in ("receive", "seal"):
                    self._waits.add(key)
            elif running.step.lane == "copy":
                self._rest[key] = time.monotonic() + self._crew.settings.rescan_seconds
        self.poke()

    def _run_check(self, running: _Running) -> tuple[Finding, ...]:
        bench, meter = self._bench(running)
        try:
            recordings = running.job.about
            assert isinstance(recordings, tuple)
            return self._crew.check(recordings, bench)
        finally:
            meter.end()
            self._ended(running, None)

    def _bench(self, running: _Running) -> tuple[Bench, JobMeter]:
        name = f"{running.step.name}:{running.job.key}"
        meter = JobMeter(name, running.step.name, running.job, self._crew.tell)

        def cancelled() -> bool:
            return self._closing or running.cancel.is_set()

        bench = self._crew.bench(
            meter=meter, cancelled=cancelled, overlap=self._overlap, claims=self._claims, tell=self._told
        )
        return bench, meter

    def _ask(self, query: Query[T]) -> T:
        answer: T = self._crew.ask(query).result()
        return answer

    def _overlap(self, work: Callable[[], None]) -> Future[None]:
        return self._finishing.submit(work)

    def _told(self, happening: Happening) -> None:
        if isinstance(happening, DockState):
            self._docks[happening.dock] = happening
        self._crew.tell(happening)
