"""What decisions of a review add up to, what may be decided, who may decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recorder_desk.domain.criteria import CriteriaList, Criterion, Grade
from recorder_desk.domain.review import (
    Evidence,
    Hand,
    Proposal,
    ReviewLine,
    Score,
    accepted,
    checked_score,
    hand_of,
    result,
)
from recorder_desk.errors import DeskError

VETO = Criterion("V-1", "否决", "", 0, "主体合法", "")
FILE = Criterion("F-1", "案卷", "", 900, "笔录", "", each=10, most=50)
FILM = Criterion("A-1", "音像", "", 100, "必录", "", each=30)
TIME = Criterion("A-2", "音像", "", 100, "起止", "", each=10)
GRADES = (Grade("excellent", "优秀", "", 90), Grade("pass", "合格", "", 60), Grade("fail", "不合格", "", 0))
LIST = CriteriaList("x", "1", "2026-01-01", (VETO, FILE, FILM, TIME), GRADES)
MET, NOT_ASKED = Score("met"), Score("not-applicable")


def off(tenths: int) -> Score:
    return Score("failed", tenths)


@pytest.mark.parametrize(
    ("scores", "total", "grade"),
    [
        ((MET, MET, MET, MET), 1000, "excellent"),
        ((MET, off(50), MET, MET), 950, "excellent"),
        ((MET, off(500), MET, MET), 950, "excellent"),  # a criterion takes no more than its limit
        ((MET, MET, off(90), off(60)), 900, "excellent"),  # a block loses no more than it has
        ((MET, off(50), off(90), off(60)), 850, "pass"),
        ((NOT_ASKED, NOT_ASKED, NOT_ASKED, NOT_ASKED), 1000, "excellent"),
        ((Score("failed", 0, "无管辖权"), MET, MET, MET), 1000, "fail"),
    ],
)
def test_what_decisions_add_up_to(scores: tuple[Score, ...], total: int, grade: str) -> None:
    told = result(LIST, {each.code: score for each, score in zip(LIST.criteria, scores, strict=True)})
    assert (told.total, told.most, told.grade, told.undecided) == (total, 1000, grade, ())
    assert told.vetoes == (("V-1",) if scores[0].verdict == "failed" else ())


def test_what_is_undecided_is_told_and_takes_nothing_off() -> None:
    told = result(LIST, {"A-1": off(30)})
    assert (told.total, told.undecided) == (970, ("V-1", "F-1", "A-2"))
    assert [(each.name, each.off, each.points) for each in told.blocks] == [("案卷", 0, 900), ("音像", 30, 100)]


@pytest.mark.parametrize(
    ("criterion", "told", "code"),
    [
        (FILE, Score("maybe"), "review.bad-verdict"),  # type: ignore[arg-type]
        (FILE, off(51), "review.too-many-points"),
        (FILE, off(-1), "review.too-many-points"),
        (FILE, Score("met", 10), "review.points-though-met"),
        (FILE, Score("", 10), "review.points-though-met"),
        (FILE, off(0), "review.points-missing"),
        (VETO, off(0), "review.comment-missing"),
        (VETO, Score("failed", 1, "无"), "review.too-many-points"),
        (FILE, Score("met", 0, "长" * 2001), "review.long"),
    ],
)
def test_what_cannot_be_decided(criterion: Criterion, told: Score, code: str) -> None:
    with pytest.raises(DeskError) as raised:
        checked_score(criterion, told)
    assert raised.value.code == code


def test_a_score_is_kept_tidy_and_taking_back_leaves_nothing() -> None:
    many = Proposal("failed", 30, "", tuple(Evidence("review.not-filed") for _ in range(60)))
    kept = checked_score(FILM, Score("failed", 30, "  缺两项 ", many))
    assert (kept.comment, len(kept.shown.evidence)) == ("缺两项", 50)
    assert checked_score(FILM, Score("", 0, "算了", many)) == Score()


def test_accepting_takes_what_is_proposed_and_nothing_else() -> None:
    proposed, hint = Proposal("failed", 30), Proposal("", 0, "review.veto-hint")
    lines = (
        ReviewLine(VETO, hint, Score()), ReviewLine(FILM, proposed, Score()), ReviewLine(TIME, proposed, MET),
        ReviewLine(FILE, Proposal(why="review.by-hand"), Score()),
    )  # fmt: skip
    assert accepted(lines) == (("A-1", Score("failed", 30, "", proposed)),)
    assert lines[2].moved and not replace(lines[2], score=Score("failed", 30, "", proposed)).moved


def test_whose_hands_were_in_the_case() -> None:
    hands = (Hand("王芳", "took-part"), Hand("root", "linked"), Hand("Root", "sealed"))
    assert hand_of(hands, ("root", "")) == hands[1:]
    assert hand_of(hands, ("李强",)) == ()
