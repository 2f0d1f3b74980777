"""Searching across everything that has a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recorder_desk.queries.base import Query

HitKind = Literal["recording", "case", "officer", "event", "party", "mark"]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its kind and id, what people call it, and what else tells it apart; `at` the moment it is about
    (UTC stamp) and `case` the id of the case it is or lies in, '' for none; a mark lies in a `recording` at `at_ms`."""

    kind: HitKind
    id: str
    name: str
    detail: str
    at: str = ""
    case: str = ""
    recording: str = ""
    at_ms: int = 0


@dataclass(frozen=True, slots=True)
class SearchAll(Query[tuple[Hit, ...]]):
    """Cases, officers, events, parties and marks that hold every word (any part of it, also in pinyin or initials),
    `limit` of each kind. Recordings are asked for with a `Filter` of the same words."""

    words: str
    limit: int = 50
