"""What is due, for both faces: in which span a limit falls, in words, and as a calendar file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from recorder_desk.domain.case_stages import CaseClock, shipped_stages
from recorder_desk.domain.ics import DayEntry, calendar
from recorder_desk.domain.times import stamp
from ui.phrases import Phrases
from ui.sheets import write_new

Span = Literal["overdue", "today", "week", "later"]
SPANS: tuple[Span, ...] = ("overdue", "today", "week", "later")


def span_of(clock: CaseClock) -> Span:
    """Overdue (or lapsed), due today, within seven days, or later."""
    if clock.days_left < 0:
        return "overdue"
    return "today" if not clock.days_left else "week" if clock.days_left <= 7 else "later"


def due_day(clock: CaseClock, phrases: Phrases) -> str:
    """The day it is due, and that it is provisional where it is."""
    return f"{clock.due} {phrases.word('provisional')}" if clock.provisional else clock.due


def left(clock: CaseClock, phrases: Phrases) -> str:
    """How many days are left, or over; when it was met."""
    if clock.met_on:
        return clock.met_on
    over = clock.days_left < 0
    return phrases.say("word.days-over" if over else "word.days-left", count=abs(clock.days_left))


def limit_names(phrases: Phrases) -> dict[str, str]:
    """What the limits are called."""
    return {rule.code: rule.name(phrases.language) for rule in shipped_stages().clocks}


def write_ics(path: Path, found: Iterable[CaseClock], phrases: Phrases) -> None:
    """A new calendar file. Raises DeskError `desk.file-unwritable`."""
    names, provisional = limit_names(phrases), phrases.word("provisional")
    entries = [
        DayEntry(
            f"{each.case}-{each.code}@recorder-desk", each.due,
            f"{each.number} {names[each.code]}{f' {provisional}' if each.provisional else ''}", each.basis,
        )
        for each in found
    ]  # fmt: skip
    write_new(path, calendar(entries, stamp(datetime.now(UTC))).encode())
