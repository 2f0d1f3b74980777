"""The catalogue: looking, changing, and what a decision may see."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from recorder_desk.domain.actor import Actor
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.grammars import Grammars
from recorder_desk.domain.settings import Settings
from recorder_desk.queries.base import Query

T = TypeVar("T")


class Clock(Protocol):
    """Where the time comes from, so that tests can hold it still."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class Views(Protocol):
    """Looking at the catalogue: read-only, safe from any thread."""

    def ask(self, query: Query[T]) -> T:
        """The answer to a query, from one consistent state of the catalogue."""
        ...

    def close(self) -> None:
        """Close every read connection."""
        ...


@dataclass(frozen=True, slots=True)
class Notice:
    """What a transaction writes into the journal beside its facts."""

    command: str
    actor: str
    at: datetime


class Ask(Protocol):
    """Looking at the catalogue, as a decision or a step does it."""

    def __call__(self, query: Query[T]) -> T:
        """The answer to a query."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may look at: the catalogue inside its transaction, who asks, when, settings,
    and the grammars of file names."""

    ask: Ask
    actor: Actor
    now: datetime
    settings: Settings
    names: Grammars


class Unit(Protocol):
    """One transaction of the writer. Its `ask` sees what it has written so far."""

    def ask(self, query: Query[T]) -> T:
        """As `Views.ask`, inside the transaction."""
        ...

    def record(self, facts: Sequence[Fact], notice: Notice) -> None:
        """Write facts into the tables and, with them, their journal entries and a checkpoint."""
        ...


class Work(Protocol):
    """Changing the catalogue: used by the writer thread alone."""

    def transaction(self) -> AbstractContextManager[Unit]:
        """A transaction that commits durably when it is left and rolls back when it raises.

        Raises DeskError `catalogue.full`, `catalogue.corrupt`, `catalogue.busy`.
        """
        ...

    def close(self) -> None:
        """Finish the journal's mirror and close the write connection."""
        ...
