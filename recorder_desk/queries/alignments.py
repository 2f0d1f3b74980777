"""What can be seen of recordings beside one another."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.alignment import Alignment, Lane, Overlap
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class Together(Query[tuple[Lane, ...]]):
    """Recordings on the time line of the first: by what was kept of them (unless not `kept`), else by their clocks. In
    the order asked.

    Raises `recording.unknown`, `align.how-many`."""

    recordings: tuple[str, ...]
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Overlapping(Query[tuple[Overlap, ...]]):
    """Recordings that ran while this one did; those of its cases first, then by how long.

    Raises `recording.unknown`."""

    recording: str
    limit: int = 50


@dataclass(frozen=True, slots=True)
class HearAlignment(Query[Alignment]):
    """Where `other` lies on the time line of `one` by its sound: answered live, within seconds to a minute.

    Where the sound tells nothing certain, the answer is not `clear`. Raises `recording.unknown`, `align.no-sound`,
    `media.timeout`, `media.cancelled`, `media.ffmpeg-missing`, `media.sandbox-failed`."""

    one: str
    other: str
