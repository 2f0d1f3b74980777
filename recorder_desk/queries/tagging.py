"""What can be seen of tags, notes, and what could be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from recorder_desk.domain.saying import Said
from recorder_desk.domain.tagging import Notes, TagCount
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class TagsOf(Query[tuple[tuple[str, ...], Notes]]):
    """The tags of a recording, sorted, and what else is said of it."""

    recording: str


@dataclass(frozen=True, slots=True)
class SaidOf(Query[tuple[Said, ...]]):
    """What is said of some recordings, in their order; those that are not there are left out."""

    recordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagTree(Query[tuple[TagCount, ...]]):
    """Every tag that is used, and every branch above one, sorted."""


@dataclass(frozen=True, slots=True)
class Reversible:
    """Entries of one command that could be reversed: their numbers, and (fact, body) each."""

    first: int
    last: int
    facts: tuple[tuple[str, dict[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class LastReversible(Query[Reversible | None]):
    """What `Undo` (or `Redo`) of this actor would reverse; None: nothing."""

    actor: str
    redo: bool = False
