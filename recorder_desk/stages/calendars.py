"""Decisions about working days. In: a year's notice. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator

from recorder_desk.commands import calendars as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.calendars import CalendarYear, checked_year
from recorder_desk.ports import Context
from recorder_desk.queries.calendars import CalendarYears


def set_calendar_year(command: c.SetCalendarYear, context: Context) -> Iterator[f.Fact]:
    """A year as a whole: a notice replaces the one before."""
    year = checked_year(CalendarYear(command.year, command.source, command.days))
    known = {each.year: each for each in context.ask(CalendarYears())}.get(year.year)
    if known is None or (known.source, known.days) != (year.source, year.days):
        yield f.CalendarYearSet(year.year, year.source, year.days)
