"""The threads that do owed work.

In: the pipeline's steps and what their queries say is owed. Out: commands to the desk. A foreman
asks again after every fact, whenever a watched folder stirs, and when a pause is over; each lane
does so much at once; nothing is remembered that cannot be asked again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
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
from recorder_desk.roster import Roster, Running

T = TypeVar("T")
FAILED_PAUSE = 30.0
log = logging.getLogger(__name__)


class Lanes:
    """Owns every thread that does long work. Built idle; `start` begins, `close` ends."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._steps: Sequence[Step] = ()
        self._roster = Roster(crew.width, crew.settings.rescan_seconds)
        self._docks: dict[str, DockState] = {}
        self._starting = threading.Lock()
        self._pools = {lane: ThreadPoolExecutor(width, lane) for lane, width in crew.width.items()}
        self._finishing = ThreadPoolExecutor(crew.width["copy"], "verify")
        self._foreman: threading.Thread | None = None
        self._claims = DigestClaims()

    # -- what a face may ask ----------------------------------------------------------------------

    def start(self, steps: frozenset[str] | None = None) -> None:
        """Begin doing what is owed, now and whenever something happens; `steps` None: all of it."""
        with self._starting:
            self._steps = [each for each in self._crew.steps if steps is None or each.name in steps]
            if self._foreman is None:
                self._foreman = threading.Thread(target=self._oversee, name="foreman")
                self._foreman.start()
        self.poke()

    def poke(self) -> None:
        """Look again for what is owed."""
        self._roster.poke()

    def wait_idle(self, *, patience: float = 0.0) -> bool:
        """Block until nothing is owed that can be done now.

        Files that are not settled and work whose pause is not over are waited for up to `patience`
        seconds. True: nothing waits either. Wakes often enough for Ctrl+C to be heard. Raises DeskError
        `desk.defect` when nobody looks for owed work any more.
        """
        return self._roster.wait_idle(patience)

    def check(self, recordings: tuple[str, ...] = ()) -> Future[tuple[Finding, ...]]:
        """Re-read originals (none named: all) in the check lane; progress is told, each is recorded."""
        job = Job(",".join(recordings) or "all", "", "", "bytes", recordings)
        running = Running(replace(self._crew.steps[0], name="check", lane="check"), job, "")
        self._roster.enter(running)
        return self._pools["check"].submit(self._run_check, running)

    def cancel(self, job: str) -> None:
        """Stop a job named in a Progress (`step:key`); what it owes stays owed."""
        self._roster.cancel(job)

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
        self._roster.close()
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
            self._roster.broke(error)

    def _oversee_steps(self) -> None:
        try:
            self._crew.recover()
        except DeskError as error:
            log.error("recovery after a crash failed: %s", error)
            self._crew.tell(StepTrouble("recover", "", error.code))
        if any(step.name == "receive" for step in self._steps):
            self._follow()
        while self._roster.wait_for_round():
            self._roster.round_over(self._begin_owed())

    def _begin_owed(self) -> int:
        crew = self._crew
        now = Now(stamp(crew.clock.now()), crew.profile, crew.grammars, crew.settings.link_by_itself)
        begun = 0
        for step in self._steps:
            for job in step.owes(self._ask, now):
                begun += self._begin(step, job)
        return begun

    def _begin(self, step: Step, job: Job) -> int:
        if not self._roster.may_begin(step, job):
            return 0
        exclusive = self._crew.dock.device_of(raw(job.label)) if step.lane == "copy" else ""  # may wait for a disk
        running = self._roster.begin(step, job, exclusive)
        if running is None:
            return 0
        self._pools[step.lane].submit(self._run, running)
        return 1

    def _follow(self) -> None:
        folders = self._crew.ask(DropFolders()).result()
        self._crew.watch.follow([raw(each.path) for each in folders if not each.offer], self._woken)

    def _woken(self, path: str) -> None:
        """A watched folder stirred (on a thread of the watch): look into it at once."""
        self._roster.poke("receive")

    # -- the lanes' threads -----------------------------------------------------------------------

    def _run(self, running: Running) -> None:
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
            self._roster.ended(running, again)

    def _note_failure(self, step: Step, job: Job, code: str, *, ours: bool = True) -> None:
        """Record it, unless it is the surroundings (no ffmpeg, a full disk): those do not use up attempts."""
        if code == "media.cancelled" or self._roster.closing:
            return
        command = step.failed(job, code) if ours else None
        if command is not None:
            self._crew.do(command, DESK).exception()
        self._crew.tell(StepTrouble(step.name, job.subject, code))

    def _run_check(self, running: Running) -> tuple[Finding, ...]:
        bench, meter = self._bench(running)
        try:
            recordings = running.job.about
            assert isinstance(recordings, tuple)
            return self._crew.check(recordings, bench)
        finally:
            meter.end()
            self._roster.ended(running, None)

    def _bench(self, running: Running) -> tuple[Bench, JobMeter]:
        meter = JobMeter(running.name, running.step.name, running.job, self._crew.tell)

        def cancelled() -> bool:
            return self._roster.closing or running.cancel.is_set()

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
