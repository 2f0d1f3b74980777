"""Reviews: who may, what each leads to, what is refused and leaves no trace."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from recorder_desk.commands import review as c
from recorder_desk.commands.base import Command
from recorder_desk.commands.cases import OpenCase
from recorder_desk.commands.casework import JudgeItem, PlanEvent
from recorder_desk.commands.marks import AddMarks
from recorder_desk.commands.people import WriteOfficers
from recorder_desk.commands.tagging import Redo, Undo
from recorder_desk.domain import facts as f
from recorder_desk.domain.actor import RIGHTS, Actor
from recorder_desk.domain.case_event import EventFields
from recorder_desk.domain.criteria import shipped_criteria
from recorder_desk.domain.mark import MarkFields
from recorder_desk.domain.officer import Certificate, OfficerFields
from recorder_desk.domain.review import RectificationFields, ReviewDetail, ReviewLine, Score, accepted
from recorder_desk.queries import review as q
from tests.flow.homes import opened
from tests.recorder_desk.commands.reviews import TO_DO, all_met, finished, reviewed, to_fix
from tests.recorder_desk.commands.room import LINKED, Room

DAY = "2026-11-23"
ZHAO = Actor("赵敏")
(SHIPPED,) = shipped_criteria()


def show(room: Room, which: str) -> ReviewDetail:
    return room.ask(q.ShowReview(which, DAY))


def line(room: Room, which: str, code: str) -> ReviewLine:
    return next(each for each in show(room, which).lines if each.criterion.code == code)


def score(which: str, code: str, told: Score) -> Command:
    return c.ScoreCriteria(which, ((code, told),))


def test_who_had_a_hand_in_the_case_does_not_review_it(room: Room) -> None:
    told = room.refused(c.BeginReview(room.open), "review.had-a-hand")
    assert told.facts == {"name": room.session.actor.name, "did": "linked"}
    room.do(JudgeItem(room.open, "TZ-01", "not-applicable", "未申请听证"), ZHAO)
    assert room.refused(c.BeginReview(room.open), "review.had-a-hand", ZHAO).facts["did"] == "judged"
    officers = room.do(WriteOfficers((("", OfficerFields("王芳", certificates=(Certificate("1"),))),)))
    ids = tuple(each.officer for each in officers if isinstance(each, f.OfficerAdded))
    room.do(
        PlanEvent(room.open, EventFields("检查", "inspection", f"{DAY}T01:00:00.000Z", officers=ids, override="急"))
    )
    wang = Actor("王芳")
    assert room.refused(c.BeginReview(room.open), "review.had-a-hand", wang).facts["did"] == "took-part"
    assert room.refused(c.BeginReview(room.sealed, "", "", " "), "review.had-a-hand").facts["did"] in (
        "linked",
        "sealed",
    )
    (begun,) = room.do(c.BeginReview(room.open, override=" 没有别人 "), wang)
    assert isinstance(begun, f.ReviewBegun)
    assert (begun.reviewer, begun.override, begun.hands) == ("王芳", "没有别人", ("took-part",))
    (begun,) = room.do(c.BeginReview(room.open, override="不需要"), Actor("李强"))
    assert isinstance(begun, f.ReviewBegun)
    assert (begun.turn, begun.override, begun.hands) == (2, "", ())


def test_whoever_writes_it_in_anothers_name_is_asked_as_well(room: Room) -> None:
    room.refused(c.BeginReview(room.open, "", room.session.actor.name), "review.had-a-hand", ZHAO)
    (begun,) = room.do(c.BeginReview(room.open), ZHAO)
    assert isinstance(begun, f.ReviewBegun)
    room.refused(score(begun.review, "FJ-01", Score("met")), "review.had-a-hand")
    room.refused(c.FinishReview(begun.review), "review.had-a-hand")
    assert room.do(score(begun.review, "FJ-01", Score("met")), ZHAO)


def test_one_case_may_be_reviewed_several_times_but_not_twice_at_once_by_one(room: Room) -> None:
    room.do(c.BeginReview(room.open), ZHAO)
    room.refused(c.BeginReview(room.open), "review.open-already", ZHAO)
    room.do(c.BeginReview(room.open), Actor("李强"))
    rows = room.ask(q.Reviews(room.open))
    assert [(each.turn, each.reviewer, each.state) for each in rows] == [(2, "李强", "open"), (1, "赵敏", "open")]
    room.refused(c.BeginReview("nowhere"), "case.unknown", ZHAO)
    room.refused(c.BeginReview(room.open, "mine@1"), "review.unknown-criteria", Actor("钱"))


def test_a_decision_keeps_the_proposal_that_was_shown(room: Room) -> None:
    which = reviewed(room)
    before = line(room, which, "YX-01")
    assert before.proposal.verdict == "failed" and not before.score.verdict
    told = Score("failed", 30, " 已说明两项 ", before.proposal)
    (scored,) = room.do(score(which, " yx-01", told))
    assert isinstance(scored, f.CriterionScored)
    assert (scored.before, scored.score) == (Score(), replace(told, comment="已说明两项"))
    assert room.do(score(which, "YX-01", told)) == ()
    assert not line(room, which, "YX-01").moved
    for cell in ("JC-01", "JC-03", "JC-06", "DC-01", "DC-04", "DC-05", "DC-07", "TZ-01", "JD-01"):
        room.do(JudgeItem(room.open, cell, "not-applicable", "不涉及"))
    assert line(room, which, "YX-01").moved
    assert line(room, which, "YX-01").score.shown == before.proposal


def test_accepting_takes_every_proposal_and_undo_takes_all_of_it_back(room: Room) -> None:
    which = reviewed(room)
    proposed = accepted(show(room, which).lines)
    assert {code for code, _ in proposed} >= {"YX-01", "YX-05", "YX-07"}
    assert not {code for code, _ in proposed} & {"FJ-01", "FJ-04", "LA-01"}
    assert len(room.do(c.ScoreCriteria(which, proposed))) == len(proposed)
    after = show(room, which)
    assert sum(score.off for _, score in proposed) == 105
    assert after.result.total == 900  # the block has no more
    assert len(after.result.undecided) == 33 - len(proposed)
    assert len(room.do(Undo())) == len(proposed) + 1
    assert len(show(room, which).result.undecided) == 33
    room.do(Redo())
    again = show(room, which)
    assert [each.score for each in again.lines] == [each.score for each in after.lines]
    room.do(score(which, "YX-01", Score()))
    assert "YX-01" in show(room, which).result.undecided


def test_undoing_a_decision_asks_for_the_right_to_decide(room: Room) -> None:
    which = reviewed(room)
    room.do(score(which, "YX-07", Score("met")))
    error = room.refused(Undo(), "desk.not-permitted", Actor(room.session.actor.name, RIGHTS - {"review.score"}))
    assert error.facts["permission"] == "review.score"


@pytest.mark.parametrize(
    ("code", "told", "refusal"),
    [
        ("XX-01", Score("met"), "review.unknown-criterion"),
        ("YX-01", Score("failed", 101), "review.too-many-points"),
        ("FJ-01", Score("failed"), "review.comment-missing"),
    ],
)
def test_what_cannot_be_decided_leaves_nothing(room: Room, code: str, told: Score, refusal: str) -> None:
    which = reviewed(room)
    room.refused(c.ScoreCriteria(which, (("YX-07", Score("met")), (code, told))), refusal)
    room.refused(c.ScoreCriteria("nowhere", ()), "review.unknown")


def test_a_review_is_finished_when_all_is_decided_and_stays_as_it_was(room: Room) -> None:
    which = reviewed(room)
    told = room.refused(c.FinishReview(which), "review.undecided")
    assert told.facts["count"] == 33
    done = all_met(room)
    room.do(score(done, "FJ-07", Score("failed", 0, "只有一人")))
    (ended,) = room.do(c.FinishReview(done))
    assert isinstance(ended, f.ReviewFinished)
    assert (ended.total, ended.most, ended.grade, ended.vetoes) == (1000, 1000, "fail", ("FJ-07",))
    room.refused(c.FinishReview(done), "review.finished")
    room.refused(score(done, "FJ-07", Score("met")), "review.finished")
    room.do(AddMarks(room.recordings[LINKED], (MarkFields(1500, kind="start", item="JC-02"),)))
    assert all(each.proposal == each.score.shown for each in show(room, done).lines)
    with pytest.raises(Exception, match=r"undo\.nothing|undo\.impossible"):
        for _ in range(5):
            room.do(Undo())


def test_a_finished_review_is_reopened_with_a_reason(room: Room) -> None:
    which = finished(room)
    room.refused(c.ReopenReview(which, " "), "case.reason-missing")
    (again,) = room.do(c.ReopenReview(which, "漏看一段"))
    assert isinstance(again, f.ReviewReopened)
    assert (again.total, again.grade, again.reason) == (1000, "excellent", "漏看一段")
    room.refused(c.ReopenReview(which, "再来"), "review.not-finished")
    assert room.ask(q.ReviewStatistics()).reviews == 0
    room.do(c.FinishReview(which))
    assert room.ask(q.ReviewStatistics()).reviews == 1


def test_a_bureaus_own_list_is_used_from_then_on(room: Room) -> None:
    before = reviewed(room)
    own = replace(SHIPPED, version="own", criteria=SHIPPED.criteria[:9])
    (issued,) = room.do(c.IssueCriteria(own, "本机关"))
    assert isinstance(issued, f.CriteriaIssued)
    assert room.do(c.IssueCriteria(own)) == ()
    room.refused(c.IssueCriteria(replace(own, criteria=SHIPPED.criteria[:10])), "review.version-taken")
    room.refused(c.IssueCriteria(replace(own, criteria=())), "review.no-criteria")
    after = reviewed(room)
    assert (show(room, before).row.criteria, show(room, before).row.asked) == ("statistics@2026", 33)
    assert (show(room, after).row.criteria, show(room, after).row.asked) == ("statistics@own", 9)
    (begun,) = room.do(c.BeginReview(room.open, "statistics@2026"), ZHAO)
    assert isinstance(begun, f.ReviewBegun) and begun.criteria == "statistics@2026"


def test_what_is_to_be_put_right_runs_by_working_days(room: Room) -> None:
    which = reviewed(room)
    (added,) = room.do(c.AddRectification(which, RectificationFields(" 补  标注 ", "yx-05", limit="7WD")))
    assert isinstance(added, f.RectificationAdded)
    assert (added.fields.text, added.fields.criterion, added.fields.limit) == ("补 标注", "YX-05", "7wd")
    assert len(added.fields.due) == 10
    for fields, code in (
        (RectificationFields(" ", due=DAY), "review.text-missing"), (RectificationFields("a"), "review.due-missing"),
        (RectificationFields("a", due="morgen"), "case.bad-date"),
        (RectificationFields("a", limit="7"), "deadline.bad-limit"),
        (RectificationFields("a", "ZZ", due=DAY), "review.unknown-criterion"),
        (RectificationFields("长" * 2001, due=DAY), "review.long"),
    ):  # fmt: skip
        room.refused(c.AddRectification(which, fields), code)
    fix = added.rectification
    room.do(c.AmendRectification(fix[-8:], replace(added.fields, text="另补")))
    told = room.ask(q.FindRectification(fix, DAY))
    assert told.fields == replace(added.fields, text="另补")
    room.do(c.AmendRectification(fix, RectificationFields("另补", due="2026-11-20")))
    (told,) = room.ask(q.Rectifications(DAY))
    assert (told.fields.due, told.fields.limit, told.days_left, told.open) == ("2026-11-20", "", -3, True)
    assert show(room, which).row.fixes_open == 1


def test_a_rectification_is_closed_with_what_was_done_and_opened_again(room: Room) -> None:
    fix = to_fix(room)
    room.refused(c.CloseRectification(fix, ""), "review.fix-open")
    room.refused(c.CloseRectification(fix, "已补", "bald"), "case.bad-date")
    room.do(c.CloseRectification(fix, " 已补 ", "2026-05-20"))
    told = room.ask(q.FindRectification(fix, DAY))
    assert (told.done, told.closed_on, told.closed_by, told.open) == (
        "已补", "2026-05-20", room.session.actor.name, False,
    )  # fmt: skip
    assert room.ask(q.Rectifications(DAY)) == ()
    assert len(room.ask(q.Rectifications(DAY, over=True))) == 1
    for command in (
        c.CloseRectification(fix, "又"),
        c.AmendRectification(fix, TO_DO),
        c.WithdrawRectification(fix, "不"),
    ):
        room.refused(command, "review.fix-closed")
    room.do(c.CloseRectification(fix, ""))
    assert room.ask(q.FindRectification(fix, DAY)).open
    room.refused(c.WithdrawRectification(fix, " "), "case.reason-missing")
    room.do(c.WithdrawRectification(fix, "不必"))
    assert room.ask(q.FindRectification(fix, DAY)).reason == "不必"
    room.do(Undo())
    assert room.ask(q.FindRectification(fix, DAY)).open
    room.refused(c.CloseRectification("ffff", "x"), "review.unknown-fix")


def test_adding_a_rectification_can_be_undone(room: Room) -> None:
    fix = to_fix(room)
    room.do(Undo())
    assert room.ask(q.FindRectification(fix, DAY)).withdrawn
    room.do(Redo())
    assert room.ask(q.FindRectification(fix, DAY)).open


def test_a_home_of_before_gets_its_tables(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as session:
        case = session.desk.do(OpenCase("1号", "检查", "甲公司"), ZHAO).result(30)
    connection = sqlite3.connect(tmp_path / "home" / "catalogue.db")
    with connection:
        for table in ("rectifications", "review_scores", "reviews", "criteria_lists"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm_reviews'")
    connection.close()
    with opened(tmp_path / "home") as session:
        assert session.desk.ask(q.Reviews()).result(30) == ()
        (opening,) = [each for each in case if isinstance(each, f.CaseOpened)]
        session.desk.do(c.BeginReview(opening.case), ZHAO).result(30)
        assert len(session.desk.ask(q.Reviews(words="1号")).result(30)) == 1
        assert session.desk.ask(q.Reviews(words="甲")).result(30)[0].party == "甲公司"
