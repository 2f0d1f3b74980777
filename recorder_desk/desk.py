"""The desk: commands in, facts out, queries look.

`do` puts a command on the one writer: permission, decision, tables and journal entry in one
transaction. `ask` answers from read-only connections. `watch` tells what happened. Both `do` and
`ask` return a Future, so that a window never waits and a terminal simply asks for the result.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.actor import Actor
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.grammars import Grammars
from recorder_desk.domain.happening import FactsRecorded, Happening
from recorder_desk.domain.settings import Settings
from recorder_desk.errors import DeskError
from recorder_desk.pipeline import DECISIONS
from recorder_desk.ports import Clock, Context, Notice, Views, Work
from recorder_desk.queries.base import Query

T = TypeVar("T")
Listener: TypeAlias = Callable[[Happening], None]
Facts: TypeAlias = tuple[Fact, ...]

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Order:
    command: Command
    actor: Actor
    answer: Future[Facts] = field(default_factory=Future)


class Desk:
    """One door to the data. Built by `ui/start.py`; closed once, by whoever opened it."""

    def __init__(
        self,
        work: Work,
        views: Views,
        clock: Clock,
        settings: Settings,
        names: Grammars,
        live: Mapping[type[Query[Any]], Callable[[Any], Any]] | None = None,
    ) -> None:
        """`live` answers queries about this moment that no table holds (the state of the docks)."""
        self.settings, self.names = settings, names
        self._work, self._views, self._clock = work, views, clock
        self._live = dict(live or {})
        self._listeners: list[Listener] = []
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        self._closed = False
        self._reading = threading.local()
        self._readers = ThreadPoolExecutor(3, "reader", initializer=self._begin_reading)
        self._writer = threading.Thread(target=self._write, name="writer")
        self._writer.start()

    def do(self, command: Command, actor: Actor) -> Future[Facts]:
        """Carry out a command; the Future holds the facts it led to, or the DeskError it met."""
        order = _Order(command, actor)
        if self._closed:
            order.answer.set_exception(DeskError("desk.closed", blame="defect"))
        else:
            self._orders.put(order)
        return order.answer

    def ask(self, query: Query[T]) -> Future[T]:
        """The answer to a query, from a reader thread.

        A live answer may ask on: it is given that answer on its own thread, for with every reader waiting for another
        one nobody would answer any more."""
        answer = self._live.get(type(query), self._views.ask)
        if not getattr(self._reading, "here", False):
            return self._readers.submit(answer, query)
        told: Future[T] = Future()
        try:
            told.set_result(answer(query))
        except Exception as error:  # whatever it was, the one who asked must hear of it
            told.set_exception(error)
        return told

    def _begin_reading(self) -> None:
        self._reading.here = True

    def watch(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` (on a thread of the desk) what happens, until the returned call is made."""
        self._listeners = [*self._listeners, listener]

        def stop() -> None:
            self._listeners = [other for other in self._listeners if other is not listener]

        return stop

    def answer_live(self, kind: type[Query[Any]], answer: Callable[[Any], Any]) -> None:
        """Let something alive (the lanes) answer a kind of query."""
        self._live[kind] = answer

    def tell(self, happening: Happening) -> None:
        """Tell every listener; one that fails is logged and does not disturb the others."""
        for listener in self._listeners:
            try:
                listener(happening)
            except Exception:  # a face's mistake must not stop evidence from being written
                log.exception("a listener failed on %s", type(happening).__name__)

    def close(self) -> None:
        """Let the writer finish what was ordered, then close both connections. Repeatable."""
        if self._closed:
            return
        self._closed = True
        self._orders.put(None)
        self._writer.join()
        self._readers.shutdown(wait=True)
        self._views.close()
        self._work.close()  # last, so that SQLite can fold its log into the file

    # -- the writer's thread ---------------------------------------------------------------------

    def _write(self) -> None:
        while (order := self._orders.get()) is not None:
            if not order.answer.set_running_or_notify_cancel():
                continue
            try:
                facts = self._carry_out(order.command, order.actor)
            except BaseException as error:  # whatever it was, the one who asked must hear of it
                order.answer.set_exception(error)
            else:
                if facts:
                    self.tell(FactsRecorded(facts))
                order.answer.set_result(facts)

    def _carry_out(self, command: Command, actor: Actor) -> Facts:
        if not actor.may(command.permission):
            raise DeskError("desk.not-permitted", permission=command.permission, actor=actor.name)
        now = self._clock.now()
        notice = Notice(type(command).__name__, actor.name, now)
        with self._work.transaction() as unit:
            context = Context(unit.ask, actor, now, self.settings, self.names)
            facts = tuple(DECISIONS[type(command)](command, context))
            if facts:
                unit.record(facts, notice)
        return facts
