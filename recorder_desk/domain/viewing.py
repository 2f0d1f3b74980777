"""Viewings: why a reason is asked before one, and what of a recording somebody has seen.

In: what is said of a recording; sightings of a player. Out: codes; spans of a recording that were on the screen (or
heard), as (from, until) in milliseconds. Counted is what was shown, at any speed and in either direction; what was
leapt over is not, and what was shown twice counts once (decision 0041).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from recorder_desk.domain.tagging import Notes
from recorder_desk.errors import DeskError

Span = tuple[int, int]
Asks = Literal["viewing.restricted", "viewing.respondent"]

RESTRICTED = "RESTRICTED"
"""How a record item list says that what is recorded for an item is restricted."""
STRETCH, SLACK_MS = 1.5, 250
"""A film that plays may come on by so much more than the clock: frames arrive in bursts. More is a leap."""
MOST_SPANS = 500
"""More are not told in one note."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a player showed at a moment of the clock (ms, any beginning): the frame at `position_ms` that lasts
    `lasts_ms` (0 for sound, which is silent while it holds still). `speed`: how fast it plays from here on, below 0
    backwards, 0 holding still. `leapt`: it was gone to, not come to by playing."""

    position_ms: int
    lasts_ms: int
    speed: float
    clock_ms: int
    leapt: bool = False


@dataclass(frozen=True, slots=True)
class ViewingRow:
    """An opening of a recording to look: by whom, when (UTC stamp), `source` original, proxy or rescue, why, and what
    was seen of it. `shown_ms` is how long it was on the screen, holding still included. `id` is '' for viewings of
    before that was kept; then nothing is known of what was seen."""

    id: str
    recording: str
    name: str
    kind: str
    length_ms: int
    actor: str
    viewed_at: str
    source: str
    reason: str
    spans: tuple[Span, ...]
    seen_ms: int
    shown_ms: int


@dataclass(frozen=True, slots=True)
class SeenRow:
    """What a person has seen of a recording, all viewings together; the last of them began at `last_at`."""

    recording: str
    name: str
    kind: str
    length_ms: int
    actor: str
    viewings: int
    last_at: str
    spans: tuple[Span, ...]
    seen_ms: int
    shown_ms: int


def asks(notes: Notes, items: Iterable[str]) -> tuple[Asks, ...]:
    """Why a reason is asked before a recording is opened, whatever the setting says. `items`: the confidentiality that
    the record items it is linked to ask for, which counts where nobody said another."""
    found: list[Asks] = []
    said = notes.confidentiality
    if said == "restricted" or (not said and any(RESTRICTED in each.upper() for each in items)):
        found.append("viewing.restricted")
    if notes.respondent == "yes":
        found.append("viewing.respondent")
    return tuple(found)


def seen(before: Sighting | None, now: Sighting) -> tuple[Span, ...]:
    """What was seen when the player showed `now`, and `before` just before: its frame, and what was played between."""
    frame = (now.position_ms, now.position_ms + now.lasts_ms)
    found = [frame] if now.lasts_ms else []
    if before is not None and not now.leapt and (played := _played(before, now)) is not None:
        found.append(played)
    return union(found)


def _played(before: Sighting, now: Sighting) -> Span | None:
    come = now.position_ms - before.position_ms
    if not before.speed or come * before.speed <= 0:
        return None
    most = abs(before.speed) * (now.clock_ms - before.clock_ms) * STRETCH + SLACK_MS * max(1.0, abs(before.speed))
    if abs(come) > most:
        return None
    return min(before.position_ms, now.position_ms), max(before.position_ms, now.position_ms)


def union(*spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans without overlaps, in order; those that touch are one."""
    found: list[Span] = []
    for since, until in sorted(each for each in chain(*spans) if each[1] > each[0]):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return tuple(found)


def minus(spans: Iterable[Span], less: Iterable[Span]) -> tuple[Span, ...]:
    """What is in `spans` and not in `less`."""
    taken, found = union(less), []
    for since, until in union(spans):
        for begin, end in taken:
            if end <= since or begin >= until:
                continue
            if begin > since:
                found.append((since, begin))
            since = end
        if since < until:
            found.append((since, until))
    return tuple(found)


def length(spans: Iterable[Span]) -> int:
    """How long spans without overlaps are together (ms)."""
    return sum(until - since for since, until in spans)


def checked(spans: Iterable[Span], length_ms: int) -> tuple[Span, ...]:
    """Spans as they are kept: without overlaps, within the recording (`length_ms` 0: not known).

    Raises DeskError `viewing.bad-span`."""
    told = tuple(spans)
    wrong = next((each for each in told if each[0] < 0 or each[1] < each[0]), None)
    if wrong is not None or len(told) > MOST_SPANS:
        since, until = wrong or told[-1]
        raise DeskError("viewing.bad-span", since=since, until=until)
    return union((since, min(until, length_ms) if length_ms else until) for since, until in told)


def share(seen_ms: int, length_ms: int) -> int:
    """How much was seen, in whole per cent, rounded down: 100 is all of it. 0 where the length is not known."""
    return min(100, seen_ms * 100 // length_ms) if length_ms else 0
