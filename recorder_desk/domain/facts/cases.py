"""Cases, links and seals."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.sign import Reason


@dataclass(frozen=True, slots=True)
class CaseOpened(Fact):
    """A case exists from now on."""

    case: str
    number: str
    title: str
    party: str
    matter: str
    opened_on: str
    item_list: str


@dataclass(frozen=True, slots=True)
class CaseAmended(Fact):
    """The words on a case were changed."""

    case: str
    title: str
    party: str
    matter: str
    opened_on: str


@dataclass(frozen=True, slots=True)
class RecordingLinked(Fact):
    """A recording has a place in a case; `until_ms` 0 means to the end. `signs`: what the desk itself concluded it
    from; () where a person linked it."""

    link: str
    recording: str
    case: str
    item: str
    from_ms: int
    until_ms: int
    reason: str
    signs: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacesSought(Fact):
    """The desk weighed where these recordings belong; what it was sure of is linked in the same step."""

    recordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordingUnlinked(Fact):
    """A link no longer holds; it stays as a trace."""

    link: str
    recording: str
    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """The archival code one link gets by a seal."""

    link: str
    recording: str
    archival_code: str
    retention: str
    year: str
    kind: str
    number: int
    item_name: str
    stage: str


@dataclass(frozen=True, slots=True)
class SealBegun(Fact):
    """A case is being sealed: from now on nothing in it can be changed."""

    seal: str
    case: str
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class CaseSealed(Fact):
    """A case lies in the archive: every recording's object tells it, and so does its own object."""

    seal: str
    case: str
    object_path: str
    manifest_digest: str
