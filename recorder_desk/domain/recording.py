"""An original's origin, and what the screens show of a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recorder_desk.domain.clock import NOT_KNOWN, Corrected
from recorder_desk.domain.media import MediaInfo, MediaKind
from recorder_desk.domain.sign import Reason
from recorder_desk.domain.stamps import Stamps

State = Literal["received", "ready", "damaged", "linked", "sealed"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an original came from, as the dock saw it; written beside it in the vault for good.

    `name` and `path` are in stored form (`domain/names.py`); `modified_at` is the raw stamp of the
    source file system, never corrected, and `modified_ns` the same to the nanosecond.
    """

    recording: str
    kind: MediaKind
    name: str
    path: str
    device: str
    bytes: int
    modified_at: str
    modified_ns: int
    received_at: str
    station: str
    actor: str


@dataclass(frozen=True, slots=True)
class Original:
    """An original as it lies in the vault: its digest (`sha512:hex`) and where.

    `object_path` is the OCFL object's folder relative to the storage root and `content_path` the
    file inside it, both with forward slashes. `read_back` says how it was re-read: `direct`
    (past the page cache), `dropped` (page cache dropped first) or `cached`. `mirror` is the mirror whose
    second copy was written in the same pass and re-read, or ''.
    """

    recording: str
    digest: str
    bytes: int
    object_path: str
    content_path: str
    read_back: Literal["direct", "dropped", "cached"]
    mirror: str = ""


@dataclass(frozen=True, slots=True)
class RecordingRow:
    """A recording as a list shows it. Times are UTC stamps or '', lengths milliseconds.

    `take` is the id of the first of the recordings it is one with, `segment` its place of `segments`.
    `recorder` is its id in the register, '' unknown; `wearer` who wore it that day.
    The six before are what its name tells (`domain/file_names.py`); `sequence` -1: none."""

    id: str
    name: str
    digest: str
    bytes: int
    kind: MediaKind
    state: State
    recorded_at: str
    received_at: str
    duration_ms: int
    device: str
    problem: str
    poster: str
    case_id: str
    case_number: str
    item: str
    twins: int
    device_number: str = ""
    user_number: str = ""
    named_at: str = ""
    sequence: int = -1
    important: bool = False
    grammar: str = ""
    recorder: str = ""
    recorder_serial: str = ""
    wearer: str = ""
    take: str = ""
    segment: int = 0
    segments: int = 0


@dataclass(frozen=True, slots=True)
class DerivativeRow:
    """A derivative as it is kept; `path` is absolute."""

    role: str
    path: str
    digest: str
    bytes: int
    tool: str
    version: str
    arguments: tuple[str, ...]
    profile: str
    made_at: str
    facts: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Sighting:
    """The bytes of a recording met at a place: the first is where it came from, others are twins."""

    path: str
    device: str
    modified_at: str
    seen_at: str
    twin: bool


@dataclass(frozen=True, slots=True)
class BesideRow:
    """What came with a recording: a sidecar of it; or for a sidecar, a recording it belongs to."""

    recording: str
    name: str
    kind: MediaKind
    bytes: int


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """A recording that seems to show the same footage, `shift_ms` later there; `agree` of `of` pictures are alike."""

    recording: str
    name: str
    shift_ms: int
    agree: int
    of: int


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A recording's place in a case; `until_ms` 0 means to the end; unlinked ones stay as a trace. `signs`: what the
    desk concluded it from, where it linked it by itself."""

    id: str
    recording: str
    case_id: str
    case_number: str
    item: str
    from_ms: int
    until_ms: int
    reason: str
    signs: tuple[Reason, ...]
    linked_by: str
    linked_at: str
    unlinked_at: str
    unlinked_by: str
    unlink_reason: str
    archival_code: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One journal entry that concerns a thing: the fact's name and its body.

    `about` names the recording and the case it is about, as people know them, or is ''."""

    seq: int
    at: str
    actor: str
    fact: str
    body: dict[str, object]
    about: str = ""


@dataclass(frozen=True, slots=True)
class RecordingDetail:
    """Everything the inspector shows. `original_path` is absolute; `play_path` is what a player
    may open (the original if the plan says so, else the proxy, else a rescue copy), or '' while there is none.
    `true_time`: what the readings of its recorder's clock say of `recorded_at` (`domain/clock.py`)."""

    row: RecordingRow
    media: MediaInfo | None
    original_path: str
    play_path: str
    play_role: Literal["original", "proxy", "rescue", "none"]
    plan: str
    derivatives: tuple[DerivativeRow, ...]
    sightings: tuple[Sighting, ...]
    links: tuple[LinkRow, ...]
    history: tuple[HistoryRow, ...]
    checked_at: str
    check_code: str
    archival_codes: tuple[str, ...]
    stamps: Stamps
    encrypted: bool
    channel: str
    company: str
    true_time: Corrected = NOT_KNOWN
    beside: tuple[BesideRow, ...] = ()
    alike: tuple[AlikeRow, ...] = ()
