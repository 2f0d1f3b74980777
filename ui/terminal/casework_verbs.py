"""Verbs of what a case goes through: case stage, due, event, coverage, judge. They join the group of `case_verbs`.

In: cases, stages with their days, events, verdicts. Out: clocks, events, the coverage of the record item list.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import click

from recorder_desk.commands import casework as c
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.case_event import EventFields, EventRow
from recorder_desk.domain.case_stages import CaseClock, shipped_stages
from recorder_desk.domain.coverage import coverage
from recorder_desk.domain.facts import EventPlanned
from recorder_desk.domain.ics import DayEntry, calendar
from recorder_desk.domain.times import stamp
from recorder_desk.errors import DeskError
from recorder_desk.queries import casework as q
from recorder_desk.queries.cases import FindCase, ShowCase
from recorder_desk.queries.people import FindOfficer
from recorder_desk.queries.recorders import FindRecorder
from ui import formats
from ui.terminal.call import FOUND, GOOD, Call, Desktop, pass_call
from ui.terminal.case_verbs import case
from ui.terminal.words import Verb, VerbGroup, option


@case.command("stage", cls=Verb)
@click.argument("number", metavar="CASE")
@click.argument("stage", required=False, metavar="[STAGE]")
@option("--on", "on", default="", metavar="DATE", key="stage.on")
@option("--undo", is_flag=True, key="stage.undo")
@option("--reason", default="", metavar="TEXT")
@pass_call
def stage(call: Call, number: str, stage: str | None, on: str, undo: bool, reason: str) -> int:
    """Note a stage of a case; without one, show those there are."""
    with call.open("work" if stage else "look") as desktop:
        row = _case(desktop, number)
        if stage:
            desktop.do(c.NoteStage(row.id, stage, "" if undo else on or _today(), reason))
        reached = {each.stage: each for each in desktop.ask(q.StagesOf(row.id))}
    plan, language = shipped_stages(), call.phrases.language
    call.output.document([{"stage": each.code, "on": reached[each.code].on if each.code in reached else ""}
                          for each in plan.stages])  # fmt: skip
    cells = [(each.code, each.name(language), reached[each.code].on if each.code in reached else "")
             for each in plan.stages]  # fmt: skip
    call.output.table([f"terminal.column.{each}" for each in ("stage", "name", "day")], cells)
    return GOOD


@case.command("due", cls=Verb)
@click.argument("number", required=False, metavar="[CASE]")
@option("--all", "over", is_flag=True, key="due.all")
@option("--ics", type=click.Path(dir_okay=False, path_type=Path), default=None, metavar="FILE", key="due.ics")
@option("--on", "on", default="", metavar="DATE", key="due.on")
@pass_call
def due(call: Call, number: str | None, over: bool, ics: Path | None, on: str) -> int:
    """The clocks that run, of one case or of all."""
    with call.open("look") as desktop:
        which = _case(desktop, number).id if number else ""
        found = desktop.ask(q.CaseClocks(on or _today(), which, over))
    call.output.document(found)
    names = {rule.code: rule.name(call.phrases.language) for rule in shipped_stages().clocks}
    if ics is not None:
        _write_ics(ics, found, names)
        call.output.say("terminal.export.done", path=ics, count=len(found))
        return GOOD
    if not found:
        call.output.say("terminal.due.none")
        return GOOD
    word, say = call.phrases.word, call.phrases.say
    cells = [
        (each.due + (f" {word('provisional')}" if each.provisional else ""), each.number, names[each.code],
         word(f"clock-{each.state}"), say("word.days-left", count=each.days_left) if each.state == "running"
         else say("word.days-over", count=-each.days_left) if each.state == "overdue" else each.met_on)
        for each in found
    ]  # fmt: skip
    call.output.table([f"terminal.column.{each}" for each in ("due", "number", "clock", "state", "left")], cells)
    return FOUND if any(each.state == "overdue" for each in found) else GOOD


def _write_ics(path: Path, found: tuple[CaseClock, ...], names: dict[str, str]) -> None:
    entries = [
        DayEntry(f"{each.case}-{each.code}@recorder-desk", each.due, f"{each.number} {names[each.code]}", each.basis)
        for each in found
    ]
    try:
        with path.open("xb") as file:
            file.write(calendar(entries, stamp(datetime.now(UTC))).encode())
    except OSError as error:
        told = {"path": str(path), "reason": str(error.strerror)}
        raise DeskError("desk.file-unwritable", blame="environment", **told) from error


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
        rows = desktop.ask(q.Events(_case(desktop, number).id if number else "", cancelled))
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


_WORDS = (
    option("--stage", default=None, metavar="STAGE", key="visit.stage"),
    option("--until", default=None, metavar="TIME", key="visit.until"),
    option("--place", default=None, metavar="TEXT", key="visit.place"),
    option("--officer", "officers", multiple=True, metavar="OFFICER", key="visit.officer"),
    option("--recorder", "recorders", multiple=True, metavar="RECORDER", key="visit.recorder"),
    option("--item", default=None, metavar="CODE", key="visit.item"),
    option("--override", default=None, metavar="TEXT", key="visit.override"),
)


def _words(verb: click.Command) -> click.Command:
    for each in reversed(_WORDS):
        each(verb)
    return verb


@event.command("add", cls=Verb)
@click.argument("number", metavar="CASE")
@click.argument("title", metavar="TITLE")
@option("--from", "since", required=True, metavar="TIME", key="visit.from")
@pass_call
def add(call: Call, /, number: str, title: str, since: str, **told: str | tuple[str, ...] | None) -> int:
    """Plan or note an event of a case."""
    with call.open("work") as desktop:
        row = _case(desktop, number)
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


_words(add)
_words(amend)


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
    for name in ("stage", "place", "item", "override"):
        if told[name] is not None:
            changed[name] = told[name]
    if told["until"] is not None:
        changed["ends_at"] = _moment(str(told["until"])) if told["until"] else ""
    if told["officers"]:
        changed["officers"] = tuple(desktop.ask(FindOfficer(each)) for each in told["officers"])
    if told["recorders"]:
        changed["recorders"] = tuple(desktop.ask(FindRecorder(each)) for each in told["recorders"])
    return replace(fields, **changed)  # type: ignore[arg-type]  # the fields named above


@case.command("coverage", cls=Verb)
@click.argument("number", metavar="CASE")
@pass_call
def show_coverage(call: Call, number: str) -> int:
    """What the record item list asks for, and what is there."""
    with call.open("look") as desktop:
        row = _case(desktop, number)
        items = desktop.session.items_of(row)
        held, judged = desktop.ask(q.CoverageFacts(row.id))
    found = coverage(row.id, items.items, held, judged)
    call.output.document(found)
    word, names = call.phrases.word, {item.code: item.name(call.phrases.language) for item in items.items}
    cells = [
        (each.item, names[each.item], word("item-required" if each.required else "item-optional"),
         word(f"cell-{each.state}"), "、".join(word(f"cell-{reason}") for reason in each.reasons),
         len(each.recordings) or "", each.explanation)
        for each in found.cells if each.required or each.recordings or each.state in ("undecided", "explained")
    ]  # fmt: skip
    heads = ("code", "item", "required", "state", "why", "recordings", "reason")
    call.output.table([f"terminal.column.{each}" for each in heads], cells, right=(5,))
    call.output.say("terminal.coverage.sum", covered=found.covered, required=found.required, missing=found.missing)
    return FOUND if found.missing else GOOD


@case.command("judge", cls=Verb)
@click.argument("number", metavar="CASE")
@click.argument("item", metavar="ITEM")
@click.argument("verdict", type=click.Choice(["applies", "not-applicable", "explained", "undo"]), metavar="VERDICT")
@option("--reason", default="", metavar="TEXT")
@pass_call
def judge(call: Call, number: str, item: str, verdict: str, reason: str) -> int:
    """Say whether an item's condition holds, or why nothing was recorded."""
    with call.open("work") as desktop:
        row = _case(desktop, number)
        told = "" if verdict == "undo" else verdict
        desktop.do(c.JudgeItem(row.id, item, told, reason))  # type: ignore[arg-type]  # one of the choices
        held, judged = desktop.ask(q.CoverageFacts(row.id))
        items = desktop.session.items_of(row)
    cells = coverage(row.id, items.items, held, judged).cells
    cell = next(each for each in cells if each.item == item.strip().upper())
    call.output.document(cell)
    call.output.say("terminal.coverage.cell", item=cell.item, state=call.phrases.word(f"cell-{cell.state}"))
    return GOOD


def _case(desktop: Desktop, number: str) -> CaseRow:
    return desktop.ask(ShowCase(desktop.ask(FindCase(number)))).row


def _moment(text: str) -> str:
    """A local time, or one with an offset, as a stamp."""
    try:
        return stamp(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise DeskError("event.bad-time", time=text) from error


def _today() -> str:
    return date.today().isoformat()


VERBS = ()
"""Nothing at the top: all of these are verbs of `case`."""
