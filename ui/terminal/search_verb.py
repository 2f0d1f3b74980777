"""The verb that finds: search.

In: words. Out: a line a hit, with its kind and id.
"""

from __future__ import annotations

import click

from recorder_desk.queries.asking import Hit, SearchAll
from recorder_desk.queries.recordings import Filter, RecordingsPage
from ui import formats
from ui.terminal.call import GOOD, Call, pass_call
from ui.terminal.words import Verb, option


@click.command("search", cls=Verb)
@click.argument("words", nargs=-1, required=True, metavar="QUERY")
@option("--limit", type=click.IntRange(1, 1000), default=50, metavar="N", key="search.limit")
@pass_call
def search(call: Call, words: tuple[str, ...], limit: int) -> int:
    """Find recordings, cases, officers, events and parties."""
    text = " ".join(words)
    with call.open("look") as desktop:
        hits = list(desktop.ask(SearchAll(text, limit)))
        for row in desktop.ask(RecordingsPage(Filter(words=text), limit=limit)):
            detail = f"{row.case_number} {row.item}".rstrip()
            hits.append(Hit("recording", row.id, row.name, detail, row.recorded_at, row.case_id))
    for hit in hits:
        call.output.line(hit)
    if not hits:
        call.output.say("terminal.search.none", words=text)
        return GOOD
    word = call.phrases.word
    cells = [
        (word(f"hit-{hit.kind}"), hit.name, formats.local_time(hit.at) if hit.at else "", hit.detail, hit.id[-8:])
        for hit in hits
    ]
    call.output.table([f"terminal.column.{each}" for each in ("found", "name", "at", "detail", "id")], cells)
    return GOOD


VERBS = (search,)
"""What this area adds to the program."""
