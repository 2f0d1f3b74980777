"""Documents of cases: ordered, attached, refused, detached, checked, looked at."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.case_document import DocumentOrigin
from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.recording import Original


@dataclass(frozen=True, slots=True)
class DocumentOrdered(Fact):
    """A file is to be attached to a case; it is owed until it is attached or refused. `path` in stored form."""

    document: str
    case: str
    path: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class DocumentAttached(Fact):
    """A document is ours: durable, re-read, compared."""

    document: str
    case: str
    origin: DocumentOrigin
    original: Original
    recovered: bool = False


@dataclass(frozen=True, slots=True)
class DocumentRefused(Fact):
    """Nothing was attached, and why; nothing is owed any more."""

    document: str
    case: str
    code: str


@dataclass(frozen=True, slots=True)
class DocumentDetached(Fact):
    """A document does not count in its case any more; it stays in the vault, and here as a trace."""

    document: str
    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentChecked(Fact):
    """A document was re-read against its digest; no findings means that all is well."""

    document: str
    case: str
    digest: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentViewed(Fact):
    """A copy of a document was taken out to look."""

    document: str
    case: str
