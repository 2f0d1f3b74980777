"""Verbs of takes: list, show, join, part.

In: a recording of a take. Out: one sentence a reviewer can quote, and its parts.
"""

from __future__ import annotations

import click

from recorder_desk.commands.takes import RuleTake
from recorder_desk.domain.takes import Take
from recorder_desk.queries.recordings import FindRecording
from recorder_desk.queries.takes import ShowTake, Takes
from ui import formats
from ui.take_words import gap_words, sentence
from ui.terminal.call import FOUND, GOOD, Call, pass_call
from ui.terminal.words import Verb, VerbGroup, option


@click.group("take", cls=VerbGroup)
def take() -> None:
    """Takes."""


@take.command("list", cls=Verb)
@pass_call
def listed(call: Call) -> int:
    """Takes of several recordings, the newest first."""
    with call.open("look") as desktop:
        rows = desktop.ask(Takes())
    call.output.document(rows)
    if not rows:
        call.output.say("terminal.take.none")
    for each in rows:
        day = formats.local_time(each.parts[0].began_at)[:10]
        call.output.text(f"{each.id[-8:]}  {day}  {sentence(each, call.phrases)}")
    return GOOD


@take.command("show", cls=Verb)
@click.argument("id", metavar="RECORDING")
@pass_call
def show(call: Call, id: str) -> int:
    """The take a recording is part of."""
    with call.open("look") as desktop:
        found = desktop.ask(ShowTake(desktop.ask(FindRecording(id))))
    return _tell(call, found)


def _tell(call: Call, found: Take) -> int:
    call.output.document(found)
    call.output.text(sentence(found, call.phrases))
    cells = [
        (part.recording[-8:], formats.local_time(part.began_at), formats.clock(part.length_ms), part.name,
         gap_words(part, call.phrases), ", ".join(map(str, part.missing)),
         call.phrases.say(part.code) if part.code else "", part.reason)
        for part in found.parts
    ]  # fmt: skip
    heads = ("id", "recorded", "duration", "name", "gap", "missing", "why", "reason")
    call.output.table([f"terminal.column.{each}" for each in heads], cells)
    call.output.findings(found.findings)
    return FOUND if found.findings or found.missing else GOOD


@take.command("join", cls=Verb)
@click.argument("before", metavar="RECORDING")
@click.argument("after", metavar="RECORDING")
@option("--reason", default="", metavar="TEXT", key="ruling")
@pass_call
def join(call: Call, before: str, after: str, reason: str) -> int:
    """Say that the second goes on where the first ends."""
    return _rule(call, before, after, reason, joined=True)


@take.command("part", cls=Verb)
@click.argument("before", metavar="RECORDING")
@click.argument("after", metavar="RECORDING")
@option("--reason", default="", metavar="TEXT", key="ruling")
@pass_call
def part(call: Call, before: str, after: str, reason: str) -> int:
    """Say that the second does not go on where the first ends."""
    return _rule(call, before, after, reason, joined=False)


def _rule(call: Call, before: str, after: str, reason: str, *, joined: bool) -> int:
    with call.open("work") as desktop:
        first, second = (desktop.ask(FindRecording(each)) for each in (before, after))
        desktop.do(RuleTake(first, second, joined, reason))
        found = desktop.ask(ShowTake(second))
    return _tell(call, found)


VERBS = (take,)
"""What this area adds to the program."""
