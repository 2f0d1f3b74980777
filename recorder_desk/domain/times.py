"""Times: always UTC inside, as text `2026-11-23T02:46:32.123Z`; shown local by the faces."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """UTC text with milliseconds; sorts as time does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def stamp_of_ns(nanoseconds: int) -> str:
    """The stamp of a file time in nanoseconds since 1970; a date no calendar holds gives ''."""
    try:
        return stamp(datetime.fromtimestamp(nanoseconds / 1_000_000_000, UTC))
    except (ValueError, OverflowError, OSError):
        return ""


def moment(text: str) -> datetime:
    """The moment a stamp tells."""
    return datetime.fromisoformat(text)
