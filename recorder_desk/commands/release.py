"""What can be done to release recorders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.release import Clearing, Kept


@dataclass(frozen=True, slots=True)
class OrderRelease(Command):
    """Take off a recorder (a folder, as the file system has it) what is verified here. Owed work then.

    Raises `release.switched-off` unless the setting `release_recorders` is on, `release.under-way`."""

    permission: ClassVar[str] = "dock.release"
    path: str


@dataclass(frozen=True, slots=True)
class IntendRemoval(Command):
    """Name the files that are removed next, each compared at the recorder and in the vault just now.

    Raises `release.unknown`, `release.not-held` (defect) for bytes that no recording holds."""

    permission: ClassVar[str] = "dock.release"
    release: str
    files: tuple[Clearing, ...]
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteReleased(Command):
    """Tell which of the named files are gone. Raises `release.unknown`, `release.not-intended` (defect)."""

    permission: ClassVar[str] = "dock.release"
    release: str
    removed: tuple[str, ...]
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True)
class EndRelease(Command):
    """A release is over; told once."""

    permission: ClassVar[str] = "dock.release"
    release: str
    code: str = ""
