"""Tags and notes, and what was undone."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.tagging import NoteField


@dataclass(frozen=True, slots=True)
class RecordingTagged(Fact):
    """Tags were put on a recording and taken off it."""

    recording: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordingNoted(Fact):
    """What is said of a recording changed from one thing to another."""

    recording: str
    field: NoteField
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class ActionUndone(Fact):
    """What the entries `first` to `last` did is undone by those that follow this one (`redo`: done again)."""

    first: int
    last: int
    redo: bool
