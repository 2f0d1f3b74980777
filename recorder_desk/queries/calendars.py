"""What can be seen of working days."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.calendars import CalendarYear
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class CalendarYears(Query[tuple[CalendarYear, ...]]):
    """Every year there is a notice for, oldest first; what the bureau entered goes before what the program ships."""
