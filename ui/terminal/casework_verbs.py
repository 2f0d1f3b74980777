"""Verbs of what a case goes through: case stage, due, coverage, judge. They join the group of `case_verbs`.

In: cases, stages with their days, verdicts. Out: clocks, the coverage of the record item list.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from recorder_desk.commands import casework as c
from recorder_desk.domain.case_stages import shipped_stages
from recorder_desk.queries import casework as q
from ui.due_words import due_day, left, limit_names, write_ics
from ui.terminal.call import FOUND, GOOD, Call, pass_call
from ui.terminal.case_verbs import case, case_of
from ui.terminal.words import Verb, option


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
        row = case_of(desktop, number)
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
        which = case_of(desktop, number).id if number else ""
        found = desktop.ask(q.CaseClocks(on or _today(), which, over))
    call.output.document(found)
    names = limit_names(call.phrases)
    if ics is not None:
        write_ics(ics, found, call.phrases)
        call.output.say("terminal.export.done", path=ics, count=len(found))
        return GOOD
    if not found:
        call.output.say("terminal.due.none")
        return GOOD
    word = call.phrases.word
    cells = [
        (due_day(each, call.phrases), each.number, names[each.code], word(f"clock-{each.state}"),
         left(each, call.phrases))
        for each in found
    ]  # fmt: skip
    call.output.table([f"terminal.column.{each}" for each in ("due", "number", "clock", "state", "left")], cells)
    return FOUND if any(each.state == "overdue" for each in found) else GOOD


@case.command("coverage", cls=Verb)
@click.argument("number", metavar="CASE")
@pass_call
def show_coverage(call: Call, number: str) -> int:
    """What the record item list asks for, and what is there."""
    with call.open("look") as desktop:
        row = case_of(desktop, number)
        items = desktop.session.items_of(row)
        found = desktop.ask(q.CoverageOf(row.id))
    call.output.document(found)
    word, names = call.phrases.word, {item.code: item.name(call.phrases.language) for item in items.items}
    cells = [
        (each.item, names[each.item], word("item-required" if each.required else "item-optional"),
         word(f"cell-{each.state}"), "、".join(word(f"cell-{reason}") for reason in each.reasons),
         len(each.recordings) or "", each.explanation)
        for each in found.cells if each.required or each.recordings or each.verdict or each.state == "undecided"
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
        row = case_of(desktop, number)
        told = "" if verdict == "undo" else verdict
        desktop.do(c.JudgeItem(row.id, item, told, reason))  # type: ignore[arg-type]  # one of the choices
        cells = desktop.ask(q.CoverageOf(row.id)).cells
    cell = next(each for each in cells if each.item == item.strip().upper())
    call.output.document(cell)
    call.output.say("terminal.coverage.cell", item=cell.item, state=call.phrases.word(f"cell-{cell.state}"))
    return GOOD


def _today() -> str:
    return date.today().isoformat()


VERBS = ()
"""Nothing at the top: all of these are verbs of `case`."""
