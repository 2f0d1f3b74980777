"""What can be seen of searches that persons keep."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.saved_search import SavedSearch
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class SavedSearches(Query[tuple[SavedSearch, ...]]):
    """The searches an actor keeps, by name."""

    actor: str


@dataclass(frozen=True, slots=True)
class FindSearch(Query[SavedSearch]):
    """The search an actor keeps under this name. Raises `search.unknown`."""

    actor: str
    name: str
