"""What can be done with cases and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.case import CaseFields


@dataclass(frozen=True, slots=True)
class OpenCase(Command):
    """Open a case. `opened_on` is an ISO date or '' for today; `number` '' is the next by the bureau's template.

    Raises `case.number-missing`, `case.number-taken`, `case.title-missing`, `case.bad-date`."""

    permission: ClassVar[str] = "cases.edit"
    number: str
    title: str
    party: str
    matter: str = ""
    opened_on: str = ""


@dataclass(frozen=True, slots=True)
class OpenCases(Command):
    """Open several cases, all or none. Raises as `OpenCase` does."""

    permission: ClassVar[str] = "cases.edit"
    cases: tuple[CaseFields, ...]


@dataclass(frozen=True, slots=True)
class AmendCase(Command):
    """Change the words on a case. Raises `case.unknown`, `case.sealed`, `case.title-missing`,
    `case.bad-date`."""

    permission: ClassVar[str] = "cases.edit"
    case: str
    title: str
    party: str
    matter: str
    opened_on: str


@dataclass(frozen=True, slots=True)
class LinkRecording(Command):
    """Give a recording its place in a case.

    Times are milliseconds from its start; `until_ms` 0 means to the end. Raises `recording.unknown`,
    `case.unknown`, `case.sealed`, `link.unknown-item`, `link.recording-sealed`, `link.exists`,
    `link.bad-range`, `link.beyond-end`."""

    permission: ClassVar[str] = "cases.link"
    recording: str
    case: str
    item: str
    from_ms: int = 0
    until_ms: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UnlinkRecording(Command):
    """Take a recording out of a case; `item` '' takes out all its links there. It leaves a trace.

    Raises `recording.unknown`, `case.unknown`, `case.sealed`, `link.unknown`."""

    permission: ClassVar[str] = "cases.link"
    recording: str
    case: str
    item: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SeekPlaces(Command):
    """Link those of these recordings whose place is sure, from what the desk knows of them, and note that they were
    weighed. One step to undo. Raises `recording.unknown`."""

    permission: ClassVar[str] = "cases.link"
    recordings: tuple[str, ...]
