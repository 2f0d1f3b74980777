"""What can be seen of cases."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.case import CaseDetail, CaseRow, SealWork
from recorder_desk.domain.recording import LinkRow
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class Cases(Query[tuple[CaseRow, ...]]):
    """Cases, newest first; `words` looks in number, title and party; `state` '' means any."""

    words: str = ""
    state: str = ""
    limit: int = 500


@dataclass(frozen=True, slots=True)
class FindCase(Query[str]):
    """The id of the one case meant by its number or id (whole, or an unambiguous part of the number).

    Raises `case.unknown`, `case.ambiguous`."""

    text: str


@dataclass(frozen=True, slots=True)
class ShowCase(Query[CaseDetail]):
    """A case and its links. Raises `case.unknown`."""

    case: str


@dataclass(frozen=True, slots=True)
class LinksOf(Query[tuple[LinkRow, ...]]):
    """Every link a recording has or had, oldest first."""

    recording: str


@dataclass(frozen=True, slots=True)
class SealsUnfinished(Query[tuple[SealWork, ...]]):
    """Seals that were begun and are not in the vault yet."""

    now: str = ""
    limit: int = 4


@dataclass(frozen=True, slots=True)
class LastNumber(Query[int]):
    """The highest archival number given so far in one class, year and retention (0: none)."""

    kind: str
    year: str
    retention: str
