"""The verb of viewings: who opened which recording, when, why, and how much of it was seen.

In: a recording, a case, a person; none means all. Out: viewings, newest first, and what each person has seen.
"""

from __future__ import annotations

import click

from recorder_desk.domain.viewing import SeenRow, ViewingRow
from recorder_desk.queries.cases import FindCase
from recorder_desk.queries.recordings import FindRecording
from recorder_desk.queries.viewings import Seen, Viewings
from ui import formats
from ui.phrases import Phrases
from ui.terminal.call import GOOD, Call, pass_call
from ui.terminal.recording_verbs import ALL
from ui.terminal.words import Verb, option
from ui.viewing_words import how_much


@click.command("viewings", cls=Verb)
@click.argument("recording", required=False, default="", metavar="[RECORDING]")
@option("--case", "case", default="", metavar="CASE", key="viewings.case")
@option("--by", "actor", default="", metavar="ACTOR", key="viewings.by")
@pass_call
def viewings(call: Call, recording: str, case: str, actor: str) -> int:
    """Who opened what, when, why, and how much of it was seen."""
    with call.open("look") as desktop:
        which = desktop.ask(FindRecording(recording)) if recording else ""
        within = desktop.ask(FindCase(case)) if case else ""
        found = desktop.ask(Viewings(which, within, actor, ALL))
        seen = desktop.ask(Seen(which, within, actor))
    out = call.output
    out.document({"viewings": found, "seen": seen})
    if not found:
        out.say("terminal.viewings.none")
        return GOOD
    heads = ("at", "actor", "name", "shown-from", "how-much", "reason")
    out.table([f"terminal.column.{each}" for each in heads], [_viewing(each, call.phrases) for each in found])
    out.say("terminal.viewings.seen")
    columns = ("name", "actor", "viewings", "last-viewed", "how-much")
    cells = [_seen(each, call.phrases) for each in seen]
    out.table([f"terminal.column.{each}" for each in columns], cells, right=(2,))
    return GOOD


def _viewing(row: ViewingRow, phrases: Phrases) -> tuple[str, ...]:
    at, source = formats.local_time(row.viewed_at), phrases.word(row.source)
    return at, row.actor, row.name, source, how_much(row, phrases), row.reason


def _seen(row: SeenRow, phrases: Phrases) -> tuple[str | int, ...]:
    return row.name, row.actor, row.viewings, formats.local_time(row.last_at), how_much(row, phrases)


VERBS = (viewings,)
"""What this area adds to the program."""
