"""Recorders being released."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.release import Clearing, Kept


@dataclass(frozen=True, slots=True)
class ReleaseOrdered(Fact):
    """Somebody with the right to ordered that what is verified here be taken off a recorder."""

    release: str
    path: str


@dataclass(frozen=True, slots=True)
class RemovalIntended(Fact):
    """These files were compared, at the recorder and in the vault, and are removed next; those are kept."""

    release: str
    files: tuple[Clearing, ...]
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class FilesReleased(Fact):
    """These files are off the recorder, durably; of those it turned out that they stay."""

    release: str
    removed: tuple[str, ...]
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseEnded(Fact):
    """A release is over; `code` says why it stopped early, or ''."""

    release: str
    code: str = ""
