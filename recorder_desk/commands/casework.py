"""What can be done in a case: stages, events, judgements of items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.case_event import EventFields
from recorder_desk.domain.coverage import Verdict


@dataclass(frozen=True, slots=True)
class NoteStage(Command):
    """A case reached a stage on a day (ISO; '': what was noted is taken back, with a reason).

    Raises `case.unknown`, `case.sealed`, `case.unknown-stage`, `case.stage-too-early` (what it needs was not noted),
    `case.bad-date`, `case.reason-missing`."""

    permission: ClassVar[str] = "cases.edit"
    case: str
    stage: str
    on: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanEvent(Command):
    """Something is to happen, or happened. Raises `case.unknown`, `case.sealed`, `event.title-missing`,
    `event.bad-time`, `event.bad-coordinates`, `event.unknown-officer`, `event.unknown-recorder`, `case.unknown-stage`,
    `event.officers-missing` (fewer than two with a certificate that day, and no `override`)."""

    permission: ClassVar[str] = "cases.edit"
    case: str
    fields: EventFields


@dataclass(frozen=True, slots=True)
class AmendEvent(Command):
    """What is known of an event changed. Raises as `PlanEvent`, and `event.unknown`."""

    permission: ClassVar[str] = "cases.edit"
    event: str
    fields: EventFields


@dataclass(frozen=True, slots=True)
class CancelEvent(Command):
    """An event does not count. Raises `event.unknown`, `case.sealed`, `case.reason-missing`."""

    permission: ClassVar[str] = "cases.edit"
    event: str
    reason: str


@dataclass(frozen=True, slots=True)
class JudgeItem(Command):
    """Whether an item's condition holds, or why nothing was recorded ('': taken back).

    Raises `case.unknown`, `case.sealed`, `link.unknown-item`, `case.bad-verdict`, `case.reason-missing`."""

    permission: ClassVar[str] = "cases.edit"
    case: str
    item: str
    verdict: Verdict
    reason: str = ""
