"""Which case a recording belongs to, as far as the desk can tell: candidates with a score and reasons, as codes.

In: when and with whom a recording was made, and the events near it. Out: at most one candidate a case, the best first.
The desk links by itself only what is `sure`: a strong sign of who or what was there, and no rival near.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from recorder_desk.domain.sign import Reason
from recorder_desk.domain.track import TrackPoint, distance_m

MOST = 5
NEAR = timedelta(hours=1)
UNENDED = timedelta(hours=4)
"""How long an event may last whose end nobody noted."""
SURE, AHEAD = 70, 25
_OVERLAP, _WORN, _CARRIED, _FILMED, _NEIGHBOUR, _NEAR = 30, 35, 40, 100, 60, 10
_OTHER_WEARER, _OTHER_RECORDER = 25, 15
_AT_PLACE, _ELSEWHERE = 25, 25
HERE_M, AWAY_M = 300, 3_000
"""So near to an event's place (metres) a recording speaks for it, so far off against it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case a recording may belong to, by which event (''), under which item ('' not known)."""

    case: str
    number: str
    event: str
    item: str
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Suggested:
    """What is suggested for a recording. `sure`: the first may be linked without asking. `why_not`: why nothing is
    suggested, or why the first is not sure; '' otherwise. `misses`: where nothing is, what each sign lacks."""

    recording: str
    candidates: tuple[Suggestion, ...]
    sure: bool
    why_not: str
    misses: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Clue:
    """A case that something else points to: a code that was filmed, a neighbour in its take that is linked."""

    case: str
    number: str
    item: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Filmed:
    """A recording as suggestions see it: from when until when (true time where it is known) ± `error`, who wore its
    recorder (names, none: not known), the recorder's id and serial, and where it went (none: it does not tell)."""

    recording: str
    begins: datetime | None
    ends: datetime | None
    error: timedelta
    wearers: frozenset[str]
    recorder: str = ""
    serial: str = ""
    clues: tuple[Clue, ...] = ()
    way: tuple[TrackPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearby:
    """An event near in time: who takes part (names), which recorders are carried (ids), and where it is."""

    event: str
    case: str
    number: str
    title: str
    item: str
    begins: datetime
    ends: datetime | None
    officers: frozenset[str]
    recorders: frozenset[str]
    place: TrackPoint | None = None


@dataclass(slots=True)
class _Weighed:
    """A case while its reasons are collected."""

    number: str
    event: str = ""
    item: str = ""
    score: int = 0
    reasons: list[Reason] = field(default_factory=list)
    firm: bool = False
    """It was made while the event went on as far as anybody noted, or something else points there."""


def suggest(filmed: Filmed, events: Iterable[Nearby]) -> Suggested:
    """The candidates for a recording."""
    found: dict[str, _Weighed] = {}
    known = list(events)
    for event in known:
        weighed = _weigh(filmed, event, _ends(event, known))
        if weighed and weighed.score > 0:
            rival = found.get(event.case)
            if rival is None or rival.score < weighed.score:
                found[event.case] = weighed
    for clue in filmed.clues:
        here = found.setdefault(clue.case, _Weighed(clue.number))
        here.score += _FILMED if clue.reason.code == "suggest.filmed" else _NEIGHBOUR
        here.reasons.insert(0, clue.reason)
        here.item = clue.item or here.item
        here.firm = True
    ranked = sorted(found.items(), key=lambda each: (-each[1].score, each[1].number))[:MOST]
    candidates = tuple(
        Suggestion(case, each.number, each.event, each.item, min(each.score, 100), tuple(each.reasons))
        for case, each in ranked
    )
    why_not = _why_not(filmed, known, [each for _, each in ranked])
    return Suggested(filmed.recording, candidates, not why_not, why_not)


def _why_not(filmed: Filmed, events: Sequence[Nearby], ranked: Sequence[_Weighed]) -> str:
    if not ranked:
        if filmed.begins is None:
            return "suggest.no-time"
        return "suggest.no-event" if not events else "suggest.nobody"
    if ranked[0].score < SURE or not ranked[0].firm:
        return "suggest.weak"
    if len(ranked) > 1 and ranked[0].score - ranked[1].score < AHEAD:
        return "suggest.rivals"
    return "" if ranked[0].item else "suggest.no-item"


def _ends(event: Nearby, events: Iterable[Nearby]) -> datetime:
    """When an event is over: as noted, else when its people or recorders go to another one."""
    if event.ends:
        return event.ends
    later = [
        each.begins
        for each in events
        if each.begins > event.begins and (each.officers & event.officers or each.recorders & event.recorders)
    ]
    return min([event.begins + UNENDED, *later])


def _weigh(filmed: Filmed, event: Nearby, ends: datetime) -> _Weighed | None:
    if filmed.begins is None or filmed.ends is None:
        return None
    told = _Weighed(event.number, event.event, event.item)
    begins, until = filmed.begins - filmed.error, filmed.ends + filmed.error
    overlap = min(until, ends) - max(begins, event.begins)
    if overlap > timedelta(0):
        share = min(1.0, overlap / max(filmed.ends - filmed.begins, timedelta(seconds=1)))
        told.score += round(_OVERLAP * share)
        told.firm = event.ends is not None or filmed.begins - event.begins <= NEAR
        minutes = max(1, round(min(overlap, filmed.ends - filmed.begins).total_seconds() / 60))
        told.reasons.append(Reason("suggest.overlaps", {"event": event.title, "minutes": minutes}))
    elif -overlap <= NEAR:
        told.score += round(_NEAR * (1 + overlap / NEAR))
        minutes = round(-overlap.total_seconds() / 60)
        told.reasons.append(Reason("suggest.near", {"event": event.title, "minutes": minutes}))
    else:
        return None
    _who(filmed, event, told)
    _where(filmed, event, told)
    return told


def _where(filmed: Filmed, event: Nearby, told: _Weighed) -> None:
    """How near the recording came to the event's place."""
    if event.place is None or not filmed.way:
        return
    metres = round(min(distance_m(event.place, point) for point in filmed.way))
    if metres <= HERE_M:
        told.score += _AT_PLACE
        told.reasons.append(Reason("suggest.at-place", {"metres": metres}))
    elif metres >= AWAY_M:
        told.score -= _ELSEWHERE
        told.reasons.append(Reason("suggest.elsewhere", {"metres": metres}))


def _who(filmed: Filmed, event: Nearby, told: _Weighed) -> None:
    """Who wore it, and what was carried: each speaks for an event or against it."""
    if worn := sorted(filmed.wearers & event.officers):
        told.score += _WORN
        told.reasons.append(Reason("suggest.worn", {"officer": worn[0]}))
    elif filmed.wearers and event.officers:
        told.score -= _OTHER_WEARER
        told.reasons.append(Reason("suggest.other-wearer", {"officer": sorted(filmed.wearers)[0]}))
    if filmed.recorder and filmed.recorder in event.recorders:
        told.score += _CARRIED
        told.reasons.append(Reason("suggest.carried", {"serial": filmed.serial}))
    elif filmed.recorder and event.recorders:
        told.score -= _OTHER_RECORDER
