"""Verbs of a recording's place in a case: suggest, link, unlink.

In: recordings, cases, record items. Out: candidates with their reasons in words, links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import click

from recorder_desk.commands.base import Command
from recorder_desk.commands.cases import LinkRecording, SeekPlaces, UnlinkRecording
from recorder_desk.commands.tagging import LinkRecordings, UnlinkRecordings
from recorder_desk.domain.facts import RecordingLinked, RecordingUnlinked
from recorder_desk.domain.suggesting import Suggested
from recorder_desk.queries.cases import FindCase, ShowCase
from recorder_desk.queries.recordings import FindRecording, ShowRecording
from recorder_desk.queries.suggesting import SuggestionsFor, Unlinked
from ui.link_words import reasons
from ui.terminal.call import GOOD, Call, Desktop, pass_call
from ui.terminal.recording_verbs import short
from ui.terminal.words import Verb, option

How = Literal["add", "set", "remove"]


@click.command("suggest", cls=Verb)
@click.argument("recordings", nargs=-1, metavar="[RECORDING…]")
@pass_call
def suggest(call: Call, recordings: tuple[str, ...]) -> int:
    """Which case recordings may belong to, and why."""
    with call.open("look") as desktop:
        named = tuple(desktop.ask(FindRecording(each)) for each in recordings) or desktop.ask(Unlinked())
        found = [(desktop.ask(ShowRecording(each)).row.name, desktop.ask(SuggestionsFor(each))) for each in named]
    call.output.document([each for _, each in found])
    if not found:
        call.output.say("terminal.suggest.none")
    for name, each in found:
        _tell(call, name, each)
    return GOOD


def _tell(call: Call, name: str, found: Suggested) -> None:
    call.output.say("terminal.suggest.for", name=name, recording=short(found.recording))
    cells = [(each.number, each.item, each.score, reasons(each.reasons, call.phrases)) for each in found.candidates]
    if cells:
        call.output.table([f"terminal.column.{each}" for each in ("case", "item", "score", "why")], cells, right=(2,))
    call.output.say(found.why_not or "suggest.sure")
    for each in found.misses:
        call.output.text(f"  · {call.phrases.say(each.code, **each.facts)}")


def _link_all(call: Call, rehearse: bool) -> int:
    """Link what is sure, each under its own step to undo."""
    done = []
    with call.open("look" if rehearse else "work") as desktop:
        for recording in desktop.ask(Unlinked()):
            found = desktop.ask(SuggestionsFor(recording))
            if found.sure:
                best = found.candidates[0]
                if not rehearse and not any(
                    isinstance(fact, RecordingLinked) for fact in desktop.do(SeekPlaces((recording,)))
                ):
                    continue
                name = desktop.ask(ShowRecording(recording)).row.name
                done.append((name, recording, best))
    call.output.document([{"recording": each, "case": best.case, "number": best.number, "item": best.item,
                           "score": best.score, "reasons": best.reasons} for _, each, best in done])  # fmt: skip
    cells = [(name, short(each), best.number, best.item, reasons(best.reasons, call.phrases))
             for name, each, best in done]  # fmt: skip
    if cells:
        heads = ("name", "recording", "case", "item", "why")
        call.output.table([f"terminal.column.{each}" for each in heads], cells)
    call.output.say("terminal.link.would" if rehearse else "terminal.link.all", count=len(done))
    return GOOD


@click.command("link", cls=Verb)
@click.argument("words", nargs=-1, metavar="[RECORDING… CASE]")
@option("--item", default="", metavar="CODE")
@option("--auto", is_flag=True, key="by-itself")
@option("--only", is_flag=True, key="place.only")
@option("--rehearse", is_flag=True, key="rehearse")
@option("--from", "from_ms", type=click.IntRange(0), default=0, metavar="MS", key="from")
@option("--until", "until_ms", type=click.IntRange(0), default=0, metavar="MS", key="until")
@option("--reason", default="", metavar="TEXT")
@pass_call
def link(
    call: Call, words: tuple[str, ...], item: str, auto: bool, only: bool, rehearse: bool, from_ms: int, until_ms: int,
    reason: str,
) -> int:  # fmt: skip
    """Give recordings their place in a case; or every recording whose place is sure."""
    if auto:
        return _link_all(call, rehearse)
    if len(words) < 2 or not item:
        raise click.UsageError(call.phrases.say("terminal.link.needs"))
    *recordings, number = words
    if len(recordings) > 1 or only or rehearse:
        if from_ms or until_ms:
            raise click.UsageError(call.phrases.say("terminal.place.whole"))
        how: How = "set" if only else "add"
        return _place(call, Placing(recordings, number, item.strip().upper(), reason, rehearse, how))
    with call.open("work") as desktop:
        case_id, recording_id = desktop.ask(FindCase(number)), desktop.ask(FindRecording(recordings[0]))
        facts = desktop.do(LinkRecording(recording_id, case_id, item, from_ms, until_ms, reason))
        row = desktop.ask(ShowCase(case_id)).row
    call.output.document(next(fact for fact in facts if isinstance(fact, RecordingLinked)))
    call.output.say("terminal.link.made", recording=short(recording_id), number=row.number, item=item)
    return GOOD


@click.command("unlink", cls=Verb)
@click.argument("recordings", nargs=-1, required=True, metavar="RECORDING…")
@click.argument("number", metavar="CASE")
@option("--item", default="", metavar="CODE", key="unlink.item")
@option("--rehearse", is_flag=True, key="rehearse")
@option("--reason", default="", metavar="TEXT")
@pass_call
def unlink(call: Call, recordings: tuple[str, ...], number: str, item: str, rehearse: bool, reason: str) -> int:
    """Take recordings out of a case; the links stay as a trace."""
    if len(recordings) > 1 or rehearse:
        return _place(call, Placing(recordings, number, item.strip().upper(), reason, rehearse, "remove"))
    with call.open("work") as desktop:
        case_id, recording_id = desktop.ask(FindCase(number)), desktop.ask(FindRecording(recordings[0]))
        facts = desktop.do(UnlinkRecording(recording_id, case_id, item, reason))
        row = desktop.ask(ShowCase(case_id)).row
    gone = [fact for fact in facts if isinstance(fact, RecordingUnlinked)]
    call.output.document(gone)
    call.output.say("terminal.link.gone", recording=short(recording_id), number=row.number, count=len(gone))
    return GOOD


@dataclass(frozen=True, slots=True)
class Placing:
    """What is to become of several recordings in a case: an item is added, is the only one, or is taken away."""

    recordings: Sequence[str]
    number: str
    item: str
    reason: str
    rehearse: bool
    how: How

    def then(self, now: list[str]) -> list[str]:
        """The items a recording has afterwards."""
        if self.how == "remove":
            return [each for each in now if self.item and each != self.item]
        return [self.item] if self.how == "set" else sorted({*now, self.item})


def _place(call: Call, told: Placing) -> int:
    """Several at once, each shown as it is and as it becomes; one step to undo."""
    with call.open("look" if told.rehearse else "work") as desktop:
        case = desktop.ask(FindCase(told.number))
        named = tuple(desktop.ask(FindRecording(each)) for each in told.recordings)
        rows = [_becoming(desktop, each, case, told) for each in dict.fromkeys(named)]
        if not told.rehearse:
            command: Command = LinkRecordings(named, case, told.item, told.reason, told.how == "set")
            if told.how == "remove":
                command = UnlinkRecordings(named, case, told.item, told.reason)
            desktop.do(command)
    call.output.document(rows)
    cells = [(row["name"], short(str(row["recording"])), " ".join(row["now"]), " ".join(row["then"])) for row in rows]
    call.output.table([f"terminal.column.{each}" for each in ("name", "recording", "now", "then")], cells)
    changed = sum(row["now"] != row["then"] for row in rows)
    call.output.say("terminal.place.would" if told.rehearse else "terminal.place.done", count=changed)
    return GOOD


def _becoming(desktop: Desktop, recording: str, case: str, told: Placing) -> dict[str, Any]:
    detail = desktop.ask(ShowRecording(recording))
    now = sorted({each.item for each in detail.links if each.case_id == case and not each.unlinked_at})
    return {"recording": recording, "name": detail.row.name, "now": now, "then": told.then(now)}


VERBS = (suggest, link, unlink)
"""What this area adds to the program."""
