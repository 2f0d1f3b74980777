"""The verb `align`: where recordings lie beside one another.

In: two to four recordings. Out: offset, error and drift of each against the first, and what tells so; kept on wish.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import click

from recorder_desk.commands.alignments import AlignRecordings
from recorder_desk.domain.alignment import ITSELF, MOST_TOGETHER, Alignment, Lane
from recorder_desk.errors import DeskError
from recorder_desk.queries.alignments import HearAlignment, Together
from recorder_desk.queries.recordings import FindRecording
from ui.align_words import drift_words, error_words, how_words, offset_words
from ui.formats import local_time
from ui.terminal.call import FOUND, GOOD, Call, Desktop, pass_call
from ui.terminal.words import Verb, option

_UNTOLD = "align.no-time"


@dataclass(frozen=True, slots=True)
class Aligned:
    """A recording on the first one's time line; `why`: a code, where the sound was asked and did not tell it."""

    recording: str
    name: str
    began_at: str
    length_ms: int
    alignment: Alignment | None
    kept: bool
    why: str = ""


@click.command("align", cls=Verb)
@click.argument("recordings", nargs=-1, required=True, metavar="RECORDING…")
@option("--by", "by", type=click.Choice(("clock", "sound")), default=None, key="beside.by")
@option("--nudge", "nudge", type=int, default=0, metavar="MS", key="beside.nudge")
@option("--keep", is_flag=True, key="beside.keep")
@pass_call
def align(call: Call, recordings: tuple[str, ...], by: str | None, nudge: int, keep: bool) -> int:
    """Put recordings on one time line."""
    if not 2 <= len(recordings) <= MOST_TOGETHER:
        raise click.UsageError(call.phrases.say("align.how-many", most=MOST_TOGETHER))
    if nudge and len(recordings) != 2:
        raise click.UsageError(call.phrases.say("terminal.align.nudge-two"))
    with call.open("work" if keep else "look") as desktop:
        found = _found(desktop, recordings, by, nudge)
        told = [(each.recording, each.alignment) for each in found[1:] if each.alignment and not _vague(each)]
        if keep and told:
            desktop.do(AlignRecordings(found[0].recording, tuple(told)))
            found = [replace(each, kept=each.alignment is not None and not _vague(each)) for each in found]
    call.output.document(found)
    _show(call, found)
    return FOUND if any(each.alignment is None or _vague(each) for each in found[1:]) else GOOD


def _found(desktop: Desktop, recordings: tuple[str, ...], by: str | None, nudge: int) -> list[Aligned]:
    first, *others = desktop.ask(Together(tuple(desktop.ask(FindRecording(each)) for each in recordings)))
    return [_plain(first, first.alignment)] + [_one(desktop, first, each, by, nudge) for each in others]


def _one(desktop: Desktop, first: Lane, lane: Lane, by: str | None, nudge: int) -> Aligned:
    """What is kept; without that or on wish, what the sound says; where that is nothing, what the clocks say."""
    found = _plain(lane, lane.alignment)
    if by == "clock" and lane.kept:
        found = _plain(lane, desktop.ask(Together((first.recording, lane.recording), kept=False))[1].alignment)
    elif by == "sound" or (by is None and not lane.kept):
        found = _by_sound(desktop, first, lane, wanted=by == "sound")
    if nudge:
        return replace(found, alignment=(found.alignment or ITSELF).nudged(nudge), kept=False, why="")
    return found


def _by_sound(desktop: Desktop, first: Lane, lane: Lane, *, wanted: bool) -> Aligned:
    try:
        heard = desktop.ask(HearAlignment(first.recording, lane.recording))
    except DeskError as error:
        if wanted or error.code != "align.no-sound":
            raise
        return replace(_plain(lane, lane.alignment), why=error.code)
    if heard.clear:
        return replace(_plain(lane, heard), kept=False)
    found = _plain(lane, heard if wanted else lane.alignment)
    return replace(found, kept=not wanted and lane.kept, why="align.unclear" if lane.alignment else _UNTOLD)


def _plain(lane: Lane, alignment: Alignment | None) -> Aligned:
    why = "" if alignment else _UNTOLD
    return Aligned(lane.recording, lane.name, lane.began_at, lane.length_ms, alignment, lane.kept, why)


def _vague(each: Aligned) -> bool:
    return each.alignment is not None and not each.alignment.clear


def _show(call: Call, found: list[Aligned]) -> None:
    out, phrases = call.output, call.phrases
    cells = [
        (each.name, local_time(each.began_at), offset_words(each.alignment, phrases),
         error_words(each.alignment, phrases), drift_words(each.alignment),
         how_words(each.alignment, each.kept, phrases) if number else phrases.say("align.first"))
        for number, each in enumerate(found)
    ]  # fmt: skip
    heads = ("align-name", "align-from", "align-offset", "align-error", "align-drift", "align-how")
    out.table([f"terminal.column.{each}" for each in heads], cells, right=(2, 3, 4))
    for each in found[1:]:
        if each.why:
            out.text(phrases.say(each.why, name=each.name))


VERBS = (align,)
"""What this area adds to the program."""
