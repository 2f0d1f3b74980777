"""What can be done with the documents of a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.case_document import DocumentOrigin
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.recording import Original


@dataclass(frozen=True, slots=True)
class AttachDocuments(Command):
    """Files (paths as the file system has them) are to be attached to a case: owed until in the vault, or refused.

    `title` '' takes each file's own name. Raises `case.unknown`, `case.sealed`, `document.unknown-kind`,
    `document.title-too-long`, `document.no-files`."""

    permission: ClassVar[str] = "cases.edit"
    case: str
    paths: tuple[str, ...]
    title: str = ""
    kind: str = "other"


@dataclass(frozen=True, slots=True)
class NoteAttached(Command):
    """An ordered document lies in the vault, durable and re-read. Nothing where it is not owed (any more)."""

    permission: ClassVar[str] = "cases.edit"
    origin: DocumentOrigin
    original: Original
    recovered: bool = False


@dataclass(frozen=True, slots=True)
class RefuseDocument(Command):
    """An ordered document cannot be attached. Nothing where it is not owed (any more)."""

    permission: ClassVar[str] = "cases.edit"
    document: str
    code: str


@dataclass(frozen=True, slots=True)
class DetachDocument(Command):
    """A document does not count in its case; it stays as a trace. Raises `document.unknown`, `document.not-attached`,
    `case.sealed`, `case.reason-missing`."""

    permission: ClassVar[str] = "cases.edit"
    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecordDocumentCheck(Command):
    """Record what re-reading a document showed. Raises `document.unknown`."""

    permission: ClassVar[str] = "archive.check"
    document: str
    digest: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ViewDocument(Command):
    """A copy of a document is taken out to look. Raises `document.unknown`, `document.not-there`."""

    permission: ClassVar[str] = "recordings.view"
    document: str
