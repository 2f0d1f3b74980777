"""What can be done about working days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.calendars import CalendarDay


@dataclass(frozen=True, slots=True)
class SetCalendarYear(Command):
    """A year's free days and made-up working days, in place of what was known; nothing where it is the same.

    Raises `calendar.unreadable`, `calendar.wrong-year`, `calendar.day-twice`."""

    permission: ClassVar[str] = "desk.configure"
    year: int
    source: str
    days: tuple[CalendarDay, ...]
