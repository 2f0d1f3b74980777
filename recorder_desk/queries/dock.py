"""What can be seen of the dock."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.docked import DockState
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class DropFolder:
    """A watched folder or an open offer; `path` in stored form."""

    dock: str
    path: str
    offer: bool
    added_at: str


@dataclass(frozen=True, slots=True)
class DropFolders(Query[tuple[DropFolder, ...]]):
    """Every drop folder and open offer, oldest first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How a file was when we last dealt with it, and how that ended."""

    device: str
    bytes: int
    modified_ns: int
    outcome: str
    code: str
    recording: str
    seen_at: str


@dataclass(frozen=True, slots=True)
class SeenBelow(Query[dict[str, Seen]]):
    """Files already dealt with below a folder (or the one file), by path in stored form."""

    path: str


@dataclass(frozen=True, slots=True)
class Holders(Query[dict[str, str]]):
    """Which of these digests we hold, and in which recording."""

    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DockStates(Query[tuple[DockState, ...]]):
    """Every drop folder as it is at this moment (answered by the lanes, not the catalogue)."""


@dataclass(frozen=True, slots=True)
class DockEvent:
    """One refused or failed file, newest first."""

    path: str
    outcome: str
    code: str
    seen_at: str


@dataclass(frozen=True, slots=True)
class DockTroubles(Query[tuple[DockEvent, ...]]):
    """Files that were refused or failed and that a person should know of, newest first."""

    limit: int = 50
