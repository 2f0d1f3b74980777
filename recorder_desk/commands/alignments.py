"""Where recordings lie on one time line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.alignment import Alignment


@dataclass(frozen=True, slots=True)
class AlignRecordings(Command):
    """Keep where other recordings lie on the time line of one; each counts until it is aligned anew. Nothing of the
    recordings changes, sealed ones can be aligned too.

    Raises `recording.unknown`, `align.with-itself`, `align.beyond`."""

    permission: ClassVar[str] = "recordings.align"
    recording: str
    others: tuple[tuple[str, Alignment], ...]
