"""Verbs of recorders' clocks: what was read off them, and how they go.

In: a recorder as `recorder show` takes it, times with an offset or local. Out: readings, offset, rate; exit code 1
where the clock has a finding.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from recorder_desk.commands import clock as c
from recorder_desk.domain.clock import ClockDetail
from recorder_desk.domain.times import moment, stamp
from recorder_desk.queries.clock import ClockPoints, ShowClock
from recorder_desk.queries.recorders import FindRecorder
from ui import formats
from ui.clock_words import findings, offset_words, rate_words, shown_at, signed, span
from ui.terminal.call import FOUND, GOOD, Call, Desktop, pass_call
from ui.terminal.words import Verb, VerbGroup, option

_HALF_DAY = timedelta(hours=12)


@click.group("clock", cls=VerbGroup)
def clock() -> None:
    """Recorders' clocks."""


@clock.command("show", cls=Verb)
@click.argument("name", metavar="RECORDER")
@pass_call
def show(call: Call, name: str) -> int:
    """How a recorder's clock goes, and what was read off it."""
    with call.open("look") as desktop:
        detail = _look(desktop, desktop.ask(FindRecorder(name)))
    return _tell(call, detail)


@clock.command("add", cls=Verb)
@click.argument("name", metavar="RECORDER")
@option("--recorder-time", required=True, metavar="TIME", key="reading.recorder-time")
@option("--true-time", default="", metavar="TIME", key="reading.true-time")
@option("--error", "error", type=click.FloatRange(0, 86_400), default=2.0, metavar="SECONDS", key="reading.error")
@option("--note", default="", metavar="TEXT", key="reading.note")
@pass_call
def add(call: Call, name: str, recorder_time: str, true_time: str, error: float, note: str) -> int:
    """What a recorder showed at a moment."""
    with call.open("work") as desktop:
        recorder = desktop.ask(FindRecorder(name))
        now = datetime.now(UTC)
        true = shown_at(true_time, now - _HALF_DAY) if true_time else stamp(now)  # the last time it was that late
        shown = shown_at(recorder_time, moment(true))
        desktop.do(c.AddClockPoint(recorder, shown, true, round(error * 1000), "manual", note))
        detail = _look(desktop, recorder)
    return _tell(call, detail)


@clock.command("withdraw", cls=Verb)
@click.argument("point", metavar="ID")
@option("--reason", default="", metavar="TEXT", key="reading.reason")
@pass_call
def withdraw(call: Call, point: str, reason: str) -> int:
    """Mark a reading as wrong."""
    with call.open("work") as desktop:
        desktop.do(c.WithdrawClockPoint(point, reason))
        (entry,) = desktop.ask(ClockPoints(point=point))
        detail = _look(desktop, entry.recorder)
    return _tell(call, detail)


def _look(desktop: Desktop, recorder: str) -> ClockDetail:
    return desktop.ask(ShowClock(recorder, _now(), desktop.session.settings.clock_offset_seconds * 1000))


def _tell(call: Call, detail: ClockDetail) -> int:
    out, found = call.output, detail.state
    out.document(detail)
    pairs = [("terminal.column.offset", offset_words(found, call.phrases))]
    out.pairs([*pairs, ("terminal.column.rate", rate_words(found, call.phrases))])
    cells = [
        (formats.local_time(each.true_at), formats.local_time(each.recorder_at), signed(each.offset_ms, call.phrases),
         span(each.error_ms, call.phrases), call.phrases.word(f"read-{each.how}"), each.note, each.withdrawn,
         each.id[-8:])
        for each in detail.points
    ]  # fmt: skip
    if cells:
        heads = ("true", "shown", "offset", "error", "how", "note", "withdrawn", "id")
        out.table([f"terminal.column.{each}" for each in heads], cells, right=(2, 3))
    for sentence in findings(detail, call.phrases):
        out.text(sentence)
    return FOUND if found.findings else GOOD


def _now() -> str:
    return stamp(datetime.now(UTC))


VERBS = (clock,)
"""What this area adds to the program."""
