"""What can be seen of the second copy."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.mirror import MirrorOwed, MirrorPlace, MirrorState
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class WhichMirror(Query[MirrorPlace | None]):
    """The mirror in force, or None."""


@dataclass(frozen=True, slots=True)
class ShowMirror(Query[MirrorState | None]):
    """The mirror in force in numbers, or None."""


@dataclass(frozen=True, slots=True)
class SeeMirror(Query[tuple[MirrorState, bool] | None]):
    """The mirror in force in numbers and whether it is there now (looked for at once), or None."""


@dataclass(frozen=True, slots=True)
class MirroredObjects(Query[tuple[tuple[str, str, str], ...]]):
    """(id, object path, digest) of what has a second copy of its present state; a case's digest is ''."""


@dataclass(frozen=True, slots=True)
class ObjectsUnmirrored(Query[tuple[MirrorOwed, ...]]):
    """Objects whose second copy is owed (and whose pause after a failure is over); none without a mirror."""

    now: str
    limit: int = 64
