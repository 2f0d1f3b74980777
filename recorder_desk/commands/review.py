"""What can be done in a case-file review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.criteria import CriteriaList
from recorder_desk.domain.review import RectificationFields, Score


@dataclass(frozen=True, slots=True)
class IssueCriteria(Command):
    """Bring a new version of the criteria list into force. Reviews begun before keep theirs; nothing where it is the
    same. Raises as `criteria.checked`, and `review.version-taken`."""

    permission: ClassVar[str] = "review.criteria"
    listed: CriteriaList
    change: str = ""


@dataclass(frozen=True, slots=True)
class BeginReview(Command):
    """Review a case by a version of the criteria list ('': the one in force). `reviewer` '': whoever asks.

    Raises `case.unknown`, `review.unknown-criteria`, `review.open-already`, `review.had-a-hand` (the reviewer took part
    in the case, linked in it, judged or sealed it, and there is no `override`, which stays)."""

    permission: ClassVar[str] = "review.score"
    case: str
    criteria: str = ""
    reviewer: str = ""
    override: str = ""


@dataclass(frozen=True, slots=True)
class ScoreCriteria(Command):
    """Decide criteria, all or none: (code, score), each with the proposal that was shown. A score without a verdict
    takes the decision back. One step to undo; what is decided so already is passed over.

    Raises `review.unknown`, `review.finished`, `review.unknown-criterion`, `review.had-a-hand`, and as
    `review.checked_score`."""

    permission: ClassVar[str] = "review.score"
    review: str
    scores: tuple[tuple[str, Score], ...]


@dataclass(frozen=True, slots=True)
class FinishReview(Command):
    """Every criterion is decided: the total and the grade stand. Raises `review.unknown`, `review.finished`,
    `review.undecided`, `review.had-a-hand`."""

    permission: ClassVar[str] = "review.score"
    review: str


@dataclass(frozen=True, slots=True)
class ReopenReview(Command):
    """Decide a finished review anew, for a reason that stays; its earlier result stays in the journal.

    Raises `review.unknown`, `review.not-finished`, `case.reason-missing`."""

    permission: ClassVar[str] = "review.score"
    review: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddRectification(Command):
    """Something is to be put right until a day (`fields.due`), or within a limit (`fields.limit`, `15d`) from today.

    Raises `review.unknown`, `review.unknown-criterion`, `review.text-missing`, `review.long`, `review.due-missing`,
    `case.bad-date`, `deadline.bad-limit`."""

    permission: ClassVar[str] = "review.rectify"
    review: str
    fields: RectificationFields


@dataclass(frozen=True, slots=True)
class AmendRectification(Command):
    """Something else is to be put right, or until another day; what was said before stays in the journal.

    Raises `review.unknown-fix`, `review.fix-closed`, and as `AddRectification`."""

    permission: ClassVar[str] = "review.rectify"
    rectification: str
    fields: RectificationFields


@dataclass(frozen=True, slots=True)
class CloseRectification(Command):
    """It was put right: what was done, on which day (ISO; '' today). `done` '' opens it again.

    Raises `review.unknown-fix`, `review.fix-closed`, `review.fix-open`, `review.long`, `case.bad-date`."""

    permission: ClassVar[str] = "review.rectify"
    rectification: str
    done: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawRectification(Command):
    """It does not count, for a reason. Raises `review.unknown-fix`, `review.fix-closed`, `case.reason-missing`."""

    permission: ClassVar[str] = "review.rectify"
    rectification: str
    reason: str
