"""Marks in recordings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.mark import MarkFields


@dataclass(frozen=True, slots=True)
class AddMarks(Command):
    """Mark moments or ranges of a recording, all or none. One step to undo; those that are there so already are passed
    over. Sealed recordings can be marked too: nothing of theirs changes.

    Raises `recording.unknown`, `mark.bad-kind`, `mark.bad-range`, `mark.beyond-end`, `mark.long`,
    `mark.unknown-item`."""

    permission: ClassVar[str] = "recordings.mark"
    recording: str
    marks: tuple[MarkFields, ...]


@dataclass(frozen=True, slots=True)
class ChangeMark(Command):
    """Have a mark say something else; its code stays. Raises `mark.unknown` and as `AddMarks`."""

    permission: ClassVar[str] = "recordings.mark"
    mark: str
    fields: MarkFields


@dataclass(frozen=True, slots=True)
class RemoveMark(Command):
    """Take a mark away. Raises `mark.unknown`."""

    permission: ClassVar[str] = "recordings.mark"
    mark: str
