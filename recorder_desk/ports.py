"""What the outside must meet: the catalogue, the vault, the media programs, the watch, the clock.

`storage` and `recorder_desk.tools` implement these; `ui/start.py` alone chooses which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.actor import Actor
from recorder_desk.domain.docked import DockedFile, LeftAlone
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.happening import Happening
from recorder_desk.domain.media import Made, MediaInfo, Probe
from recorder_desk.domain.plan import Plan, Profile
from recorder_desk.domain.record_item import ItemLists
from recorder_desk.domain.recording import Origin, Original
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
    and every version of the record item list."""

    ask: Ask
    actor: Actor
    now: datetime
    settings: Settings
    items: ItemLists


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


@dataclass(frozen=True, slots=True)
class Staged:
    """An original copied into staging, not yet durable. `empty` files have the digest of nothing."""

    origin: Origin
    digest: str
    bytes: int


Report = Callable[[int], None]
"""Told of bytes (or other steps) done since the last call."""


class Batch(Protocol):
    """Originals on their way into the vault that share one durability point."""

    def take_in(self, source: DockedFile, origin: Origin, report: Report) -> Staged:
        """Copy one file into staging in one pass, hashing it while it is written.

        The source is opened for reading only, by directory descriptor, without following links,
        and compared with `source` before and after. Raises DeskError: `receive.source-changed`,
        `receive.source-unreadable`, `receive.source-gone`, `receive.not-a-file`,
        `receive.disk-full`, `receive.vault-unwritable`. After a raise nothing of it is left.
        """
        ...

    def drop(self, staged: Staged) -> None:
        """Forget a staged original (a twin): its staging folder is removed."""
        ...

    def publish(self, report: Report) -> Sequence[Original | DeskFailure]:
        """Make all that is staged durable, re-read it, compare, and complete the OCFL objects.

        One answer per staged original, in order. An original whose read-back differs, and every
        one whose flush failed, is a failure and nothing of it is left: it is still owed.
        """
        ...

    def close(self) -> None:
        """After the commit (or the failure): forget the batch's staging folder."""
        ...


@dataclass(frozen=True, slots=True)
class DeskFailure:
    """Why one thing of many failed, as a value (see DeskError)."""

    subject: str
    code: str


@dataclass(frozen=True, slots=True)
class VaultObject:
    """One OCFL object as a rebuild reads it: the logical state of its newest version.

    `documents` maps logical names of its JSON files (`recording.json`, `archive.json`,
    `case.json`, …) to their bytes; `original` is None for a case.
    """

    id: str
    object_path: str
    version: int
    original: Original | None
    documents: Mapping[str, bytes]


class Vault(Protocol):
    """The OCFL 1.1 storage root: originals, write-once."""

    root: Path

    def batch(self) -> Batch:
        """A new batch with its own folder in staging."""
        ...

    def unfinished(self) -> Iterator[tuple[Batch, Sequence[Original]]]:
        """Batches a crash left behind, each with those of its objects that were completed.

        Whatever was only staged is removed here; the caller registers what was completed (each is
        re-read and compared first) and then closes the batch.
        """
        ...

    def path_of(self, object_path: str, content_path: str) -> Path:
        """Where a file of an object lies on disk, for reading only."""
        ...

    def document(self, object_path: str, name: str) -> bytes | None:
        """The newest version's document of this logical name, or None. Raises `vault.object-missing`."""
        ...

    def add_version(self, id: str, object_path: str, documents: Mapping[str, bytes], message: str) -> int:
        """A new version of an object in which the named documents are added or replaced.

        Does nothing when the newest version holds these documents already (so that it can be
        repeated after a crash). Returns the version number. Raises `vault.object-missing`,
        `vault.object-damaged`, `receive.disk-full`.
        """
        ...

    def add_object(self, id: str, documents: Mapping[str, bytes], message: str) -> str:
        """A new object of documents alone (a case); repeated with the same documents, nothing.

        Returns its object path. Raises as `add_version`.
        """
        ...

    def check(self, id: str, object_path: str, digest: str, report: Report) -> list[Finding]:
        """Re-read one object past the page cache: inventory, every file's digest, nothing extra.

        `digest` is what the catalogue holds for its original ('' for a case). Codes:
        `check.object-missing`, `check.inventory-damaged`, `check.original-missing`,
        `check.original-differs`, `check.document-differs`, `check.file-untracked`.
        """
        ...

    def objects(self) -> Iterator[VaultObject | Finding]:
        """Every object under the storage root (unordered), or a finding where one cannot be read."""
        ...

    def free_bytes(self) -> int:
        """Room left on the vault's file system, in bytes."""
        ...


class Cancelled(Protocol):
    """Asked now and then by long work."""

    def __call__(self) -> bool:
        """True when the work should stop."""
        ...


class Media(Protocol):
    """ffmpeg and ffprobe behind one door; every run is bounded, cancellable and outside our process."""

    def version(self) -> str:
        """Name and version of the program, as recorded with each derivative."""
        ...

    def probe(self, source: Path, named: str) -> Probe:
        """What a file is. `named` is its kind by name. Never raises for bad media (see `problem`).

        Raises DeskError `media.ffmpeg-missing` (environment).
        """
        ...

    def pictures(self, source: Path, info: MediaInfo, into: Path, cancelled: Cancelled) -> tuple[Sequence[Made], str]:
        """Poster, filmstrip and waveform, as far as the media has them, and a problem code or ''.

        Video: poster + filmstrip (key frames only) + waveform if it has sound. Sound: a poster drawn
        from its waveform + waveform. Photo: poster. Files are written into the folder `into`.
        """
        ...

    def proxy(
        self,
        source: Path,
        info: MediaInfo,
        plan: Plan,
        profile: Profile,
        into: Path,
        report: Report,
        cancelled: Cancelled,
    ) -> Made:
        """Remux or transcode as planned; `report` is told of media milliseconds done.

        Raises DeskError `media.transcode-failed`, `media.timeout`, `media.cancelled`,
        `media.ffmpeg-missing`, `media.disk-full`.
        """
        ...


class Watch(Protocol):
    """Being told that something happens in a drop folder; events only wake the scanner."""

    def follow(self, paths: Iterable[str], wake: Callable[[str], None]) -> None:
        """Watch exactly these folders from now on; `wake(path)` is called with the folder's path."""
        ...

    def close(self) -> None:
        """Stop watching and join the threads."""
        ...


class Dock(Protocol):
    """Looking into drop folders without changing anything there."""

    def scan(self, path: str) -> tuple[Sequence[DockedFile], Sequence[LeftAlone]]:
        """Regular files below a folder (or the one file), sorted by path, and what is left alone.

        Links are never followed. Raises DeskError `dock.folder-missing`, `dock.folder-unreadable`.
        Codes of what is left alone: `dock.temporary-name`, `dock.link`, `dock.not-a-file`,
        `dock.unreadable`, `dock.folder-unreadable`.
        """
        ...

    def settled(self, file: DockedFile, settle_seconds: float) -> bool:
        """Whether its writer is done: closed where the system tells, and unchanged for so long.

        Keeps what it saw before, so that asking again later decides; never sleeps.
        """
        ...

    def device_of(self, path: str) -> str:
        """The volume a path is on, as in `DockedFile.device`; '' when it is not there."""
        ...

    def looks_like_media(self, file: DockedFile) -> bool:
        """Whether the first bytes of a file with a foreign name are those of a media container."""
        ...


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
    media: Media
    dock: Dock
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
    items: ItemLists
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
    """The moment, and which proxy profile counts, as the queries for owed work need them."""

    stamp: str
    profile: str
