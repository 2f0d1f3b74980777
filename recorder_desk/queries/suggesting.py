"""What the desk suggests for recordings."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.suggesting import Suggested
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class SuggestionsFor(Query[Suggested]):
    """The cases a recording may belong to, with reasons. Raises `recording.unknown`."""

    recording: str


@dataclass(frozen=True, slots=True)
class Unlinked(Query[tuple[str, ...]]):
    """Recordings that need a place in a case, oldest first: no sidecars, none that is set aside."""

    limit: int = 100_000


@dataclass(frozen=True, slots=True)
class PlacesUnsought(Query[tuple[str, ...]]):
    """Recordings in need of a place that nothing else is owed on, and that were not weighed since something near them
    changed; none that ever had a place."""

    limit: int = 50
