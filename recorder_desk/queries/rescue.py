"""What can be seen of recordings that were cut off."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.queries.base import Query
from recorder_desk.queries.recordings import Owed


@dataclass(frozen=True, slots=True)
class Sibling:
    """A healthy recording of the same recorder; `content` is the absolute path of its original."""

    recording: str
    name: str
    digest: str
    content: str


@dataclass(frozen=True, slots=True)
class RescueSiblings(Query[tuple[Sibling, ...]]):
    """Healthy recordings a rescue copy of this one can be made after: of the same recorder, else from the same folder;
    those received with it first. Empty where it was not cut off. Raises `recording.unknown`."""

    recording: str
    limit: int = 5


@dataclass(frozen=True, slots=True)
class RescuesOwed(Query[tuple[Owed, ...]]):
    """Recordings whose rescue copy was ordered and is not made yet."""

    now: str
    limit: int = 8


@dataclass(frozen=True, slots=True)
class OrderedSibling(Query[Sibling]):
    """The healthy recording that was named when the rescue of this one was ordered."""

    recording: str
