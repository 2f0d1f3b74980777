"""The verb that finds: search; and searches that are kept.

In: words. Out: a line a hit, with its kind and id.
"""

from __future__ import annotations

from dataclasses import replace

import click

from recorder_desk.commands.searches import ForgetSearch, SaveSearch
from recorder_desk.domain.saved_search import SavedSearch
from recorder_desk.queries.asking import Hit, SearchAll
from recorder_desk.queries.recordings import Filter, RecordingsPage
from recorder_desk.queries.searches import FindSearch, SavedSearches
from ui import formats
from ui.terminal.call import GOOD, Call, Desktop, pass_call
from ui.terminal.words import Verb, option

SAVED = "saved"


@click.command("search", cls=Verb)
@click.argument("words", nargs=-1, metavar="[QUERY]")
@option("--limit", type=click.IntRange(1, 1000), default=50, metavar="N", key="seek.limit")
@option("--save", "save", default="", metavar="NAME", key="seek.save")
@option("--saved", "saved", default="", metavar="NAME", key="seek.saved")
@option("--forget", "forget", default="", metavar="NAME", key="seek.forget")
@pass_call
def search(call: Call, words: tuple[str, ...], limit: int, save: str, saved: str, forget: str) -> int:
    """Find recordings, cases, officers, events, parties and marks."""
    text = " ".join(words)
    if text == SAVED and not (save or saved or forget):
        return _list(call)
    if not (text or saved or forget):
        raise click.UsageError(call.phrases.say("terminal.search.needs"))
    with call.open("work" if save or forget else "look") as desktop:
        if forget:
            desktop.do(ForgetSearch(forget))
            call.output.say("terminal.search.forgotten", name=forget)
            return GOOD
        which = Filter(words=text)
        if saved:
            which = _which(desktop.ask(FindSearch(desktop.session.actor.name, saved)), text)
        if save:
            desktop.do(SaveSearch(save, which.words, _facets(which)))
        hits = _hits(desktop, which, limit)
    if save:
        call.output.say("terminal.search.kept", name=save)
    return _show(call, which.words, hits)


def _which(kept: SavedSearch, words: str) -> Filter:
    """What a kept search asks for, and these words besides."""
    return replace(Filter(words=f"{kept.words} {words}".strip()), **dict(kept.facets))


def _facets(which: Filter) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name in Filter.__slots__ if name != "words" and (value := getattr(which, name)))


def _hits(desktop: Desktop, which: Filter, limit: int) -> list[Hit]:
    """Where a facet is chosen only recordings can have it."""
    hits = [] if _facets(which) else list(desktop.ask(SearchAll(which.words, limit)))
    for row in desktop.ask(RecordingsPage(which, limit=limit)):
        detail = f"{row.case_number} {row.item}".rstrip()
        hits.append(Hit("recording", row.id, row.name, detail, row.recorded_at, row.case_id))
    return hits


def _show(call: Call, text: str, hits: list[Hit]) -> int:
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


def _list(call: Call) -> int:
    """The searches this person keeps."""
    with call.open("look") as desktop:
        kept = desktop.ask(SavedSearches(desktop.session.actor.name))
    for each in kept:
        call.output.line(each)
    if not kept:
        call.output.say("terminal.search.none-kept")
        return GOOD
    cells = [(each.name, each.words, " ".join(f"{name}:{value}" for name, value in each.facets)) for each in kept]
    call.output.table([f"terminal.column.{each}" for each in ("name", "words", "facets")], cells)
    return GOOD


VERBS = (search,)
"""What this area adds to the program."""
