"""Documents of a case: a notice, a written record, a decision; kept in the vault like originals, never read here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recorder_desk.domain.recording import Origin
from recorder_desk.errors import DeskError

DocumentState = Literal["ordered", "attached", "refused", "detached"]
DOCUMENT_KINDS = ("record", "notice", "evidence", "approval", "decision", "service", "other")
"""What a document is: a written record, a notice, evidence, an approval, a decision, a proof of service, other."""
ENDINGS = frozenset(
    ["pdf", "ofd", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "txt", "rtf", "csv", "zip"]
)
"""Endings a document keeps in the vault, besides those of media; others become `.bin` and keep their name beside."""
MOST_TITLE = 200


@dataclass(frozen=True, slots=True)
class DocumentCase:
    """The case a document was attached to, as it was called then."""

    id: str
    number: str
    title: str
    party: str
    matter: str
    opened_on: str
    item_list: str


@dataclass(frozen=True, slots=True)
class DocumentOrigin(Origin):
    """Where a document came from; written beside it in the vault for good. `recording` is the document's own id."""

    case: DocumentCase
    title: str
    document_kind: str


@dataclass(frozen=True, slots=True)
class DocumentOrder:
    """A document that is to be attached: `path` in stored form."""

    document: str
    case: str
    path: str
    title: str
    kind: str
    ordered_by: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of a case, as a list shows it. `path` is absolute, '' while nothing is in the vault; `code` why it
    was refused, or what the last check found."""

    id: str
    case: str
    number: str
    title: str
    kind: str
    name: str
    bytes: int
    digest: str
    state: DocumentState
    code: str
    added_by: str
    added_at: str
    detached_by: str
    detached_at: str
    detach_reason: str
    checked_at: str
    path: str


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What a seal writes of a document into the case's own object."""

    document: str
    title: str
    kind: str
    name: str
    bytes: int
    digest: str
    object_path: str
    attached_at: str
    attached_by: str


def checked_title(text: str) -> str:
    """A title in one line. Raises DeskError `document.title-too-long`."""
    title = " ".join(text.split())
    if len(title) > MOST_TITLE:
        raise DeskError("document.title-too-long", most=MOST_TITLE)
    return title


def checked_kind(text: str) -> str:
    """A kind there is. Raises DeskError `document.unknown-kind`."""
    kind = text.strip().lower() or "other"
    if kind not in DOCUMENT_KINDS:
        raise DeskError("document.unknown-kind", kind=text, kinds=", ".join(DOCUMENT_KINDS))
    return kind
