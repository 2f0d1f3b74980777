"""The vault and the batches in which originals reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.mirror import MirrorPlace
from recorder_desk.domain.recording import Origin, Original

T = TypeVar("T")


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

    def withdraw(self, recordings: Iterable[str]) -> None:
        """Take published originals out of the root again: they could not be registered.

        Nobody was told of them, and their sources are still owed. What cannot be taken out stays
        declared in staging, so that the next start registers it.
        """
        ...

    def leave(self) -> None:
        """Nobody knows whether what was published is registered: `close` leaves it to the next start."""
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

    def batch(self, mirror: MirrorPlace | None = None) -> Batch:
        """A new batch with its own folder in staging; each original is written to the mirror in the same
        pass, where one is named and there. What does not arrive on the mirror does not disturb the batch."""
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
