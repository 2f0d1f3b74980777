"""Working days: weekends, and what the State Council's yearly notice makes free or makes up.

In: a year's notice, shipped (`resources/calendars`) or entered by the bureau. Out: whether a day is worked, and whether
that is known or only guessed from weekends (暂估), because that year has no notice yet.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from recorder_desk.errors import DeskError
from resources import folder

MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day (ISO) that a notice names: `off`, or worked though it may be a weekend."""

    date: str
    off: bool
    name: str


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """A year's notice. `source`: its number; `shipped`: it came with the program and nobody has replaced it."""

    year: int
    source: str
    days: tuple[CalendarDay, ...]
    shipped: bool = False


class WorkCalendar:
    """The days of every year there is a notice for."""

    def __init__(self, years: Iterable[CalendarYear]) -> None:
        """Of two notices for one year the later one holds."""
        self.years: Mapping[int, CalendarYear] = {each.year: each for each in years}
        self._off = {day.date: day.off for each in self.years.values() for day in each.days}

    def worked(self, day: date) -> bool:
        """Whether a day is worked."""
        told = self._off.get(day.isoformat())
        return day.weekday() < 5 if told is None else not told


@cache
def shipped_years() -> tuple[CalendarYear, ...]:
    """Every year in `resources/calendars`, oldest first. Raises DeskError `calendar.unreadable` (a defect)."""
    found = [
        read_year(entry.read_text("utf-8"), shipped=True)
        for entry in folder("calendars").iterdir()
        if entry.name.endswith(".json")
    ]
    return tuple(sorted(found, key=lambda each: each.year))


def read_year(text: str, *, shipped: bool = False) -> CalendarYear:
    """A year from JSON `{"year", "source"?, "days": [{"date", "isOffDay", "name"?}]}`, as calendars are passed on.

    Raises DeskError `calendar.unreadable` with the reason and where."""
    try:
        told = json.loads(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise DeskError("calendar.unreadable", reason=str(error)) from error
    if not isinstance(told, dict) or not isinstance(told.get("days"), list) or not _is_year(told.get("year")):
        raise DeskError("calendar.unreadable", reason='no "year" and "days"')
    days = tuple(_day(each) for each in told["days"])
    source = told.get("source", "")
    return checked_year(CalendarYear(told["year"], source if isinstance(source, str) else "", days, shipped))


def checked_year(year: CalendarYear) -> CalendarYear:
    """The year with its days in order. Raises DeskError `calendar.unreadable`, `calendar.day-twice`,
    `calendar.wrong-year`."""
    if not _is_year(year.year) or len(year.days) > MOST_DAYS:
        raise DeskError("calendar.unreadable", reason=f"{year.year}: {len(year.days)} days")
    seen = set()
    for each in year.days:
        try:
            at = date.fromisoformat(each.date)
        except ValueError as error:
            raise DeskError("calendar.unreadable", reason=each.date) from error
        if at.year != year.year:
            raise DeskError("calendar.wrong-year", date=each.date, year=year.year)
        if at in seen:
            raise DeskError("calendar.day-twice", date=each.date)
        seen.add(at)
    days = tuple(sorted(year.days, key=lambda each: each.date))
    return CalendarYear(year.year, year.source.strip(), days, year.shipped)


def _is_year(told: Any) -> bool:
    return isinstance(told, int) and not isinstance(told, bool) and 1990 <= told <= 2200


def _day(told: Any) -> CalendarDay:
    if (
        not isinstance(told, dict)
        or not isinstance(told.get("date"), str)
        or not isinstance(told.get("isOffDay"), bool)
    ):
        raise DeskError("calendar.unreadable", reason=json.dumps(told, ensure_ascii=False)[:100])
    name = told.get("name", "")
    return CalendarDay(told["date"], told["isOffDay"], name if isinstance(name, str) else "")
