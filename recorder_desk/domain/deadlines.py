"""Limits of the law and the days they end (行政处罚法 85; units as the field counts them).

A limit is a number and a unit: `24h`, `7wd`, `15d`, `3m`. The start day is not counted. Working days are counted one
by one; days and months run on through holidays, and where they would end on a day that is not worked they end on the
next that is. Hours run on by the clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from recorder_desk.domain.calendars import WorkCalendar
from recorder_desk.errors import DeskError

LimitUnit = Literal["hour", "working_day", "calendar_day", "month"]
UNITS: dict[str, LimitUnit] = {"h": "hour", "wd": "working_day", "d": "calendar_day", "m": "month"}
_SHORT = {unit: short for short, unit in UNITS.items()}
_LIMIT = re.compile(r"([0-9]{1,5})(h|wd|d|m)")
MOST = {"hour": 99_999, "working_day": 5_000, "calendar_day": 9_999, "month": 600}
_SEARCHED = 400


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a unit. `text` is the way people write it."""

    count: int
    unit: LimitUnit

    @property
    def text(self) -> str:
        """`7wd`."""
        return f"{self.count}{_SHORT[self.unit]}"


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends: a day (ISO), or for hours a local time `2026-02-13T09:00`. `provisional`: a year between
    has no calendar, so weekends alone were counted (暂估)."""

    due: str
    provisional: bool


def read_limit(text: str) -> Limit:
    """`7wd` → 7 working days. Raises DeskError `deadline.bad-limit`."""
    found = _LIMIT.fullmatch(text.strip().casefold())
    if found is None:
        raise DeskError("deadline.bad-limit", limit=text)
    limit = Limit(int(found[1]), UNITS[found[2]])
    if limit.count > MOST[limit.unit]:
        raise DeskError("deadline.bad-limit", limit=text)
    return limit


def read_start(text: str) -> date | datetime:
    """A day, or a local day and time. Raises DeskError `deadline.bad-start`."""
    try:
        told = text.strip()
        found = date.fromisoformat(told) if len(told) == 10 else datetime.fromisoformat(told)
    except ValueError as error:
        raise DeskError("deadline.bad-start", start=text) from error
    if isinstance(found, datetime) and found.tzinfo:
        found = found.astimezone().replace(tzinfo=None)
    if not 1990 <= found.year <= 2200:
        raise DeskError("deadline.bad-start", start=text)
    return found


def due(start: date | datetime, limit: Limit, calendar: WorkCalendar) -> Due:
    """When a limit that starts then ends. Hours from a day without a time run from its midnight."""
    if limit.unit == "hour":
        began = start if isinstance(start, datetime) else datetime(start.year, start.month, start.day)
        return Due((began + timedelta(hours=limit.count)).isoformat(timespec="minutes"), False)
    day = start.date() if isinstance(start, datetime) else start
    if limit.unit == "working_day":
        first, end = day + timedelta(1), add_working_days(day, limit.count, calendar)
    else:
        # Days and months run on whatever the days between are: only where they end matters.
        first = _plus_months(day, limit.count) if limit.unit == "month" else day + timedelta(limit.count)
        end = _worked_from(first, calendar)
    return Due(end.isoformat(), any(year not in calendar.years for year in range(first.year, end.year + 1)))


def add_working_days(day: date, count: int, calendar: WorkCalendar) -> date:
    """The day on which so many working days after this one are over; 0: the day itself."""
    while count > 0:
        day += timedelta(1)
        count -= calendar.worked(day)
    return day


def _plus_months(day: date, count: int) -> date:
    """The same day of the month, or its last where it has no such day (GB: 民法典 202)."""
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _worked_from(day: date, calendar: WorkCalendar) -> date:
    """That day, or the next that is worked."""
    for later in range(_SEARCHED):
        if calendar.worked(day + timedelta(later)):
            return day + timedelta(later)
    return day  # a calendar without a working day in a year is no calendar
