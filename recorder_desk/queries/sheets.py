"""What is printed of cases and recordings, each gathered from one state of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.sheets import Catalogue, MarkSheet, Statement
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class CatalogueOf(Query[Catalogue]):
    """The recording catalogue of a case. Raises `case.unknown`."""

    case: str


@dataclass(frozen=True, slots=True)
class MarkSheetOf(Query[MarkSheet]):
    """The marks of a recording, or of every recording linked to a case. Raises `recording.unknown`, `case.unknown`."""

    recording: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class StatementOf(Query[Statement]):
    """What a case has of its list, and its gaps. Raises `case.unknown`."""

    case: str
