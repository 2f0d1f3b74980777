"""Years whose working days the bureau entered."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import msgspec

from recorder_desk.domain import facts as f
from recorder_desk.domain.calendars import CalendarDay, CalendarYear, shipped_years
from recorder_desk.queries import calendars as q
from storage.applied import Applied, Apply

DDL = ("CREATE TABLE calendar_years (year INTEGER PRIMARY KEY, source TEXT NOT NULL, days TEXT NOT NULL)",)


def _set(connection: sqlite3.Connection, fact: f.CalendarYearSet, applied: Applied) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO calendar_years (year, source, days) VALUES (?, ?, ?)",
        (fact.year, fact.source, msgspec.json.encode(fact.days).decode()),
    )


APPLY: Mapping[type[f.Fact], Apply] = {f.CalendarYearSet: _set}


def years(connection: sqlite3.Connection, query: q.CalendarYears) -> tuple[CalendarYear, ...]:
    """Shipped and entered years, oldest first."""
    found = {each.year: each for each in shipped_years()}
    for row in connection.execute("SELECT year, source, days FROM calendar_years"):
        days = msgspec.json.decode(row["days"], type=tuple[CalendarDay, ...])
        found[row["year"]] = CalendarYear(row["year"], row["source"], days)
    return tuple(found[year] for year in sorted(found))
