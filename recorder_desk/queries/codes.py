"""What can be seen of codes that were filmed."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.likeness import Likeness
from recorder_desk.queries.base import Query
from recorder_desk.queries.recordings import Owed


@dataclass(frozen=True, slots=True)
class FilmedRow:
    """A code that was read in a recording: see the fact `CodeFilmed`. `case_number` is '' when `case_id` is.

    `linked`: whether the recording has a place in that case. If not, the code is a suggestion."""

    recording: str
    case_id: str
    case_number: str
    drawn_at: str
    at_ms: int
    from_ms: int
    until_ms: int
    readings: int
    live: bool
    error_ms: int
    code: str
    linked: bool


@dataclass(frozen=True, slots=True)
class CodesUnsought(Query[tuple[Owed, ...]]):
    """Described videos and photos that nobody has looked through for codes yet."""

    now: str
    limit: int = 8


@dataclass(frozen=True, slots=True)
class CodesIn(Query[tuple[FilmedRow, ...]]):
    """The codes read in a recording, in the order in which they were filmed."""

    recording: str


@dataclass(frozen=True, slots=True)
class Alike:
    """A recording that shows the same footage as one asked about."""

    recording: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class FootageLike(Query[tuple[Alike, ...]]):
    """Which other recordings look like one with these prints (`domain/likeness.py`), the most alike first."""

    recording: str
    prints: str


@dataclass(frozen=True, slots=True)
class CaseOfCode(Query[str]):
    """The id of the one case a code's tag names, or '' when there is none, or more than one."""

    tag: str
