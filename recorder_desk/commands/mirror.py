"""What can be done about the second copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.mirror import Copied


@dataclass(frozen=True, slots=True)
class AppointMirror(Command):
    """Keep a second copy of the vault in this mirror (prepared by `ports.Mirror.prepare`), in place of any other.

    Raises `mirror.appointed` where it is the one in force at that very place."""

    permission: ClassVar[str] = "archive.mirror"
    mirror: str
    path: str
    same_disk: bool = False


@dataclass(frozen=True, slots=True)
class DismissMirror(Command):
    """Make no second copies any more. Raises `mirror.none`."""

    permission: ClassVar[str] = "archive.mirror"


@dataclass(frozen=True, slots=True)
class NoteMirrored(Command):
    """Tell which objects have a verified second copy. What is said of a mirror no longer in force is dropped."""

    permission: ClassVar[str] = "archive.mirror"
    mirror: str
    objects: tuple[Copied, ...]
