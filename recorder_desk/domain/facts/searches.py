"""Searches that persons keep."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class SearchSaved(Fact):
    """The actor keeps a search under a name; what it held before is replaced."""

    name: str
    words: str
    facets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SearchForgotten(Fact):
    """The actor keeps a search no longer."""

    name: str
