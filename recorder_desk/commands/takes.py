"""What can be done about takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.continuity import Continuity, Stretch


@dataclass(frozen=True, slots=True)
class NoteContinuity(Command):
    """Keep what a recording's packets told, and decide what it has to do with its neighbours."""

    permission: ClassVar[str] = "recordings.derive"
    recording: str
    continuity: Continuity


@dataclass(frozen=True, slots=True)
class NoteStretches(Command):
    """Keep where a recording's picture stands still or is black, and where it is silent."""

    permission: ClassVar[str] = "recordings.derive"
    recording: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class RuleTake(Command):
    """Say that one recording goes on where another ends, or does not, and why.

    Raises `recording.unknown`, `take.same`, `take.reason-missing`, `take.ruled-already`."""

    permission: ClassVar[str] = "cases.link"
    before: str
    after: str
    joined: bool
    reason: str
