"""What can be seen of cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recorder_desk.domain.case import CaseDetail, CaseFields, CaseRow, SealWork
from recorder_desk.domain.recording import LinkRow
from recorder_desk.queries.base import Query

CaseOrder = Literal["newest", "missing"]


@dataclass(frozen=True, slots=True)
class Cases(Query[tuple[CaseRow, ...]]):
    """Cases, newest first or those that miss most; `words` looks in number, title, party and matter, in pinyin too;
    `state` '' means any."""

    words: str = ""
    state: str = ""
    order: CaseOrder = "newest"
    limit: int = 500


@dataclass(frozen=True, slots=True)
class FindCase(Query[str]):
    """The id of the one case meant by its number or id (whole, or an unambiguous part of the number).

    Raises `case.unknown`, `case.ambiguous`."""

    text: str


@dataclass(frozen=True, slots=True)
class CasesByNumber(Query[dict[str, CaseFields]]):
    """What each case is opened with, by number."""


@dataclass(frozen=True, slots=True)
class CaseNumbersLike(Query[tuple[str, ...]]):
    """The numbers that begin so."""

    beginning: str


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
