"""What can be done about codes that were filmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.filmed_code import Filmed


@dataclass(frozen=True, slots=True)
class NoteCodes(Command):
    """Record that a recording was looked through, which codes were read, and what its pictures look like.

    `prints` as `domain/likeness.py` writes them, '' for none. Raises `recording.unknown`."""

    permission: ClassVar[str] = "recordings.derive"
    recording: str
    filmed: tuple[Filmed, ...]
    frames: int
    tool: str
    prints: str = ""
