"""The second copy."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.mirror import Copied


@dataclass(frozen=True, slots=True)
class MirrorAppointed(Fact):
    """From now on every object is to have a second copy there; `same_disk`: known to be on the vault's disk."""

    mirror: str
    path: str
    same_disk: bool


@dataclass(frozen=True, slots=True)
class MirrorDismissed(Fact):
    """No second copies are made any more; those that are there stay."""

    mirror: str


@dataclass(frozen=True, slots=True)
class ObjectsMirrored(Fact):
    """These objects were copied to the mirror, flushed and re-read there."""

    mirror: str
    objects: tuple[Copied, ...]
