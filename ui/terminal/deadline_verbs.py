"""Verbs of limits and working days: deadline, calendar show, calendar import.

In: days, limits (`24h 7wd 15d 3m`), a year's notice as JSON. Out: when a limit ends, and whether that is sure.
"""

from __future__ import annotations

from pathlib import Path

import click

from recorder_desk.commands.calendars import SetCalendarYear
from recorder_desk.domain.calendars import WorkCalendar, read_year
from recorder_desk.domain.deadlines import due, read_limit, read_start
from recorder_desk.domain.encodings import read_text
from recorder_desk.errors import DeskError
from recorder_desk.queries.calendars import CalendarYears
from ui.sheets import bytes_of
from ui.terminal.call import GOOD, Call, pass_call
from ui.terminal.words import Verb, VerbGroup


@click.command("deadline", cls=Verb)
@click.argument("start", metavar="START")
@click.argument("limit", metavar="LIMIT")
@pass_call
def deadline(call: Call, start: str, limit: str) -> int:
    """When a limit ends."""
    began, asked = read_start(start), read_limit(limit)
    with call.open("look") as desktop:
        found = due(began, asked, WorkCalendar(desktop.ask(CalendarYears())))
    call.output.document(found)
    code = "terminal.deadline.provisional" if found.provisional else "terminal.deadline.due"
    call.output.say(code, due=found.due.replace("T", " "))
    return GOOD


@click.group("calendar", cls=VerbGroup)
def calendar() -> None:
    """Working days."""


@calendar.command("show", cls=Verb)
@click.argument("year", type=int, required=False, metavar="[YEAR]")
@pass_call
def show(call: Call, year: int | None) -> int:
    """The years there is a notice for, or the days of one."""
    with call.open("look") as desktop:
        years = desktop.ask(CalendarYears())
    if year is not None:
        years = tuple(each for each in years if each.year == year)
        if not years:
            raise DeskError("calendar.unknown-year", year=year)
    call.output.document(years)
    say = call.phrases.word
    if year is None:
        rows = [(each.year, sum(day.off for day in each.days), sum(not day.off for day in each.days), each.source,
                 say("calendar-shipped" if each.shipped else "calendar-entered")) for each in years]  # fmt: skip
        call.output.table([f"terminal.column.{each}" for each in ("year", "off", "made-up", "source", "how")], rows)
    else:
        days = [(day.date, say("day-off" if day.off else "day-worked"), day.name) for day in years[0].days]
        call.output.table([f"terminal.column.{each}" for each in ("day", "state", "name")], days)
    return GOOD


@calendar.command("import", cls=Verb)
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@pass_call
def import_year(call: Call, path: Path) -> int:
    """A year's notice from a file."""
    year = read_year(read_text(bytes_of(path)).text)
    with call.open("work") as desktop:
        facts = desktop.do(SetCalendarYear(year.year, year.source, year.days))
    call.output.document({"year": year.year, "changed": bool(facts)})
    call.output.say("terminal.calendar.set" if facts else "terminal.calendar.same", year=year.year)
    return GOOD


VERBS = (deadline, calendar)
"""What this area adds to the program."""
