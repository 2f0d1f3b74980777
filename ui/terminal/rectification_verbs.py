"""Verbs of what a review wants put right: review fix add, change, close, withdraw, list. They join the group of
`review_verbs`.

In: a review, what is to be done until when. Out: what is due.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from recorder_desk.commands import review as c
from recorder_desk.domain.facts import RectificationAdded
from recorder_desk.domain.ics import DayEntry, calendar
from recorder_desk.domain.review import Rectification, RectificationFields
from recorder_desk.domain.times import stamp
from recorder_desk.queries import review as q
from ui.review_words import due_words
from ui.sheets import write_new
from ui.terminal.call import FOUND, GOOD, Call, Desktop, pass_call
from ui.terminal.case_verbs import case_of
from ui.terminal.review_verbs import review, shown, today
from ui.terminal.words import Verb, VerbGroup, option, options

_until = options(
    option("--due", default=None, metavar="DATE", key="fix.due"),
    option("--limit", default=None, metavar="LIMIT", key="fix.limit"),
    option("--criterion", default=None, metavar="CODE", key="fix.criterion"),
)


@review.group("fix", cls=VerbGroup)
def fix() -> None:
    """What is to be put right."""


def _found(desktop: Desktop, text: str) -> Rectification:
    return desktop.ask(q.FindRectification(text, today()))


@fix.command("add", cls=Verb)
@click.argument("which", metavar="REVIEW")
@click.argument("text", metavar="TEXT")
@_until
@pass_call
def add(call: Call, which: str, text: str, due: str | None, limit: str | None, criterion: str | None) -> int:
    """Something is to be put right, until a day."""
    with call.open("work") as desktop:
        detail = shown(desktop, which)
        fields = RectificationFields(text, criterion or "", due or "", limit or "")
        (added,) = desktop.do(c.AddRectification(detail.row.id, fields))
        assert isinstance(added, RectificationAdded)
        found = _found(desktop, added.rectification)
    return _tell(call, found)


@fix.command("change", cls=Verb)
@click.argument("which", metavar="FIX")
@option("--text", default=None, metavar="TEXT", key="fix.text")
@_until
@pass_call
def change(call: Call, which: str, text: str | None, due: str | None, limit: str | None, criterion: str | None) -> int:
    """Something else, or until another day; what is not named stays."""
    with call.open("work") as desktop:
        was = _found(desktop, which).fields
        told = RectificationFields(
            was.text if text is None else text, was.criterion if criterion is None else criterion,
            was.due if due is None else due, (was.limit if due is None else "") if limit is None else limit,
        )  # fmt: skip
        desktop.do(c.AmendRectification(which, told))
        found = _found(desktop, which)
    return _tell(call, found)


@fix.command("close", cls=Verb)
@click.argument("which", metavar="FIX")
@option("--done", default="", metavar="TEXT", key="fix.done")
@option("--on", "on", default="", metavar="DATE", key="fix.on")
@option("--undo", "again", is_flag=True, key="fix.undo")
@pass_call
def close(call: Call, which: str, done: str, on: str, again: bool) -> int:
    """It was put right: what was done."""
    if bool(done.strip()) == again:
        raise click.UsageError(call.phrases.say("terminal.fix.needs"))
    with call.open("work") as desktop:
        desktop.do(c.CloseRectification(which, done, on))
        found = _found(desktop, which)
    return _tell(call, found)


@fix.command("withdraw", cls=Verb)
@click.argument("which", metavar="FIX")
@option("--reason", required=True, metavar="TEXT")
@pass_call
def withdraw(call: Call, which: str, reason: str) -> int:
    """It does not count."""
    with call.open("work") as desktop:
        desktop.do(c.WithdrawRectification(which, reason))
        found = _found(desktop, which)
    return _tell(call, found)


@fix.command("list", cls=Verb)
@click.argument("number", required=False, metavar="[CASE]")
@option("--all", "over", is_flag=True, key="fix.all")
@option("--on", "on", default="", metavar="DATE", key="fix.asked-on")
@option("--ics", type=click.Path(dir_okay=False, path_type=Path), default=None, metavar="FILE", key="due.ics")
@pass_call
def list_fixes(call: Call, number: str | None, over: bool, on: str, ics: Path | None) -> int:
    """What is due, of a case or of all."""
    with call.open("look") as desktop:
        which = case_of(desktop, number).id if number else ""
        found = desktop.ask(q.Rectifications(on or today(), which, over=over))
    call.output.document(found)
    if ics is not None:
        _write_ics(ics, found)
        call.output.say("terminal.export.done", path=ics, count=len(found))
        return GOOD
    if not found:
        call.output.say("terminal.fix.none")
        return GOOD
    _table(call, found)
    return FOUND if any(each.open and each.days_left < 0 for each in found) else GOOD


def _write_ics(path: Path, found: tuple[Rectification, ...]) -> None:
    told = [each for each in found if each.open]
    entries = [
        DayEntry(f"{e.id}@recorder-desk", e.fields.due, f"{e.number} {e.fields.text}", e.fields.criterion) for e in told
    ]
    write_new(path, calendar(entries, stamp(datetime.now(UTC))).encode())


def _tell(call: Call, found: Rectification) -> int:
    call.output.document(found)
    _table(call, (found,))
    return GOOD


def _table(call: Call, found: Iterable[Rectification]) -> None:
    cells = [(each.id[-8:], each.number, each.fields.criterion, each.fields.text, due_words(each, call.phrases),
              each.done or each.reason) for each in found]  # fmt: skip
    heads = ("fix", "case", "code", "to-do", "due", "done")
    call.output.table([f"terminal.column.{each}" for each in heads], cells)


VERBS = ()
"""Nothing at the top: all of these are verbs of `review`."""
