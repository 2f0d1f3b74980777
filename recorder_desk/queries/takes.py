"""What can be seen of takes."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.takes import Joint, Ruling, Segment, Take
from recorder_desk.queries.base import Query
from recorder_desk.queries.recordings import Owed


@dataclass(frozen=True, slots=True)
class ContinuityUnmeasured(Query[tuple[Owed, ...]]):
    """Described recordings whose packets nobody has looked at."""

    now: str
    limit: int = 8


@dataclass(frozen=True, slots=True)
class StretchesUnsought(Query[tuple[Owed, ...]]):
    """Measured recordings that nobody has decoded in search of stretches."""

    now: str
    limit: int = 8


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Measured recordings about the time of one on the same recorder, what was decided, and what persons ruled."""

    segments: tuple[Segment, ...]
    joints: tuple[Joint, ...]
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True)
class NeighboursOf(Query[Neighbours]):
    """A day and an hour before and after a recording; itself with it."""

    recording: str


@dataclass(frozen=True, slots=True)
class Takes(Query[tuple[Take, ...]]):
    """Takes of more than one recording, the newest first."""

    limit: int = 100


@dataclass(frozen=True, slots=True)
class ShowTake(Query[Take]):
    """The take a recording is part of (by itself: a take of one). Raises `recording.unknown`."""

    recording: str


@dataclass(frozen=True, slots=True)
class ContinuityFindings(Query[tuple[Finding, ...]]):
    """What the packets and pictures of a recording told that a reviewer should know."""

    recording: str
