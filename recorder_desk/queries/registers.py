"""What can be seen in the registers of matters, legal bases and parties."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.matter import LegalBasis, Matter
from recorder_desk.domain.party import PartyRow
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter, and its legal bases that are in force on the day that was asked for."""

    matter: Matter
    bases: tuple[LegalBasis, ...]


@dataclass(frozen=True, slots=True)
class Matters(Query[tuple[MatterRow, ...]]):
    """The matters in force on a day (ISO; '': every version), by code."""

    on: str = ""


@dataclass(frozen=True, slots=True)
class LegalBases(Query[tuple[LegalBasis, ...]]):
    """The legal bases in force on a day (ISO; '': every version), by code."""

    on: str = ""


@dataclass(frozen=True, slots=True)
class Parties(Query[tuple[PartyRow, ...]]):
    """Parties by name; `words` looks in name, code and representative, in pinyin too."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class FindParty(Query[str]):
    """The id of the one party meant by its name, its code, or the end of its id.

    Raises `party.unknown`, `party.ambiguous`."""

    text: str
