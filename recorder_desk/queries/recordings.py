"""What can be seen of recordings."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Literal

from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.recording import RecordingDetail, RecordingRow
from recorder_desk.domain.track import Track
from recorder_desk.queries.base import Query

Sort = Literal["recorded_at", "received_at", "name", "bytes", "duration_ms"]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which recordings: words to search for and chosen facets ('' means any).

    `day` is a local date (ISO) of recording (or of receiving, where the media tells none); `item`
    '-' means not linked at all; `problem` and `important` 'yes' mean with a problem, marked important;
    `recorder` '-' one that is not in the register; `tag` a tag or one
    below it in the tree; `waiting` 'yes' what still needs a place: no sidecar, not set aside.
    """

    words: str = ""
    state: str = ""
    kind: str = ""
    case: str = ""
    item: str = ""
    device: str = ""
    day: str = ""
    problem: str = ""
    important: str = ""
    recorder: str = ""
    tag: str = ""
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class RecordingKeys(Query[array]):  # type: ignore[type-arg]
    """The matching recordings as row keys (array of signed 64-bit), sorted: a snapshot for paging.

    `most` asks for the head of it only (0: all of it)."""

    which: Filter = field(default_factory=Filter)
    sort: Sort = "received_at"
    descending: bool = True
    most: int = 0


@dataclass(frozen=True, slots=True)
class RecordingsByKey(Query[tuple[RecordingRow | None, ...]]):
    """Rows for some keys of a snapshot, in their order; None for one that is gone."""

    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RecordingsPage(Query[tuple[RecordingRow, ...]]):
    """Some matching recordings at once, for the terminal and small lists."""

    which: Filter = field(default_factory=Filter)
    sort: Sort = "received_at"
    descending: bool = True
    limit: int = 100
    offset: int = 0


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet and how many matching recordings have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class RecordingFacets(Query[dict[str, tuple[FacetCount, ...]]]):
    """Counts for facets `state`, `kind`, `item`, `case`, `day`, `problem`, `important`, `recorder`, `tag` under a
    filter.

    Each facet is counted with its own choice left out, so that its alternatives show."""

    which: Filter = field(default_factory=Filter)


@dataclass(frozen=True, slots=True)
class FindRecording(Query[str]):
    """The id of the one recording meant by a full id, or an unambiguous start or end of one.

    Raises `recording.unknown`, `recording.ambiguous`."""

    text: str


@dataclass(frozen=True, slots=True)
class ShowRecording(Query[RecordingDetail]):
    """Everything about one recording. Raises `recording.unknown`."""

    recording: str


@dataclass(frozen=True, slots=True)
class ShowTrack(Query[Track | None]):
    """Where a recording was made, from the sidecars beside it, else the one place its own media tells; None: not told.

    Raises `recording.unknown`."""

    recording: str


@dataclass(frozen=True, slots=True)
class ProbeRaw(Query[str]):
    """The probe's own output (JSON text) for a recording, or '' while there is none."""

    recording: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A recording some step owes work for; `content` is the absolute path of its original.

    `named` is the kind its name claims; `attempt` counts from 1."""

    recording: str
    content: str
    named: str
    media: MediaInfo | None
    attempt: int
    problem: str
    plan_reason: str = ""


@dataclass(frozen=True, slots=True)
class MediaUnprobed(Query[tuple[Owed, ...]]):
    """Recordings nobody has described yet (and whose pause after a failure is over)."""

    now: str
    limit: int = 8


@dataclass(frozen=True, slots=True)
class PicturesMissing(Query[tuple[Owed, ...]]):
    """Described recordings whose poster, filmstrip and waveform were not made yet."""

    now: str
    limit: int = 8


@dataclass(frozen=True, slots=True)
class ProxiesMissing(Query[tuple[Owed, ...]]):
    """Recordings whose plan asks for a proxy that does not exist in the present profile."""

    now: str
    profile: str
    limit: int = 8


@dataclass(frozen=True, slots=True)
class OwedCounts(Query[dict[str, int]]):
    """How much work is owed by step, whether or not its pause is over; and what has given up.

    Keys: `describe`, `pictures`, `proxy`, `rescue`, `codes`, `seal`, `release`, `mirror` (objects without a second
    copy), `given-up`."""

    profile: str


@dataclass(frozen=True, slots=True)
class ToCheck(Query[tuple[tuple[str, str, str, str, int], ...]]):
    """(recording, name, object path, digest, bytes) of the named recordings, or of all when none named."""

    recordings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DerivativesUnfound(Query[tuple[tuple[str, tuple[str, ...]], ...]]):
    """(recording, roles) of the derivatives that lie in none of these folders below that of derivatives."""

    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FailedAttempts(Query[int]):
    """How often a step on a recording has failed since it last succeeded or was asked for again."""

    recording: str
    step: str
