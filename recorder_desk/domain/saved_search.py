"""Searches a person keeps: words and chosen facets under a name."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.errors import DeskError

MOST_NAME = 60


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search as it is kept; `facets` as pairs, by name."""

    name: str
    words: str
    facets: tuple[tuple[str, str], ...]
    saved_at: str


def checked_name(text: str) -> str:
    """A name in one line. Raises DeskError `search.name-missing`, `search.name-long`."""
    name = " ".join(text.split())
    if not name:
        raise DeskError("search.name-missing")
    if len(name) > MOST_NAME:
        raise DeskError("search.name-long", most=MOST_NAME)
    return name
