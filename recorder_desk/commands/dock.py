"""What can be done at the dock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.docked import DockedFile
from recorder_desk.domain.recording import Origin, Original


@dataclass(frozen=True, slots=True)
class AddDropFolder(Command):
    """Watch a folder (a path as the file system has it). Adding one twice changes nothing."""

    permission: ClassVar[str] = "dock.configure"
    path: str


@dataclass(frozen=True, slots=True)
class RemoveDropFolder(Command):
    """Stop watching a folder. Raises `dock.unknown-folder`."""

    permission: ClassVar[str] = "dock.configure"
    path: str


@dataclass(frozen=True, slots=True)
class OfferPath(Command):
    """Offer a file or folder by hand: it is owed until every file in it has its outcome."""

    permission: ClassVar[str] = "dock.receive"
    path: str


@dataclass(frozen=True, slots=True)
class CloseOffer(Command):
    """Every file of an offer has its outcome."""

    permission: ClassVar[str] = "dock.receive"
    dock: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A received original and where it came from."""

    origin: Origin
    original: Original
    problem: str = ""
    recovered: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """A docked file whose bytes are those of `recording`."""

    origin: Origin
    recording: str
    digest: str


@dataclass(frozen=True, slots=True)
class Declined:
    """A docked file that was refused, or that failed and is still owed, with the reason."""

    file: DockedFile
    code: str


@dataclass(frozen=True, slots=True)
class RegisterFiles(Command):
    """Register what one durability point brought: originals, twins, refusals, failures.

    All in one transaction. Raises `receive.already-registered` for a digest we hold (defect)."""

    permission: ClassVar[str] = "dock.receive"
    arrivals: tuple[Arrival, ...] = ()
    twins: tuple[Met, ...] = ()
    refused: tuple[Declined, ...] = ()
    failed: tuple[Declined, ...] = ()
