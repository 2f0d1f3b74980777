"""Decisions about what a case goes through. In: commands. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from recorder_desk.casefile import checked_item, open_case_of
from recorder_desk.commands import casework as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.case_event import EventFields, manning, read_coordinates
from recorder_desk.domain.case_stages import shipped_stages
from recorder_desk.domain.coverage import VERDICTS
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.officer import LEAST_OFFICERS
from recorder_desk.domain.times import is_day, moment, stamp
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
            _refuse_needed(stage.code, "", reached)
            yield f.StageNoted(row.id, stage.code, "", command.reason.strip())
        return
    if not is_day(command.on):
        raise DeskError("case.bad-date", date=command.on)
    for needed in stage.needs:
        if reached.get(needed, "~") > command.on:
            raise DeskError("case.stage-too-early", stage=stage.code, needed=needed)
    if reached.get(stage.code) != command.on:
        _refuse_needed(stage.code, command.on, reached)
        yield f.StageNoted(row.id, stage.code, command.on, command.reason.strip())


def _refuse_needed(stage: str, on: str, reached: Mapping[str, str]) -> None:
    """A stage that others stand on is neither taken back nor moved behind them. Raises `case.stage-needed`."""
    for other in shipped_stages().stages:
        if stage in other.needs and other.code in reached and (not on or reached[other.code] < on):
            raise DeskError("case.stage-needed", stage=stage, by=other.code, on=reached[other.code])


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
    item = checked_item(context, row, command.item)
    if command.verdict not in VERDICTS:
        raise DeskError("case.bad-verdict", verdict=command.verdict)
    reason = command.reason.strip()
    if command.verdict in ("not-applicable", "explained") and not reason:
        raise DeskError("case.reason-missing")
    (cell,) = [each for each in context.ask(q.CoverageOf(row.id)).cells if each.item == item]
    if (command.verdict, reason) != (cell.verdict, cell.explanation):
        yield f.ItemJudged(row.id, item, command.verdict, reason)


def _checked(told: EventFields, case: CaseRow, context: Context) -> EventFields:
    title = " ".join(told.title.split())
    if not title:
        raise DeskError("event.title-missing")
    if told.stage:
        shipped_stages().stage(told.stage)
    item = checked_item(context, case, told.item) if told.item.strip() else ""
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
    coordinates = "{:.6f},{:.6f}".format(*read_coordinates(told.coordinates)) if told.coordinates.strip() else ""
    officers = tuple(dict.fromkeys(told.officers))
    men = manning(tuple(known[each] for each in officers), day)
    override = told.override.strip()
    if not men.enough and not override:
        names = ", ".join(men.uncertified) or "—"
        raise DeskError("event.officers-missing", certified=men.certified, needed=LEAST_OFFICERS, day=day, names=names)
    return replace(
        told, title=title, item=item, starts_at=starts, ends_at=ends, place=told.place.strip(), officers=officers,
        recorders=tuple(dict.fromkeys(told.recorders)), override="" if men.enough else override,
        coordinates=coordinates,
    )  # fmt: skip


def _time(text: str) -> str:
    try:
        return stamp(moment(text))
    except (ValueError, OverflowError) as error:
        raise DeskError("event.bad-time", time=text) from error
