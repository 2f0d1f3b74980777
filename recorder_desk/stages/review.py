"""Decisions about case-file reviews. In: commands. Out: facts.

Who had a hand in a case does not judge its file: officers of its events, who linked, judged or sealed in it. Where a
bureau has nobody else, the reason stays with the review.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from recorder_desk.casefile import local_day
from recorder_desk.commands import review as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.calendars import WorkCalendar
from recorder_desk.domain.criteria import CriteriaList, CriteriaLists, checked
from recorder_desk.domain.deadlines import due, read_limit
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.review import (
    LONGEST_COMMENT,
    Rectification,
    RectificationFields,
    ReviewDetail,
    checked_score,
    hand_of,
)
from recorder_desk.domain.times import is_day
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries import review as q
from recorder_desk.queries.calendars import CalendarYears
from recorder_desk.queries.cases import ShowCase


def issue_criteria(command: c.IssueCriteria, context: Context) -> Iterator[f.Fact]:
    """A version under a label of its own."""
    listed = checked(command.listed)
    known = {each.label: each for each in _criteria(context).versions}.get(listed.label)
    if known is not None and known != listed:
        raise DeskError("review.version-taken", label=listed.label)
    if known is None:
        yield f.CriteriaIssued(listed, command.change.strip())


def begin_review(command: c.BeginReview, context: Context) -> Iterator[f.Fact]:
    """By somebody who had no hand in the case, or with the reason why it is them."""
    row = context.ask(ShowCase(command.case)).row
    lists = _criteria(context)
    listed = lists.of(command.criteria) if command.criteria.strip() else lists.current
    reviewer = " ".join(command.reviewer.split()) or context.actor.name
    there = context.ask(q.Reviews(row.id))
    if any(each.state == "open" and each.reviewer == reviewer for each in there):
        raise DeskError("review.open-already", number=row.number, reviewer=reviewer)
    hands = _refuse_hands(row.id, (context.actor.name, reviewer), command.override.strip(), context)
    turn = max((each.turn for each in there), default=0) + 1
    override = command.override.strip() if hands else ""
    yield f.ReviewBegun(new_id(), row.id, turn, listed.label, reviewer, override, hands)


def _refuse_hands(case: str, names: tuple[str, ...], override: str, context: Context) -> tuple[str, ...]:
    """What these people did in the case, each once. Raises `review.had-a-hand` where nothing excuses it."""
    found = hand_of(context.ask(q.HandsOn(case)), names)
    if found and not override:
        raise DeskError("review.had-a-hand", name=found[0].name, did=found[0].did)
    return tuple(dict.fromkeys(each.did for each in found))


def score_criteria(command: c.ScoreCriteria, context: Context) -> Iterator[f.Fact]:
    """Only what changes is told."""
    detail = _open_review(command.review, context)
    lines = {each.criterion.code: each for each in detail.lines}
    for code, told in command.scores:
        line = lines.get(code.strip().upper())
        if line is None:
            raise DeskError("review.unknown-criterion", criterion=code, label=detail.listed.label)
        score = checked_score(line.criterion, told)
        before = line.score
        if (score.verdict, score.off, score.comment) != (before.verdict, before.off, before.comment):
            yield f.CriterionScored(detail.row.id, detail.row.case, line.criterion.code, before, score)


def finish_review(command: c.FinishReview, context: Context) -> Iterator[f.Fact]:
    """The total stands."""
    detail = _open_review(command.review, context)
    told = detail.result
    if told.undecided:
        raise DeskError("review.undecided", count=len(told.undecided), criteria=", ".join(told.undecided[:8]))
    yield f.ReviewFinished(detail.row.id, detail.row.case, told.total, told.most, told.grade, told.vetoes)


def reopen_review(command: c.ReopenReview, context: Context) -> Iterator[f.Fact]:
    """What was decided stays decided until it is decided otherwise."""
    row = _review(command.review, context).row
    if row.state != "finished":
        raise DeskError("review.not-finished", number=row.number, turn=row.turn)
    if not command.reason.strip():
        raise DeskError("case.reason-missing")
    yield f.ReviewReopened(row.id, row.case, command.reason.strip(), row.total, row.grade)


def add_rectification(command: c.AddRectification, context: Context) -> Iterator[f.Fact]:
    """Due on a day, by the working days of the calendar where a limit is given."""
    detail = _review(command.review, context)
    fields = _fields(command.fields, detail.listed, context)
    yield f.RectificationAdded(new_id(), detail.row.id, detail.row.case, fields)


def amend_rectification(command: c.AmendRectification, context: Context) -> Iterator[f.Fact]:
    """Only what changes is told."""
    fix = _open_fix(command.rectification, context)
    told = command.fields
    if told.due == fix.fields.due and told.limit == fix.fields.limit:
        kept = replace(told, limit="")  # the day stands: the limit is not counted again from today
        fields = replace(_fields(kept, _listed(fix, context), context), limit=told.limit,
                         provisional=fix.fields.provisional)  # fmt: skip
    else:
        fields = _fields(told, _listed(fix, context), context)
    if fields != fix.fields:
        yield f.RectificationAmended(fix.id, fix.review, fix.case, fix.fields, fields)


def close_rectification(command: c.CloseRectification, context: Context) -> Iterator[f.Fact]:
    """With what was done; without, it is open again."""
    done, on = command.done.strip(), command.on.strip() or local_day(context)
    if not done:
        fix = context.ask(q.FindRectification(command.rectification, local_day(context)))
        if fix.withdrawn or not fix.done:
            raise DeskError("review.fix-open", text=fix.fields.text)
        yield f.RectificationClosed(fix.id, fix.review, fix.case, "", "")
        return
    fix = _open_fix(command.rectification, context)
    if len(done) > LONGEST_COMMENT:
        raise DeskError("review.long", most=LONGEST_COMMENT)
    if not is_day(on):
        raise DeskError("case.bad-date", date=on)
    yield f.RectificationClosed(fix.id, fix.review, fix.case, done, on)


def withdraw_rectification(command: c.WithdrawRectification, context: Context) -> Iterator[f.Fact]:
    """It stays as a trace."""
    fix = _open_fix(command.rectification, context)
    if not command.reason.strip():
        raise DeskError("case.reason-missing")
    yield f.RectificationWithdrawn(fix.id, fix.review, fix.case, command.reason.strip())


def _criteria(context: Context) -> CriteriaLists:
    return context.ask(q.CriteriaVersions(local_day(context)))


def _review(review: str, context: Context) -> ReviewDetail:
    return context.ask(q.ShowReview(review, local_day(context)))


def _open_review(review: str, context: Context) -> ReviewDetail:
    """One that can be decided, by whoever asks. Raises `review.finished`, `review.had-a-hand`."""
    detail = _review(review, context)
    if detail.row.state != "open":
        raise DeskError("review.finished", number=detail.row.number, turn=detail.row.turn)
    _refuse_hands(detail.row.case, (context.actor.name,), detail.row.override, context)
    return detail


def _open_fix(text: str, context: Context) -> Rectification:
    fix = context.ask(q.FindRectification(text, local_day(context)))
    if not fix.open:
        raise DeskError("review.fix-closed", text=fix.fields.text)
    return fix


def _listed(fix: Rectification, context: Context) -> CriteriaList:
    return _review(fix.review, context).listed


def _fields(told: RectificationFields, listed: CriteriaList, context: Context) -> RectificationFields:
    text, code = " ".join(told.text.split()), told.criterion.strip().upper()
    if not text:
        raise DeskError("review.text-missing")
    if len(text) > LONGEST_COMMENT:
        raise DeskError("review.long", most=LONGEST_COMMENT)
    if code and listed.criterion(code) is None:
        raise DeskError("review.unknown-criterion", criterion=code, label=listed.label)
    if told.limit.strip():
        limit = read_limit(told.limit)
        today = date.fromisoformat(local_day(context))
        found = due(today, limit, WorkCalendar(context.ask(CalendarYears())))
        return RectificationFields(text, code, found.due[:10], limit.text, found.provisional)
    if not told.due.strip():
        raise DeskError("review.due-missing")
    if not is_day(told.due.strip()):
        raise DeskError("case.bad-date", date=told.due)
    return RectificationFields(text, code, told.due.strip())
