"""What can be said of recordings, and undoing what was said and linked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.tagging import NoteField


@dataclass(frozen=True, slots=True)
class TagRecordings(Command):
    """Put tags on recordings and take others off; what they have else stays, unless `only` these are to be left. One
    step to undo.

    Raises `recording.unknown`, `tag.empty`, `tag.long`."""

    permission: ClassVar[str] = "recordings.tag"
    recordings: tuple[str, ...]
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    only: bool = False


@dataclass(frozen=True, slots=True)
class NoteRecordings(Command):
    """Say one thing of recordings. Raises `recording.unknown`, `tag.bad-field`, `tag.bad-value`, `tag.reason-missing`
    (an important mark and setting aside have one), `tag.sealed` (only notes may change then)."""

    permission: ClassVar[str] = "recordings.tag"
    recordings: tuple[str, ...]
    field: NoteField
    value: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LinkRecordings(Command):
    """Link several recordings to one item of a case, each whole; those linked so already are passed over. With `only`
    they are taken out of the case's other items in the same step. One step to undo. Raises as `LinkRecording` does, and
    then nothing is changed."""

    permission: ClassVar[str] = "cases.link"
    recordings: tuple[str, ...]
    case: str
    item: str
    reason: str = ""
    only: bool = False


@dataclass(frozen=True, slots=True)
class UnlinkRecordings(Command):
    """Take several recordings out of a case, or out of one item of it; those that are not there are passed over. One
    step to undo. Raises `case.unknown`, `case.sealed`."""

    permission: ClassVar[str] = "cases.link"
    recordings: tuple[str, ...]
    case: str
    item: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Undo(Command):
    """Reverse the newest tagging or linking of this actor that is not undone; history stays.

    Raises `undo.nothing`, `undo.impossible` (the case is sealed since, or it was linked or said so again)."""

    permission: ClassVar[str] = "recordings.tag"


@dataclass(frozen=True, slots=True)
class Redo(Command):
    """Do again what this actor undid last, unless he has tagged or linked since. Raises as `Undo`."""

    permission: ClassVar[str] = "recordings.tag"
