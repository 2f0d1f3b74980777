"""What can be seen of the documents of cases."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.case_document import DocumentOrder, DocumentRow
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class DocumentsOf(Query[tuple[DocumentRow, ...]]):
    """The documents of a case, oldest first; `all` with those that were refused or detached."""

    case: str
    all: bool = False


@dataclass(frozen=True, slots=True)
class ShowDocument(Query[DocumentRow]):
    """One document. Raises `document.unknown`."""

    document: str


@dataclass(frozen=True, slots=True)
class FindDocument(Query[str]):
    """The id of the one document in the vault whose id is or ends so, or whose title is so. Raises
    `document.unknown`, `document.ambiguous`."""

    text: str


@dataclass(frozen=True, slots=True)
class DocumentsOwed(Query[tuple[DocumentOrder, ...]]):
    """Documents that were ordered and are neither attached nor refused, oldest first; of one case, or of all ('')."""

    case: str = ""
    limit: int = 16


@dataclass(frozen=True, slots=True)
class DocumentTwin(Query[str]):
    """The title of the document with these bytes that is attached to a case, or ''."""

    case: str
    digest: str


@dataclass(frozen=True, slots=True)
class DocumentsToCheck(Query[tuple[tuple[str, str, str, int], ...]]):
    """Documents in the vault, the longest unchecked first: id, object path, digest, bytes."""


@dataclass(frozen=True, slots=True)
class DocumentsKept(Query[frozenset[str]]):
    """Those of these ids that are documents in the vault which the catalogue knows."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakeCopy(Query[int]):
    """Write a read-only copy of a document to a new path, comparing its digest; its bytes. Answered live: it writes
    outside of the desk only. Raises `document.unknown`, `document.not-there`, `document.differs`,
    `document.unwritable`."""

    document: str
    to: str
