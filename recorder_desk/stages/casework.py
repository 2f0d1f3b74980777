"""Decisions about what a case goes through. In: commands. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from recorder_desk.casefile import open_case_of
from recorder_desk.commands import casework as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.case_event import EventFields, manning
from recorder_desk.domain.case_stages import shipped_stages
from recorder_desk.domain.coverage import VERDICTS
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.officer import LEAST_OFFICERS, is_day
from recorder_desk.domain.times import moment, stamp
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries import casework as q
from recorder_desk.queries.people import Officers
from recorder_desk.queries.recorders import Recorders


def note_stage(command: c.NoteStage, context: Context) -> Iterator[f.Fact]:
    """A stage with its day; nothing where it is noted so already."""
    row = open_case_of(context, command.case).row
    stage = shipped_stages().stage(command.stage)
    reached = {each.stage: each.on for each in context.ask(q.StagesOf(row.id))}
    if not command.on:
        if not command.reason.strip():
            raise DeskError("case.reason-missing")
        if stage.code in reached:
            yield f.StageNoted(row.id, stage.code, "", command.reason.strip())
        return
    if not is_day(command.on):
        raise DeskError("case.bad-date", date=command.on)
    for needed in stage.needs:
        if reached.get(needed, "~") > command.on:
            raise DeskError("case.stage-too-early", stage=stage.code, needed=needed)
    if reached.get(stage.code) != command.on:
        yield f.StageNoted(row.id, stage.code, command.on, command.reason.strip())


def plan_event(command: c.PlanEvent, context: Context) -> Iterator[f.Fact]:
    """An event of an open case."""
    row = open_case_of(context, command.case).row
    yield f.EventPlanned(new_id(), row.id, _checked(command.fields, row, context))


def amend_event(command: c.AmendEvent, context: Context) -> Iterator[f.Fact]:
    """Nothing where it says the same."""
    (event,) = context.ask(q.Events(event=command.event)) or (None,)
    if event is None:
        raise DeskError("event.unknown", event=command.event)
    fields = _checked(command.fields, open_case_of(context, event.case).row, context)
    if fields != event.fields:
        yield f.EventAmended(event.id, event.case, fields)


def cancel_event(command: c.CancelEvent, context: Context) -> Iterator[f.Fact]:
    """It stays as a trace."""
    (event,) = context.ask(q.Events(event=command.event)) or (None,)
    if event is None:
        raise DeskError("event.unknown", event=command.event)
    open_case_of(context, event.case)
    if not command.reason.strip():
        raise DeskError("case.reason-missing")
    yield f.EventCancelled(event.id, event.case, command.reason.strip())


def judge_item(command: c.JudgeItem, context: Context) -> Iterator[f.Fact]:
    """An item of the case's own list; a verdict has a reason unless its condition plainly holds."""
    row = open_case_of(context, command.case).row
    item = command.item.strip().upper()
    if context.items.of(row.item_list).item(item) is None:
        raise DeskError("link.unknown-item", item=item, items=row.item_list)
    if command.verdict not in VERDICTS:
        raise DeskError("case.bad-verdict", verdict=command.verdict)
    reason = command.reason.strip()
    if command.verdict in ("not-applicable", "explained") and not reason:
        raise DeskError("case.reason-missing")
    _, judged = context.ask(q.CoverageFacts(row.id))
    known = judged.get(item)
    if (command.verdict, reason) != ((known.verdict, known.reason) if known else ("", "")):
        yield f.ItemJudged(row.id, item, command.verdict, reason)


def _checked(told: EventFields, case: CaseRow, context: Context) -> EventFields:
    title, item = " ".join(told.title.split()), told.item.strip().upper()
    if not title:
        raise DeskError("event.title-missing")
    if told.stage:
        shipped_stages().stage(told.stage)
    if item and context.items.of(case.item_list).item(item) is None:
        raise DeskError("link.unknown-item", item=item, items=case.item_list)
    starts, ends = _time(told.starts_at), _time(told.ends_at) if told.ends_at else ""
    if ends and ends < starts:
        raise DeskError("event.bad-time", time=told.ends_at)
    day = moment(starts).astimezone().date().isoformat()
    known = {row.id: row.fields for row in context.ask(Officers(day, left=True))}
    for each in told.officers:
        if each not in known:
            raise DeskError("event.unknown-officer", officer=each)
    serials = {row.id for row in context.ask(Recorders(day))}
    for each in told.recorders:
        if each not in serials:
            raise DeskError("event.unknown-recorder", recorder=each)
    officers = tuple(dict.fromkeys(told.officers))
    men = manning(tuple(known[each] for each in officers), day)
    override = told.override.strip()
    if not men.enough and not override:
        names = ", ".join(men.uncertified) or "—"
        raise DeskError("event.officers-missing", certified=men.certified, needed=LEAST_OFFICERS, day=day, names=names)
    return replace(
        told, title=title, item=item, starts_at=starts, ends_at=ends, place=told.place.strip(), officers=officers,
        recorders=tuple(dict.fromkeys(told.recorders)), override="" if men.enough else override,
    )  # fmt: skip


def _time(text: str) -> str:
    try:
        return stamp(moment(text))
    except (ValueError, OverflowError) as error:
        raise DeskError("event.bad-time", time=text) from error
