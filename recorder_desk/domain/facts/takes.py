"""Holes in recordings, and recordings that are one take."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.continuity import Continuity, Stretch
from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.takes import Joint


@dataclass(frozen=True, slots=True)
class ContinuityMeasured(Fact):
    """Every packet of a recording was looked at: when its tracks begin and end, and their holes."""

    recording: str
    continuity: Continuity


@dataclass(frozen=True, slots=True)
class StretchesFound(Fact):
    """A recording was decoded: where its picture stands still or is black, where its sound is silent."""

    recording: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class JointsDecided(Fact):
    """The desk's own decision whether recordings go on where others end; it takes the place of an earlier one."""

    joints: tuple[Joint, ...]


@dataclass(frozen=True, slots=True)
class TakeRuled(Fact):
    """A person decided it, and why; the desk never decides otherwise."""

    before: str
    after: str
    joined: bool
    reason: str
