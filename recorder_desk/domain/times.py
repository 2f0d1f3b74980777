"""Times: always UTC inside, as text `2026-11-23T02:46:32.123Z`; shown local by the faces."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_EXIF = re.compile(r"(\d{4}):(\d\d):(\d\d) ")


def stamp(moment: datetime) -> str:
    """UTC text with milliseconds; sorts as time does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def stamp_of_ns(nanoseconds: int) -> str:
    """The stamp of a file time in nanoseconds since 1970; a date no calendar holds gives ''."""
    try:
        return stamp(datetime.fromtimestamp(nanoseconds / 1_000_000_000, UTC))
    except (ValueError, OverflowError, OSError):
        return ""


def stamp_of_media(told: str) -> str:
    """When a medium says it was made, as a stamp; '' when that is no time, or plainly unset (before 1990).

    ISO 8601 without an offset means UTC, as containers count; Exif (CIPA DC-008: `2026:03:04 05:06:07`)
    without one means the time of the place, and the place is taken to be ours.
    """
    text = told.strip()
    exif = _EXIF.match(text)
    try:
        at = datetime.fromisoformat(f"{'-'.join(exif.groups())} {text[exif.end() :]}" if exif else text)
        if not 1990 <= at.year <= 2200:
            return ""
        return stamp(at if exif or at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return ""


def moment(text: str) -> datetime:
    """The moment a stamp tells."""
    return datetime.fromisoformat(text)


def is_day(text: str) -> bool:
    """Whether a text is a day as `2026-05-08`."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
