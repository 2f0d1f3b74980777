"""What can be seen of recorders' clocks."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.clock import ClockDetail, ClockPoint
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class ClockPoints(Query[tuple[ClockPoint, ...]]):
    """Readings of a recorder's clock ('': of all), newest true time first; withdrawn ones too.

    `point`: only the one with this id, or whose id ends so (four characters at least)."""

    recorder: str = ""
    point: str = ""


@dataclass(frozen=True, slots=True)
class ShowClock(Query[ClockDetail]):
    """How a recorder's clock goes at `now` (UTC stamp); beyond `bound_ms` is a finding. Raises `recorder.unknown`."""

    recorder: str
    now: str
    bound_ms: int


@dataclass(frozen=True, slots=True)
class ClocksOff(Query[tuple[ClockDetail, ...]]):
    """The clocks with a finding, by the recorder's serial."""

    now: str
    bound_ms: int
