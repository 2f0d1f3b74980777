"""What a case goes through: stages, events, judgements of items."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.case_event import EventFields
from recorder_desk.domain.coverage import Verdict
from recorder_desk.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class StageNoted(Fact):
    """A case reached a stage on a day; '' takes back what was noted. The stage's earlier day is replaced."""

    case: str
    stage: str
    on: str
    reason: str


@dataclass(frozen=True, slots=True)
class EventPlanned(Fact):
    """Something is to happen, or happened, in a case."""

    event: str
    case: str
    fields: EventFields


@dataclass(frozen=True, slots=True)
class EventAmended(Fact):
    """What is known of an event changed."""

    event: str
    case: str
    fields: EventFields


@dataclass(frozen=True, slots=True)
class EventCancelled(Fact):
    """An event does not count; it stays as a trace."""

    event: str
    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class ItemJudged(Fact):
    """Whether an item's condition holds in a case, or why nothing was recorded; '' takes that back."""

    case: str
    item: str
    verdict: Verdict
    reason: str
