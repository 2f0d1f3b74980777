"""The pipeline: its steps, its jobs, and what a step works with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.filmed_code import CodeBook
from recorder_desk.domain.happening import Happening
from recorder_desk.domain.plan import Profile
from recorder_desk.domain.settings import Settings
from recorder_desk.ports.catalogue import Ask, Clock
from recorder_desk.ports.dock import Clear, Dock
from recorder_desk.ports.exports import Letters, Outbox
from recorder_desk.ports.frames import Frames
from recorder_desk.ports.media import Cancelled, Media
from recorder_desk.ports.mirror import Mirror
from recorder_desk.ports.vault import Vault

T = TypeVar("T")


class Overlap(Protocol):
    """Doing one thing while the next is begun, on a thread of the lane."""

    def __call__(self, work: Callable[[], None]) -> Future[None]:
        """Start the work; its Future raises what it raised."""
        ...


class Meter(Protocol):
    """Progress of one job: told to listeners at most ten times a second, never journalled."""

    def add(self, done: int) -> None:
        """So many more bytes, milliseconds or things are done."""
        ...

    def total(self, total: int) -> None:
        """How many there are in all."""
        ...


class Claims(Protocol):
    """Digests that a lane is about to publish, so that two lanes never store the same bytes."""

    def hold(self, digests: Iterable[str]) -> AbstractContextManager[None]:
        """Wait until nobody else holds any of these, then hold them while inside."""
        ...


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything a step of the pipeline works with. Built by the lanes for each job."""

    vault: Vault
    mirror: Mirror
    media: Media
    frames: Frames
    letters: Letters
    outbox: Outbox
    dock: Dock
    clear: Clear
    ask: Ask
    record: Callable[[Command], tuple[Fact, ...]]
    tell: Callable[[Happening], None]
    meter: Meter
    cancelled: Cancelled
    overlap: Overlap
    claims: Claims
    clock: Clock
    settings: Settings
    profile: Profile
    codes: CodeBook
    derivatives: Path
    station: str
    actor: str


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of owed work. `key` names it (never twice at once), `exclusive` what it shares with
    no other job (a source device); `about` is what the step's query returned."""

    key: str
    label: str
    subject: str
    unit: str
    about: object
    exclusive: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the pipeline: which query says what is owed, in which lane it is done, by what.

    `owes` gives the jobs that could be done now; `does` does one, recording by commands, and returns
    after how many seconds to look again (None: when something happens). `failed` is the command
    that records a failure of a job (None: the step records its own).
    """

    name: str
    lane: str
    owes: Callable[[Ask, Now], Sequence[Job]]
    does: Callable[[Job, Bench], float | None]
    failed: Callable[[Job, str], Command | None]


@dataclass(frozen=True, slots=True)
class Now:
    """The moment, which proxy profile and which grammars of names count, and whether the desk links by itself, as
    queries for owed work need them."""

    stamp: str
    profile: str
    grammars: str
    links: bool = False
