"""Verbs of what happens in a case: case event list, add, amend, cancel. They join the group of `case_verbs`.

In: cases, times, places, officers, recorders. Out: events.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import click

from recorder_desk.commands import casework as c
from recorder_desk.domain.case_event import EventFields, EventRow
from recorder_desk.domain.facts import EventPlanned
from recorder_desk.domain.times import stamp
from recorder_desk.errors import DeskError
from recorder_desk.queries import casework as q
from recorder_desk.queries.people import FindOfficer
from recorder_desk.queries.recorders import FindRecorder
from ui import formats
from ui.terminal.call import GOOD, Call, Desktop, pass_call
from ui.terminal.case_verbs import case, case_of
from ui.terminal.words import Verb, VerbGroup, option, options


@case.group("event", cls=VerbGroup)
def event() -> None:
    """Events of cases."""


@event.command("list", cls=Verb)
@click.argument("number", required=False, metavar="[CASE]")
@option("--cancelled", is_flag=True, key="visit.cancelled")
@pass_call
def list_events(call: Call, number: str | None, cancelled: bool) -> int:
    """Events by their beginning."""
    with call.open("look") as desktop:
        rows = desktop.ask(q.Events(case_of(desktop, number).id if number else "", cancelled))
    call.output.document(rows)
    if rows:
        _show_events(call, rows)
    else:
        call.output.say("terminal.event.none")
    return GOOD


def _show_events(call: Call, rows: tuple[EventRow, ...]) -> None:
    cells = [
        (formats.local_time(each.fields.starts_at), formats.local_time(each.fields.ends_at), each.number,
         each.fields.title, each.fields.place, "、".join(each.officer_names), ", ".join(each.serials),
         each.cancelled or each.fields.override, each.id[-8:])
        for each in rows
    ]  # fmt: skip
    heads = ("since", "until", "case", "event", "place", "officers", "recorders", "remark", "id")
    call.output.table([f"terminal.column.{each}" for each in heads], cells)


_words = options(
    option("--stage", default=None, metavar="STAGE", key="visit.stage"),
    option("--until", default=None, metavar="TIME", key="visit.until"),
    option("--place", default=None, metavar="TEXT", key="visit.place"),
    option("--coordinates", default=None, metavar="LATITUDE,LONGITUDE", key="visit.coordinates"),
    option("--officer", "officers", multiple=True, metavar="OFFICER", key="visit.officer"),
    option("--recorder", "recorders", multiple=True, metavar="RECORDER", key="visit.recorder"),
    option("--item", default=None, metavar="CODE", key="visit.item"),
    option("--override", default=None, metavar="TEXT", key="visit.override"),
)


@event.command("add", cls=Verb)
@click.argument("number", metavar="CASE")
@click.argument("title", metavar="TITLE")
@option("--from", "since", required=True, metavar="TIME", key="visit.from")
@_words
@pass_call
def add(call: Call, /, number: str, title: str, since: str, **told: str | tuple[str, ...] | None) -> int:
    """Plan or note an event of a case."""
    with call.open("work") as desktop:
        row = case_of(desktop, number)
        fields = _with(desktop, EventFields(title, "", _moment(since)), told)
        facts = desktop.do(c.PlanEvent(row.id, fields))
        planned = next(fact for fact in facts if isinstance(fact, EventPlanned))
        (found,) = desktop.ask(q.Events(event=planned.event))
    call.output.document(found)
    _show_events(call, (found,))
    return GOOD


@event.command("amend", cls=Verb)
@click.argument("which", metavar="EVENT")
@option("--title", default=None, metavar="TEXT", key="visit.title")
@option("--from", "since", default=None, metavar="TIME", key="visit.from")
@_words
@pass_call
def amend(call: Call, /, which: str, title: str | None, since: str | None, **told: str | tuple[str, ...] | None) -> int:
    """Change what is known of an event; what is not named stays."""
    with call.open("work") as desktop:
        found = _event(desktop, which)
        fields = replace(found.fields, title=title or found.fields.title)
        if since:
            fields = replace(fields, starts_at=_moment(since))
        desktop.do(c.AmendEvent(found.id, _with(desktop, fields, told)))
        found = _event(desktop, found.id)
    call.output.document(found)
    _show_events(call, (found,))
    return GOOD


@event.command("cancel", cls=Verb)
@click.argument("which", metavar="EVENT")
@option("--reason", required=True, metavar="TEXT")
@pass_call
def cancel(call: Call, which: str, reason: str) -> int:
    """Take an event out of a case; it stays as a trace."""
    with call.open("work") as desktop:
        found = _event(desktop, which)
        desktop.do(c.CancelEvent(found.id, reason))
        found = _event(desktop, found.id)
    call.output.document(found)
    _show_events(call, (found,))
    return GOOD


def _event(desktop: Desktop, which: str) -> EventRow:
    (found,) = desktop.ask(q.Events(event=desktop.ask(q.FindEvent(which))))
    return found


def _with(desktop: Desktop, fields: EventFields, told: dict[str, str | tuple[str, ...] | None]) -> EventFields:
    changed: dict[str, object] = {}
    for name in ("stage", "place", "coordinates", "item", "override"):
        if told[name] is not None:
            changed[name] = told[name]
    if told["until"] is not None:
        changed["ends_at"] = _moment(str(told["until"])) if told["until"] else ""
    if told["officers"]:
        changed["officers"] = tuple(desktop.ask(FindOfficer(each)) for each in told["officers"])
    if told["recorders"]:
        changed["recorders"] = tuple(desktop.ask(FindRecorder(each)) for each in told["recorders"])
    return replace(fields, **changed)  # type: ignore[arg-type]  # the fields named above


def _moment(text: str) -> str:
    """A local time, or one with an offset, as a stamp."""
    try:
        return stamp(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise DeskError("event.bad-time", time=text) from error


VERBS = ()
"""Nothing at the top: all of these are verbs of `case`."""
