"""Verbs of recorders: the register, marks, wearers, hand-ins.

In: a recorder (its serial, a mark's value, the end of its id). Out: what the register says of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click

from recorder_desk.commands import recorders as c
from recorder_desk.domain.facts import RecorderAdded
from recorder_desk.domain.recorder import (
    FOREIGN,
    KINDS,
    HandIn,
    RecorderDetail,
    RecorderFields,
    RecorderKind,
    RecorderRow,
)
from recorder_desk.domain.times import stamp
from recorder_desk.errors import DeskError
from recorder_desk.queries.recorders import FindRecorder, HandIns, Recorders, ShowRecorder, UnknownRecorders, Wearings
from ui import formats
from ui.terminal.call import FOUND, GOOD, Call, Desktop, pass_call
from ui.terminal.words import Verb, VerbGroup, option

_KIND = click.Choice(KINDS)


def today() -> str:
    """The local day."""
    return datetime.now().astimezone().date().isoformat()


@click.group("recorder", cls=VerbGroup)
def recorder() -> None:
    """Recorders and who wears them."""


@recorder.command("list", cls=Verb)
@pass_call
def listed(call: Call) -> int:
    """The register, and recorders that are not in it."""
    with call.open("look") as desktop:
        rows, strangers = desktop.ask(Recorders(today())), desktop.ask(UnknownRecorders())
    call.output.document({"recorders": rows, "unknown": strangers})
    cells = [_cells(call, each) for each in rows]
    if cells:
        heads = ("serial", "model", "kind", "wearer", "marks", "recordings", "received")
        call.output.table([f"terminal.column.{each}" for each in heads], cells, right=(5,))
    else:
        call.output.say("terminal.recorder.none")
    for each in strangers:
        call.output.say("terminal.recorder.stranger", marks=" ".join(each.marks), count=each.recordings)
    return GOOD


def _cells(call: Call, row: RecorderRow) -> tuple[object, ...]:
    kind = call.phrases.word(f"recorder-{row.kind}")
    last = formats.local_time(row.last_received)
    return (row.serial, row.model, kind, row.wearer, " ".join(row.marks), row.recordings, last)


@recorder.command("show", cls=Verb)
@click.argument("name", metavar="RECORDER")
@pass_call
def show(call: Call, name: str) -> int:
    """One recorder with everybody who wore it."""
    with call.open("look") as desktop:
        detail = _detail(desktop, name)
    _tell(call, detail)
    return GOOD


def _detail(desktop: Desktop, name: str) -> RecorderDetail:
    return desktop.ask(ShowRecorder(desktop.ask(FindRecorder(name)), today()))


def _tell(call: Call, detail: RecorderDetail) -> None:
    row, out = detail.row, call.output
    out.document(detail)
    told = (
        ("serial", row.serial), ("model", row.model), ("kind", call.phrases.word(f"recorder-{row.kind}")),
        ("user-number", row.user_number), ("marks", " ".join(row.marks)), ("wearer", row.wearer),
        ("recordings", str(row.recordings)), ("remark", row.remark), ("id", row.id),
    )  # fmt: skip
    out.pairs([(f"terminal.column.{name}", value) for name, value in told if value])
    cells = [
        (each.officer, each.certificate, each.since, each.until, each.withdrawn, each.noted_by, each.id[-8:])
        for each in detail.wearings
    ]
    if cells:
        heads = ("wearer", "certificate", "since", "until", "withdrawn", "actor", "id")
        out.table([f"terminal.column.{each}" for each in heads], cells)


@recorder.command("add", cls=Verb)
@click.argument("serial", metavar="SERIAL")
@option("--model", default="", metavar="TEXT", key="register.model")
@option("--type", "kind", type=_KIND, default="body", key="register.kind")
@option("--user-number", default="", metavar="TEXT", key="register.user-number")
@option("--remark", default="", metavar="TEXT", key="register.remark")
@option("--mark", "marks", multiple=True, metavar="MARK", key="register.mark")
@pass_call
def add(
    call: Call, serial: str, model: str, kind: RecorderKind, user_number: str, remark: str, marks: Sequence[str]
) -> int:
    """Put a recorder into the register."""
    with call.open("work") as desktop:
        fields = RecorderFields(serial, model, kind, user_number, remark)
        added = next(
            each for each in desktop.do(c.AddRecorder(fields, tuple(marks))) if isinstance(each, RecorderAdded)
        )
        detail = desktop.ask(ShowRecorder(added.recorder, today()))
    _tell(call, detail)
    return GOOD


@recorder.command("amend", cls=Verb)
@click.argument("name", metavar="RECORDER")
@option("--serial", default=None, metavar="TEXT", key="register.serial")
@option("--model", default=None, metavar="TEXT", key="register.model")
@option("--type", "kind", type=_KIND, default=None, key="register.kind")
@option("--user-number", default=None, metavar="TEXT", key="register.user-number")
@option("--remark", default=None, metavar="TEXT", key="register.remark")
@pass_call
def amend(call: Call, /, name: str, **told: Any) -> int:
    """Say something else of a recorder."""
    with call.open("work") as desktop:
        row = _detail(desktop, name).row
        fields = {field: getattr(row, field) if value is None else value for field, value in told.items()}
        desktop.do(c.AmendRecorder(row.id, RecorderFields(**fields)))
        detail = desktop.ask(ShowRecorder(row.id, today()))
    _tell(call, detail)
    return GOOD


@recorder.command("mark", cls=Verb)
@click.argument("mark", metavar="MARK")
@click.argument("name", metavar="[RECORDER]", required=False, default="")
@pass_call
def mark(call: Call, mark: str, name: str) -> int:
    """What a mark means: this recorder, or none of ours."""
    with call.open("work") as desktop:
        desktop.do(c.MarkRecorder(desktop.ask(FindRecorder(name)) if name else FOREIGN, mark))
        strangers = desktop.ask(UnknownRecorders())
    call.output.document({"mark": mark, "recorder": name, "unknown": strangers})
    call.output.say("terminal.recorder.marked" if name else "terminal.recorder.foreign", mark=mark, recorder=name)
    return GOOD


@recorder.command("assign", cls=Verb)
@click.argument("name", metavar="RECORDER")
@click.argument("officer", metavar="OFFICER")
@option("--since", default="", metavar="DATE", key="register.since")
@option("--certificate", default="", metavar="NUMBER", key="register.certificate")
@pass_call
def assign(call: Call, name: str, officer: str, since: str, certificate: str) -> int:
    """Who wears a recorder from a day on."""
    with call.open("work") as desktop:
        row = _detail(desktop, name).row
        desktop.do(c.AssignRecorder(row.id, officer, since or today(), certificate))
        detail = desktop.ask(ShowRecorder(row.id, today()))
    _tell(call, detail)
    return GOOD


@recorder.command("unassign", cls=Verb)
@click.argument("name", metavar="RECORDER")
@option("--until", default="", metavar="DATE", key="register.until")
@pass_call
def unassign(call: Call, name: str, until: str) -> int:
    """Nobody wears it from this day on."""
    with call.open("work") as desktop:
        row = _detail(desktop, name).row
        desktop.do(c.EndWearing(row.id, until or today()))
        detail = desktop.ask(ShowRecorder(row.id, today()))
    _tell(call, detail)
    return GOOD


@recorder.command("withdraw", cls=Verb)
@click.argument("wearing", metavar="ID")
@option("--reason", default="", metavar="TEXT", key="register.reason")
@pass_call
def withdraw(call: Call, wearing: str, reason: str) -> int:
    """Mark an entry of a wearer as wrong."""
    with call.open("work") as desktop:
        desktop.do(c.WithdrawWearing(wearing, reason))
        (entry,) = desktop.ask(Wearings(wearing=wearing))
        detail = desktop.ask(ShowRecorder(entry.recorder, today()))
    _tell(call, detail)
    return GOOD


@recorder.command("out", cls=Verb)
@click.argument("name", metavar="RECORDER")
@option("--back", default="", metavar="TIME", key="register.back")
@pass_call
def out(call: Call, name: str, back: str) -> int:
    """A recorder goes out; when it is expected back."""
    with call.open("work") as desktop:
        recorder = desktop.ask(FindRecorder(name))
        desktop.do(c.HandOut(recorder, _moment(back)))
        rows = desktop.ask(HandIns(_now(), recorder))
    return _tell_handins(call, rows[:1])


@recorder.command("in", cls=Verb)
@click.argument("name", metavar="RECORDER")
@pass_call
def back_in(call: Call, name: str) -> int:
    """A recorder came back without a recording."""
    with call.open("work") as desktop:
        recorder = desktop.ask(FindRecorder(name))
        desktop.do(c.NoteHandIn(recorder))
        rows = [each for each in desktop.ask(HandIns(_now(), recorder)) if each.in_at]
    return _tell_handins(call, rows[:1])


@recorder.command("late", cls=Verb)
@click.argument("name", metavar="RECORDER")
@option("--reason", default="", metavar="TEXT", key="register.reason")
@pass_call
def late(call: Call, name: str, reason: str) -> int:
    """Why a recorder came late."""
    with call.open("work") as desktop:
        recorder = desktop.ask(FindRecorder(name))
        found = next((each for each in desktop.ask(HandIns(_now(), recorder)) if each.late), None)
        if found is None:
            raise DeskError("recorder.not-late")
        desktop.do(c.ExplainLate(found.id, reason))
        rows = [each for each in desktop.ask(HandIns(_now(), recorder)) if each.id == found.id]
    return _tell_handins(call, rows)


@recorder.command("due", cls=Verb)
@pass_call
def due(call: Call) -> int:
    """Recorders that are out, and those that came back."""
    with call.open("look") as desktop:
        rows = desktop.ask(HandIns(_now()))
    return _tell_handins(call, rows)


def _now() -> str:
    return stamp(datetime.now(UTC))


def _moment(text: str) -> str:
    try:
        return stamp(datetime.fromisoformat(text).astimezone(UTC)) if text else ""
    except ValueError as error:
        raise DeskError("recorder.bad-date", date=text) from error


def _tell_handins(call: Call, rows: Sequence[HandIn]) -> int:
    call.output.document(rows)
    if not rows:
        call.output.say("terminal.recorder.none-out")
        return GOOD
    cells = [
        (each.serial, each.wearer, formats.local_time(each.out_at), formats.local_time(each.expected_at),
         formats.local_time(each.in_at), call.phrases.word("late") if each.late else "", each.reason)
        for each in rows
    ]  # fmt: skip
    heads = ("serial", "wearer", "out", "expected", "in", "late", "reason")
    call.output.table([f"terminal.column.{each}" for each in heads], cells)
    return FOUND if any(each.late and not each.reason for each in rows) else GOOD


VERBS = (recorder,)
"""What this area adds to the program."""
