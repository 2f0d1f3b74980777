"""What can be seen of what a case goes through."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.case_event import EventRow
from recorder_desk.domain.case_stages import CaseClock
from recorder_desk.domain.case_timeline import Timeline
from recorder_desk.domain.coverage import Coverage
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage a case reached, on which day, noted by whom."""

    case: str
    stage: str
    on: str
    noted_by: str
    noted_at: str


@dataclass(frozen=True, slots=True)
class StagesOf(Query[tuple[StageRow, ...]]):
    """The stages a case has reached, by day."""

    case: str


@dataclass(frozen=True, slots=True)
class CaseClocks(Query[tuple[CaseClock, ...]]):
    """The clocks of a case ('': of all open ones) on a local day (ISO), by the day they are due. `over`: those that are
    met or have lapsed as well."""

    today: str
    case: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class Events(Query[tuple[EventRow, ...]]):
    """Events of a case ('': of all), by their beginning; `cancelled` ones too if asked for."""

    case: str = ""
    cancelled: bool = False
    event: str = ""


@dataclass(frozen=True, slots=True)
class FindEvent(Query[str]):
    """The id of the one event whose id is or ends so. Raises `event.unknown`."""

    text: str


@dataclass(frozen=True, slots=True)
class CoverageOf(Query[Coverage]):
    """What a case has of its list; nothing is asked of it where its list is not known (any more)."""

    case: str


@dataclass(frozen=True, slots=True)
class CaseTimeline(Query[Timeline]):
    """A case on one axis of time; `today` (local day, ISO) decides which limits are overdue. Raises `case.unknown`."""

    case: str
    today: str
