"""Days as a calendar that other programs read (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_FOLD = 75


@dataclass(frozen=True, slots=True)
class DayEntry:
    """Something on a day (ISO). `uid` stays the same when it is written again, so that programs replace it."""

    uid: str
    day: str
    title: str
    note: str = ""


def calendar(entries: Iterable[DayEntry], now: str) -> str:
    """A calendar; `now` is a UTC stamp."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Recorder Desk//EN", "CALSCALE:GREGORIAN"]
    for entry in entries:
        lines.extend(_event(entry, now))
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in [_fold(line)])


def _event(entry: DayEntry, now: str) -> Iterator[str]:
    day = date.fromisoformat(entry.day)
    written = now[:19].replace("-", "").replace(":", "") + "Z"
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{written}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{_text(entry.title)}"
    if entry.note:
        yield f"DESCRIPTION:{_text(entry.note)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(told: str) -> str:
    """Escaped (3.3.11)."""
    told = told.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return told.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _fold(line: str) -> str:
    """No line is longer than 75 bytes (3.1); a character is never cut."""
    pieces: list[str] = []
    piece, size = "", 0
    for character in line:
        wide = len(character.encode())
        if size + wide > _FOLD - (1 if pieces else 0):
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + character, size + wide
    return "\r\n ".join([*pieces, piece])
