"""What can be seen of case-file reviews."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.criteria import CriteriaLists
from recorder_desk.domain.review import Hand, Rectification, ReviewDetail, ReviewRow
from recorder_desk.domain.review_statistics import Statistics
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class CriteriaVersions(Query[CriteriaLists]):
    """Every version of the criteria list, shipped and issued by the bureau, and the one in force on a local day (ISO):
    the bureau's own go before the shipped ones."""

    on: str


@dataclass(frozen=True, slots=True)
class Reviews(Query[tuple[ReviewRow, ...]]):
    """Reviews, of one case or of all, the open ones first, then the newest. `words` looks in the case's number, title
    and party and in the reviewer's name."""

    case: str = ""
    state: str = ""
    words: str = ""
    limit: int = 500


@dataclass(frozen=True, slots=True)
class FindReview(Query[str]):
    """The id of the one review whose id is or ends so, or of the newest of the case that is meant. Raises
    `review.unknown`."""

    text: str


@dataclass(frozen=True, slots=True)
class ShowReview(Query[ReviewDetail]):
    """A review with what the desk proposes now; a finished one with what it proposed when it was decided.
    `today`: a local day (ISO). Raises `review.unknown`."""

    review: str
    today: str


@dataclass(frozen=True, slots=True)
class HandsOn(Query[tuple[Hand, ...]]):
    """Who had a hand in a case, people only: officers of its events, who linked, judged or sealed."""

    case: str


@dataclass(frozen=True, slots=True)
class Rectifications(Query[tuple[Rectification, ...]]):
    """What is to be put right, by the day it is due; of one case, of one review, or of all. `over`: what is done or
    withdrawn as well. `today`: a local day (ISO)."""

    today: str
    case: str = ""
    review: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class FindRectification(Query[Rectification]):
    """The one whose id is or ends so. Raises `review.unknown-fix`."""

    text: str
    today: str


@dataclass(frozen=True, slots=True)
class ReviewStatistics(Query[Statistics]):
    """Over the reviews finished from one local day to another (ISO; '' without a bound)."""

    since: str = ""
    until: str = ""
