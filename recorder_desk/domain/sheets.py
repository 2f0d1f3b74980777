"""What is printed of cases and recordings: values, gathered by one question each, for both faces.

In: what the desk knows. Out: the recording catalogue, the mark sheet and the gap statement, before anybody words them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recorder_desk.domain.archive import retention_code
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.clock import Corrected
from recorder_desk.domain.coverage import Coverage
from recorder_desk.domain.mark import MarkRow
from recorder_desk.domain.record_item import RecordItemList
from recorder_desk.domain.recording import DerivativeRow, LinkRow, RecordingRow

GapKind = Literal["take", "picture", "sound", "event", "event-open"]


@dataclass(frozen=True, slots=True)
class Filed:
    """A recording under an item of a case. `retention` as its seal fixed it (`Y`, `D30`), '' before that."""

    link: LinkRow
    row: RecordingRow
    true_time: Corrected
    retention: str
    respondent: bool
    confidentiality: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The recordings of a case, in the order of its record items; `listed` None where its list is not known (any more).

    A recording that is linked to two items stands there twice."""

    case: CaseRow
    listed: RecordItemList | None
    filed: tuple[Filed, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A mark and what its picture is taken from. `play_path` is what a player may open, '' nothing."""

    mark: MarkRow
    row: RecordingRow
    true_time: Corrected
    play_path: str
    strip: DerivativeRow | None


@dataclass(frozen=True, slots=True)
class MarkSheet:
    """The marks of a case, or of one recording (then `case` is None), by recording and position."""

    case: CaseRow | None
    marks: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Time that should have been recorded and was not. `about`: the recording's name (`take`: the one after which it
    opens; `picture`, `sound`: the one it lies in) or the event's title. Times are UTC stamps, '' where not known;
    `error_ms` how far they may be off, -1 not known; `at_ms` is the position in the recording. `event-open`: an event
    whose end nobody noted, so that nothing can be said."""

    kind: GapKind
    about: str
    recording: str
    since_at: str
    until_at: str
    length_ms: int
    error_ms: int
    at_ms: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a case has of its record item list, and what time is missing."""

    case: CaseRow
    listed: RecordItemList | None
    coverage: Coverage
    filed: tuple[Filed, ...]
    gaps: tuple[Gap, ...]


def retention_of(each: Filed, listed: RecordItemList | None, case_retention: str) -> str:
    """How long a recording is kept: as its seal fixed it, else as its item asks. Raises `seal.retention-unknown`."""
    item = listed.item(each.link.item) if listed else None
    return each.retention or retention_code(
        (item.retention_in_case or item.retention) if item else "CASE", case_retention
    )
