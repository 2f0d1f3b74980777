"""The one way between the window and the desk.

In: commands and questions from widgets; answers and happenings from the desk's threads. Out: calls
and signals in the UI thread. A result crosses over by one queued signal, and is dropped when the
widget that wanted it is gone or when its question was withdrawn.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from recorder_desk.commands.base import Command
from recorder_desk.domain.docked import DockState, FileOutcome
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.happening import FactsRecorded, Happening, Progress, StepTrouble
from recorder_desk.errors import DeskError
from recorder_desk.queries.base import Query
from ui.session import Session

T = TypeVar("T")
Then = Callable[[Any], None]
Failed = Callable[[DeskError], None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Wish:
    """Who wants to hear of an answer."""

    then: Then | None
    failed: Failed | None


class DeskBridge(QObject):
    """Signals carry domain values: tuple[Fact, ...], Progress, DeskError, FileOutcome, DockState,
    StepTrouble. `failed` tells every error nobody else wanted to hear of."""

    facts = Signal(object)
    progress = Signal(object)
    failed = Signal(object)
    outcome = Signal(object)
    docks = Signal(object)
    trouble = Signal(object)
    _arrived = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Listens to the desk from now until `close`."""
        super().__init__(parent)
        self.session = session
        self._numbers = count(1)
        self._wishes: dict[int, _Wish] = {}
        self._inbox: deque[Happening | tuple[int, Future[Any]]] = deque()
        self._stirred = self._closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._stop = session.desk.watch(self._hear)

    # -- what a widget may say -----------------------------------------------------------------------

    def do(self, command: Command, then: Then | None = None, failed: Failed | None = None) -> int:
        """Give a command; `then` hears its facts, `failed` the DeskError (else the signal does)."""
        return 0 if self._closed else self._await(self.session.desk.do(command, self.session.actor), then, failed)

    def ask(self, query: Query[T], then: Then, failed: Failed | None = None, instead: int = 0) -> int:
        """Ask a question; `then` hears its answer. Returns its number, for `forget`.

        `instead` withdraws an earlier question: only the newest answer is wanted."""
        self.forget(instead)
        return 0 if self._closed else self._await(self.session.desk.ask(query), then, failed)

    def check(self, recordings: tuple[str, ...], then: Then, failed: Failed | None = None) -> int:
        """Re-read originals (none named: all); `then` hears a tuple of Findings."""
        answer: Future[tuple[Finding, ...]] = self.session.lanes.check(recordings)
        return self._await(answer, then, failed)

    def forget(self, number: int) -> None:
        """Withdraw a question: its answer is dropped when it comes."""
        self._wishes.pop(number, None)

    def cancel(self, job: str) -> None:
        """Stop a job named in a Progress; what it owes stays owed."""
        self.session.lanes.cancel(job)

    def poke(self) -> None:
        """Look again, now, for what is owed."""
        self.session.lanes.poke()

    @property
    def waiting(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._wishes or self._inbox)

    def close(self) -> None:
        """Hear and say nothing any more. Repeatable; the desk itself is closed by whoever opened it."""
        self._closed = True
        self._stop()
        self._wishes.clear()
        self._inbox.clear()

    # -- on the desk's threads -----------------------------------------------------------------------

    def _hear(self, happening: Happening) -> None:
        self._put(happening)

    def _await(self, answer: Future[Any], then: Then | None, failed: Failed | None) -> int:
        number = next(self._numbers)
        self._wishes[number] = _Wish(then, failed)

        def done(future: Future[Any]) -> None:
            self._put((number, future))

        answer.add_done_callback(done)
        return number

    def _put(self, arrival: Happening | tuple[int, Future[Any]]) -> None:
        if self._closed:
            return
        self._inbox.append(arrival)
        if not self._stirred:  # one signal wakes the UI for however many arrivals
            self._stirred = True
            if isValid(self):
                self._arrived.emit()

    # -- in the UI thread ----------------------------------------------------------------------------

    @Slot()
    def _deliver(self) -> None:
        self._stirred = False
        facts: list[Fact] = []
        latest: dict[str, Progress | DockState] = {}
        while self._inbox:
            arrival = self._inbox.popleft()
            if isinstance(arrival, tuple):
                self._tell(facts, latest)
                self._answer(*arrival)
            elif isinstance(arrival, FactsRecorded):
                facts.extend(arrival.facts)
            elif isinstance(arrival, Progress):
                latest[f"job {arrival.job}"] = arrival
            elif isinstance(arrival, DockState):
                latest[f"dock {arrival.dock}"] = arrival
            elif isinstance(arrival, FileOutcome):
                self.outcome.emit(arrival)
            elif isinstance(arrival, StepTrouble):
                self.trouble.emit(arrival)
        self._tell(facts, latest)

    def _tell(self, facts: list[Fact], latest: dict[str, Progress | DockState]) -> None:
        for each in latest.values():
            (self.progress if isinstance(each, Progress) else self.docks).emit(each)
        latest.clear()
        if facts:
            self.facts.emit(tuple(facts))
            facts.clear()

    def _answer(self, number: int, future: Future[Any]) -> None:
        wish = self._wishes.pop(number, None)
        if wish is None:
            return
        try:
            result = future.result()
        except CancelledError:
            return
        except DeskError as error:
            self._fail(wish, error)
        except Exception:  # the outermost frame of this face: whatever it was, say so
            log.exception("a question or command failed")
            self._fail(wish, DeskError("desk.defect", blame="defect"))
        else:
            if wish.then is not None and _alive(wish.then):
                wish.then(result)

    def _fail(self, wish: _Wish, error: DeskError) -> None:
        if wish.failed is None:
            self.failed.emit(error)
        elif _alive(wish.failed):
            wish.failed(error)


def _alive(call: Callable[..., None]) -> bool:
    """Whether the widget a bound method (or a `partial` of one) belongs to still exists."""
    owner = getattr(getattr(call, "func", call), "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
