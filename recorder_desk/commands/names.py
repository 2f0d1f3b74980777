"""What can be done about names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command


@dataclass(frozen=True, slots=True)
class ReadNames(Command):
    """Read the names of recordings again, by the grammars in force now: pairs of a recording and its path."""

    permission: ClassVar[str] = "dock.receive"
    recordings: tuple[tuple[str, str], ...]
