"""The desk itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.facts.cases import (
    Assignment,
    RecordingLinked,
)
from recorder_desk.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class SettingChanged(Fact):
    """A setting has a new value (as text)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CatalogueRebuilt(Fact):
    """The catalogue was written anew from the vault (and the journal, when it was there)."""

    recordings: int
    cases: int
    entries_replayed: int
    findings: tuple[Finding, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class SealRecovered(Fact):
    """A rebuild found in the vault that a case was sealed, and what it holds."""

    seal: str
    case: str
    number: str
    title: str
    party: str
    matter: str
    opened_on: str
    item_list: str
    sealed_at: str
    object_path: str
    manifest_digest: str
    links: tuple[RecordingLinked, ...]
    assignments: tuple[Assignment, ...]
