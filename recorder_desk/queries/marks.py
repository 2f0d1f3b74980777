"""Looking at marks."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.mark import MarkRow
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class Marks(Query[tuple[MarkRow, ...]]):
    """The marks of a recording, or of every recording linked to a case; by recording and position."""

    recording: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class FindMark(Query[MarkRow]):
    """The mark with this code, however it was typed, or this id. Raises `mark.unknown`, `mark.bad-code` (a sign of it
    is wrong), `mark.removed`."""

    text: str


@dataclass(frozen=True, slots=True)
class CodeTaken(Query[bool]):
    """Whether a mark has, or had, this code."""

    code: str
