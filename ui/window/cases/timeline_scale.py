"""The scale of a case's timeline: which moment lies where, zooming, stepping, where the ruler is marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

LEAST_MS, MOST_MS = 60_000, 20 * 366 * 86_400_000
_STEPS = tuple(
    (each * unit, form)
    for unit, form, every in (
        (60_000, "%H:%M", (1, 5, 10, 30)),
        (3_600_000, "%H:%M", (1, 3, 6, 12)),
        (86_400_000, "%m-%d", (1, 7, 14)),
        (30 * 86_400_000, "%Y-%m", (1, 3, 12)),
    )
    for each in every
)
_ROOM = 74
"""So far apart are marks of the ruler at least, in pixels."""


@dataclass(frozen=True, slots=True)
class Scale:
    """`begins` and `ends` (ms since 1970) lie at the pixels `left` and `right`."""

    begins: int
    ends: int
    left: float
    right: float

    def x(self, at: int) -> float:
        """Where a moment lies."""
        share = (at - self.begins) / max(1, self.ends - self.begins)
        return self.left + share * (self.right - self.left)

    def at(self, x: float) -> int:
        """Which moment lies there."""
        share = (x - self.left) / max(1.0, self.right - self.left)
        return self.begins + round(share * (self.ends - self.begins))

    def zoomed(self, factor: float, x: float) -> Scale:
        """Seen `factor` times as wide, around a place that stays."""
        here = self.at(x)
        length = min(MOST_MS, max(LEAST_MS, round((self.ends - self.begins) * factor)))
        share = (x - self.left) / max(1.0, self.right - self.left)
        begins = here - round(length * share)
        return replace(self, begins=begins, ends=begins + length)

    def moved(self, share: float) -> Scale:
        """Moved by a share of what is seen."""
        by = round((self.ends - self.begins) * share)
        return replace(self, begins=self.begins + by, ends=self.ends + by)

    def showing(self, begins: int, ends: int) -> Scale:
        """Moved just so far that this is in sight."""
        if begins < self.begins or ends > self.ends:
            middle, half = (begins + ends) // 2, (self.ends - self.begins) // 2
            return replace(self, begins=middle - half, ends=middle + half)
        return self

    def fitted(self, begins: int, ends: int) -> Scale:
        """All of this in sight, with a little room at both ends."""
        room = max(LEAST_MS // 2, (ends - begins) // 24)
        return replace(self, begins=begins - room, ends=ends + room)

    def marks(self) -> Iterator[tuple[float, str]]:
        """The marks of the ruler, in local time; the first of a day tells the day."""
        pixel = (self.ends - self.begins) / max(1.0, self.right - self.left)
        step, form = next((each for each in _STEPS if each[0] >= pixel * _ROOM), _STEPS[-1])
        at, shown = _first(self.begins, step), ""
        while (ms := round(at.timestamp() * 1000)) <= self.ends:
            day = at.strftime("%m-%d")
            told = at.strftime(form)
            yield self.x(ms), f"{day} {told}" if form == "%H:%M" and day != shown else told
            shown, at = day, _next(at, step)


def _first(begins: int, step: int) -> datetime:
    here = datetime.fromtimestamp(begins / 1000)
    if step >= 28 * 86_400_000:
        return _next(here.replace(day=1, hour=0, minute=0, second=0, microsecond=0), step)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    if step >= 86_400_000:
        return midnight + timedelta(days=1)
    passed = (here - midnight) / timedelta(milliseconds=step)
    return midnight + timedelta(milliseconds=step) * (int(passed) + 1)


def _next(at: datetime, step: int) -> datetime:
    if step < 28 * 86_400_000:
        return at + timedelta(milliseconds=step)
    month = at.month - 1 + max(1, step // (30 * 86_400_000))
    return at.replace(year=at.year + month // 12, month=month % 12 + 1)
