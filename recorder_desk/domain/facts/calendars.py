"""Calendars of working days."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.calendars import CalendarDay
from recorder_desk.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class CalendarYearSet(Fact):
    """These days of a year are free or made up, whatever was known of that year before."""

    year: int
    source: str
    days: tuple[CalendarDay, ...]
