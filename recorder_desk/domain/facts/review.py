"""Case-file review."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.criteria import CriteriaList
from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.review import RectificationFields, Score


@dataclass(frozen=True, slots=True)
class CriteriaIssued(Fact):
    """The bureau's own version of the criteria list, whole. `change`: why, in words."""

    listed: CriteriaList
    change: str


@dataclass(frozen=True, slots=True)
class ReviewBegun(Fact):
    """A case is reviewed, for the `turn`th time, by a version of the criteria list. `hands`: what the reviewer had done
    in the case; then `override` says why it is them."""

    review: str
    case: str
    turn: int
    criteria: str
    reviewer: str
    override: str
    hands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionScored(Fact):
    """The reviewer decided a criterion; a score without a verdict takes that back."""

    review: str
    case: str
    criterion: str
    before: Score
    score: Score


@dataclass(frozen=True, slots=True)
class ReviewFinished(Fact):
    """Every criterion is decided: tenths of a point, the grade's code, the veto items that were not met."""

    review: str
    case: str
    total: int
    most: int
    grade: str
    vetoes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewReopened(Fact):
    """A finished review is decided anew; this was its result."""

    review: str
    case: str
    reason: str
    total: int
    grade: str


@dataclass(frozen=True, slots=True)
class RectificationAdded(Fact):
    """Something is to be put right."""

    rectification: str
    review: str
    case: str
    fields: RectificationFields


@dataclass(frozen=True, slots=True)
class RectificationAmended(Fact):
    """It says something else now."""

    rectification: str
    review: str
    case: str
    before: RectificationFields
    fields: RectificationFields


@dataclass(frozen=True, slots=True)
class RectificationClosed(Fact):
    """What was done, on a day; '' both: it is open again."""

    rectification: str
    review: str
    case: str
    done: str
    on: str


@dataclass(frozen=True, slots=True)
class RectificationWithdrawn(Fact):
    """It does not count any more, and why ('': whoever added it took that back)."""

    rectification: str
    review: str
    case: str
    reason: str
