"""The dock: folders, offers, and what became of each file."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.recording import Origin, Original


@dataclass(frozen=True, slots=True)
class DropFolderAdded(Fact):
    """A folder is watched from now on; `path` in stored form."""

    dock: str
    path: str


@dataclass(frozen=True, slots=True)
class DropFolderRemoved(Fact):
    """A folder is no longer watched. What was received from it stays."""

    dock: str
    path: str


@dataclass(frozen=True, slots=True)
class OfferOpened(Fact):
    """Somebody offered files by hand; it is owed until it is closed."""

    dock: str
    path: str


@dataclass(frozen=True, slots=True)
class OfferClosed(Fact):
    """Every file of an offer has its outcome."""

    dock: str


@dataclass(frozen=True, slots=True)
class RecordingReceived(Fact):
    """An original is ours: durable, re-read, compared. `problem` is a code or ''."""

    origin: Origin
    original: Original
    problem: str = ""
    recovered: bool = False


@dataclass(frozen=True, slots=True)
class TwinMet(Fact):
    """Bytes we hold already were offered again, here, then. Nothing was stored."""

    recording: str
    digest: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class FileRefused(Fact):
    """A file was left where it lies, for the reason `code`."""

    path: str
    device: str
    bytes: int
    modified_ns: int
    code: str


@dataclass(frozen=True, slots=True)
class FileFailed(Fact):
    """Receiving a file failed; it is still owed."""

    path: str
    device: str
    bytes: int
    modified_ns: int
    code: str
