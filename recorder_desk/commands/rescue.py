"""What can be done about recordings that were cut off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command


@dataclass(frozen=True, slots=True)
class OrderRescue(Command):
    """Make a rescue copy of a recording without an index, after a healthy `sibling` of the same recorder ('': the
    nearest). The original stays as it is. Raises `recording.unknown`, `rescue.not-cut-off`, `rescue.no-sibling`."""

    permission: ClassVar[str] = "recordings.derive"
    recording: str
    sibling: str = ""
