"""Cases: what a case is, and what a seal may and may not touch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recorder_desk.domain.case_document import DocumentEntry
from recorder_desk.domain.recording import LinkRow
from recorder_desk.domain.sign import Reason

CaseState = Literal["open", "sealing", "sealed"]


@dataclass(frozen=True, slots=True)
class CaseFields:
    """What a case is opened with. `opened_on` is a date (ISO)."""

    number: str
    title: str
    party: str = ""
    matter: str = ""
    opened_on: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as a list shows it. `opened_on` is a date (ISO), other times UTC stamps.

    `items_required` counts the items its list requires in this case, `items_covered` those of them that are present or
    explained, `items_missing` those of which there is nothing (`domain/coverage.py`)."""

    id: str
    number: str
    title: str
    party: str
    matter: str
    opened_on: str
    item_list: str
    state: CaseState
    recordings: int
    items_covered: int
    items_required: int
    items_missing: int
    created_at: str
    sealed_at: str
    object_path: str


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """A case with every link it ever had, newest last."""

    row: CaseRow
    links: tuple[LinkRow, ...]


@dataclass(frozen=True, slots=True)
class SealEntry:
    """One sealed recording: everything that is written into its OCFL object and the catalogue of the
    case. `links` are the link ids, items and ranges under one archival code."""

    recording: str
    object_path: str
    digest: str
    bytes: int
    kind: str
    name: str
    recorded_at: str
    duration_ms: int
    archival_code: str
    archival_class: str
    year: str
    number: int
    retention: str
    item: str
    item_name: str
    stage: str
    from_ms: int
    until_ms: int
    reason: str
    signs: tuple[Reason, ...]
    link: str


@dataclass(frozen=True, slots=True)
class SealWork:
    """A seal that is begun and owed: what is to be written for which case."""

    seal: str
    case: CaseRow
    begun_at: str
    begun_by: str
    entries: tuple[SealEntry, ...]
    documents: tuple[DocumentEntry, ...] = ()
