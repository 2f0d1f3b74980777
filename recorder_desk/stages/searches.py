"""Decisions about searches that persons keep. In: commands. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from recorder_desk.commands import searches as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.saved_search import checked_name
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries.recordings import Filter
from recorder_desk.queries.searches import FindSearch, SavedSearches

FACETS = frozenset(each.name for each in fields(Filter)) - {"words"}


def save_search(command: c.SaveSearch, context: Context) -> Iterator[f.Fact]:
    """Nothing where it is kept so already."""
    name, words = checked_name(command.name), " ".join(command.words.split())
    facets = tuple(sorted((facet, value) for facet, value in dict(command.facets).items() if value))
    for facet, _ in facets:
        if facet not in FACETS:
            raise DeskError("search.unknown-facet", facet=facet)
    if not words and not facets:
        raise DeskError("search.nothing")
    kept = {each.name: each for each in context.ask(SavedSearches(context.actor.name))}.get(name)
    if kept is None or (kept.words, kept.facets) != (words, facets):
        yield f.SearchSaved(name, words, facets)


def forget_search(command: c.ForgetSearch, context: Context) -> Iterator[f.Fact]:
    """It is gone from the list; the journal knows it."""
    found = context.ask(FindSearch(context.actor.name, command.name))
    yield f.SearchForgotten(found.name)
