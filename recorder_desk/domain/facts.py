"""What can have happened: frozen values in the past tense, one per kind of change.

A fact holds all that is needed to write the catalogue again: applying the journal's facts in
order to an empty catalogue gives the catalogue back. Whole numbers and text only.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from recorder_desk.domain.finding import Finding
from recorder_desk.domain.media import Made, MediaInfo
from recorder_desk.domain.recording import Origin, Original


class Fact:
    """Base of all facts."""

    __slots__ = ()


# -- dock ---------------------------------------------------------------------------------------


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


# -- recordings ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MediaDescribed(Fact):
    """What a recording's media is, as the probe told."""

    recording: str
    media: MediaInfo
    problem: str
    plan: str
    plan_reason: str
    tool: str


@dataclass(frozen=True, slots=True)
class DerivativesMade(Fact):
    """Derivatives exist now, paths relative to the folder of derivatives. `step` is what made them.

    `problem` is what the maker noticed about the media meanwhile (a code or '')."""

    recording: str
    step: str
    made: tuple[Made, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class StepFailed(Fact):
    """Owed work on a recording failed; it is owed again from `again_at` (or never, when '')."""

    recording: str
    step: str
    code: str
    attempt: int
    again_at: str


@dataclass(frozen=True, slots=True)
class RetryOrdered(Fact):
    """An operator wants failed steps of a recording tried again now."""

    recording: str


@dataclass(frozen=True, slots=True)
class RecordingViewed(Fact):
    """A recording was opened to look (调阅); `source` is original or proxy."""

    recording: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecordingChecked(Fact):
    """An original was re-read against its digest; no findings means that all is well."""

    recording: str
    digest: str
    findings: tuple[Finding, ...] = ()


# -- cases --------------------------------------------------------------------------------------


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
    """A recording has a place in a case; `until_ms` 0 means to the end."""

    link: str
    recording: str
    case: str
    item: str
    from_ms: int
    until_ms: int
    reason: str


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


# -- the desk itself ----------------------------------------------------------------------------


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


FACTS: dict[str, type[Fact]] = {
    kind.__name__: kind
    for kind in (
        DropFolderAdded,
        DropFolderRemoved,
        OfferOpened,
        OfferClosed,
        RecordingReceived,
        TwinMet,
        FileRefused,
        FileFailed,
        MediaDescribed,
        DerivativesMade,
        StepFailed,
        RetryOrdered,
        RecordingViewed,
        RecordingChecked,
        CaseOpened,
        CaseAmended,
        RecordingLinked,
        RecordingUnlinked,
        SealBegun,
        CaseSealed,
        SettingChanged,
        CatalogueRebuilt,
        SealRecovered,
    )
}
"""Every kind of fact by its name, as journal entries name it."""
