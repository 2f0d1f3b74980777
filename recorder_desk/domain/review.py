"""Case-file review (案卷评查): what the desk proposes for a criterion, what the reviewer decides, and what that adds up
to.

Points are tenths of a point, as whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from recorder_desk.domain.criteria import CriteriaList, Criterion
from recorder_desk.errors import DeskError

ScoreVerdict = Literal["met", "failed", "not-applicable", ""]
VERDICTS: tuple[ScoreVerdict, ...] = get_args(ScoreVerdict)
ReviewState = Literal["open", "finished"]
LONGEST_COMMENT = 2_000
MOST_EVIDENCE = 50
"""So many pieces of evidence are kept with a proposal; `off` counts all."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing the desk found, by code, and where to see it: a `recording` at `at_ms`, a record `item`, an `event`.

    `label`: what people call it; `detail` and `amount`: what the code's sentence tells. `counts`: points go off for
    it; else it is only worth a look."""

    code: str
    recording: str = ""
    at_ms: int = 0
    item: str = ""
    event: str = ""
    label: str = ""
    detail: str = ""
    amount: int = 0
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the desk proposes: a verdict and tenths off; verdict '': the reviewer must look, `why` (a code) says why."""

    verdict: ScoreVerdict = ""
    off: int = 0
    why: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def made(self) -> bool:
        """Whether anything is proposed."""
        return bool(self.verdict)


@dataclass(frozen=True, slots=True)
class Score:
    """What the reviewer decided of a criterion ('': nothing yet), the tenths off, in words, and the proposal that was
    shown."""

    verdict: ScoreVerdict = ""
    off: int = 0
    comment: str = ""
    shown: Proposal = field(default_factory=Proposal)


@dataclass(frozen=True, slots=True)
class RectificationFields:
    """What is to be put right: for which criterion ('' none), until which day (ISO) and by which limit that was counted
    ('' a day was named); `provisional`: counted without a calendar of a year between (暂估)."""

    text: str
    criterion: str = ""
    due: str = ""
    limit: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Rectification:
    """Something to be put right in a case; `done`: what was done, on a day, or ''. `withdrawn`: it does not count, for
    a `reason`. `days_left` until it is due, negative when over."""

    id: str
    review: str
    case: str
    number: str
    fields: RectificationFields
    done: str
    closed_on: str
    closed_by: str
    withdrawn: bool
    reason: str
    added_by: str
    added_at: str
    days_left: int = 0

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return not self.done and not self.withdrawn


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review in a list: the `turn`th of its case. `override`: why somebody reviews who had a hand in the case, and
    `hands`: which (codes). `total` of `most` tenths, `grade` and `vetoes` are those it was finished with."""

    id: str
    case: str
    number: str
    title: str
    turn: int
    criteria: str
    reviewer: str
    override: str
    hands: tuple[str, ...]
    state: ReviewState
    begun_by: str
    begun_at: str
    decided: int
    asked: int
    total: int
    most: int
    grade: str
    vetoes: tuple[str, ...]
    finished_by: str
    finished_at: str
    fixes_open: int
    matter: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A criterion, what the desk proposes now, and what was decided. `moved`: it proposes something else than it did
    when that was decided."""

    criterion: Criterion
    proposal: Proposal
    score: Score
    scored_by: str = ""
    scored_at: str = ""

    @property
    def moved(self) -> bool:
        """Whether the case has changed under the decision."""
        shown = self.score.shown
        return bool(self.score.verdict) and (shown.verdict, shown.off) != (self.proposal.verdict, self.proposal.off)


@dataclass(frozen=True, slots=True)
class BlockSum:
    """A block: its name (Chinese), tenths off and tenths it has."""

    name: str
    off: int
    points: int


@dataclass(frozen=True, slots=True)
class Result:
    """What the decisions add up to so far. `vetoes` and `undecided` are codes of criteria."""

    total: int
    most: int
    blocks: tuple[BlockSum, ...]
    vetoes: tuple[str, ...]
    undecided: tuple[str, ...]
    grade: str


@dataclass(frozen=True, slots=True)
class ReviewDetail:
    """A review whole."""

    row: ReviewRow
    listed: CriteriaList
    lines: tuple[ReviewLine, ...]
    result: Result
    fixes: tuple[Rectification, ...]


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who had a hand in a case, and what they did: `linked`, `sealed`, `judged`, `took-part`."""

    name: str
    did: str


def result(listed: CriteriaList, scores: Mapping[str, Score]) -> Result:
    """What a list's decisions add up to: a block loses no more than it has, a criterion no more than its limit."""
    off: dict[str, int] = dict.fromkeys(listed.blocks, 0)
    vetoes, undecided = [], []
    for each in listed.criteria:
        told = scores.get(each.code, Score())
        if not told.verdict:
            undecided.append(each.code)
        elif each.veto and told.verdict == "failed":
            vetoes.append(each.code)
        elif not each.veto:
            off[each.block_zh] += min(told.off, each.limit)
    blocks = tuple(BlockSum(name, min(off[name], has), has) for name, has in listed.blocks.items())
    most = sum(each.points for each in blocks)
    total = most - sum(each.off for each in blocks)
    return Result(total, most, blocks, tuple(vetoes), tuple(undecided), _grade(listed, total, most, bool(vetoes)))


def _grade(listed: CriteriaList, total: int, most: int, vetoed: bool) -> str:
    reached = [each for each in listed.grades if total * 100 >= each.least * most]
    return listed.grades[-1].code if vetoed or not reached else reached[0].code


def checked_score(criterion: Criterion, told: Score) -> Score:
    """As it is kept. Raises DeskError `review.bad-verdict`, `review.too-many-points`, `review.points-missing` (it
    failed, and nothing goes off), `review.points-though-met`, `review.comment-missing` (a veto), `review.long`."""
    if told.verdict not in VERDICTS:
        raise DeskError("review.bad-verdict", verdict=str(told.verdict)[:40])
    comment = told.comment.strip()
    if len(comment) > LONGEST_COMMENT:
        raise DeskError("review.long", most=LONGEST_COMMENT)
    if not 0 <= told.off <= criterion.limit:
        raise DeskError("review.too-many-points", criterion=criterion.code, off=told.off, most=criterion.limit)
    if told.off and told.verdict != "failed":
        raise DeskError("review.points-though-met", criterion=criterion.code)
    if told.verdict == "failed" and not criterion.veto and not told.off:
        raise DeskError("review.points-missing", criterion=criterion.code)
    if told.verdict == "failed" and criterion.veto and not comment:
        raise DeskError("review.comment-missing", criterion=criterion.code)
    shown = replace(told.shown, evidence=told.shown.evidence[:MOST_EVIDENCE])
    return replace(told, comment=comment, shown=shown) if told.verdict else Score()


def hand_of(hands: Iterable[Hand], names: Iterable[str]) -> tuple[Hand, ...]:
    """What these people did in the case."""
    wanted = {each.casefold() for each in names if each}
    return tuple(each for each in hands if each.name.casefold() in wanted)


def accepted(lines: Iterable[ReviewLine]) -> tuple[tuple[str, Score], ...]:
    """What accepting every proposal would decide, of what is not decided yet: (criterion, score). What the desk cannot
    know is left to the reviewer."""
    return tuple(
        (each.criterion.code, Score(each.proposal.verdict, each.proposal.off, "", each.proposal))
        for each in lines
        if each.proposal.made and not each.score.verdict
    )
