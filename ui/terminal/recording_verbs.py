"""Verbs of recordings: recordings, recording.

In: words and facets, or an id. Out: rows, or everything about one.
"""

from __future__ import annotations

from collections.abc import Iterable

import click
from rich.text import Text

from recorder_desk.domain.recording import DerivativeRow, RecordingDetail, RecordingRow
from recorder_desk.domain.stamps import HOURS_APART
from recorder_desk.domain.track import Track
from recorder_desk.queries.cases import FindCase
from recorder_desk.queries.codes import CodesIn, FilmedRow
from recorder_desk.queries.recordings import (
    Filter,
    FindRecording,
    RecordingKeys,
    RecordingsPage,
    ShowRecording,
    ShowTrack,
)
from ui import formats
from ui.clock_words import true_words
from ui.link_words import why_linked
from ui.terminal.call import GOOD, Call, pass_call
from ui.terminal.output import Output, plain
from ui.terminal.words import Verb, option
from ui.track_words import summary

SHOWN, ALL = 100, 10_000_000
_STATES = click.Choice(["received", "ready", "damaged", "linked", "sealed"])
_KINDS = click.Choice(["video", "audio", "photo", "sidecar", "unknown"])
_COLUMNS = ("id", "recorded", "name", "kind", "duration", "size", "state", "case")


def short(id: str) -> str:
    """The end of an id: enough to tell recordings apart, and accepted wherever an id is asked."""
    return id[-8:]


@click.command("recordings", cls=Verb)
@click.argument("words", nargs=-1, metavar="[QUERY]")
@option("--state", type=_STATES, default=None)
@option("--kind", type=_KINDS, default=None)
@option("--case", default="", metavar="CASE", key="filter.case")
@option("--item", default="", metavar="CODE", key="filter.item")
@option("--tag", default="", metavar="TAG", key="filter.tag")
@option("--important", is_flag=True)
@option("--limit", type=click.IntRange(1), default=None, metavar="N")
@pass_call
def recordings(
    call: Call, /, words: tuple[str, ...], case: str, limit: int | None, important: bool, **told: str
) -> int:
    """List recordings."""
    with call.open("look") as desktop:
        case_id = desktop.ask(FindCase(case)) if case else ""
        facets = {name: value or "" for name, value in told.items()}
        which = Filter(words=" ".join(words), case=case_id, important="yes" if important else "", **facets)
        many = limit or (ALL if call.output.json else SHOWN)
        rows = desktop.ask(RecordingsPage(which, limit=many))
        count = len(desktop.ask(RecordingKeys(which))) if len(rows) == many else len(rows)
    call.output.document(rows)
    show_rows(call.output, rows)
    if count > len(rows):
        call.output.say("terminal.recordings.more", shown=len(rows), count=count)
    elif not rows:
        call.output.say("terminal.recordings.none")
    return GOOD


def show_rows(output: Output, rows: Iterable[RecordingRow]) -> None:
    """Recordings as a table."""
    cells = [
        (
            Text(short(row.id)),
            formats.local_time(row.recorded_at or row.received_at),
            row.name,
            output.phrases.word(row.kind),
            formats.clock(row.duration_ms) if row.duration_ms else "",
            formats.size(row.bytes),
            output.word(row.state),
            " ".join(filter(None, (row.case_number, row.item))),
        )
        for row in rows
    ]
    if cells:
        output.table([f"terminal.column.{each}" for each in _COLUMNS], cells, right=(4, 5))


@click.command("recording", cls=Verb)
@click.argument("id", metavar="ID")
@pass_call
def recording(call: Call, id: str) -> int:
    """Everything about one recording."""
    with call.open("look") as desktop:
        detail = desktop.ask(ShowRecording(desktop.ask(FindRecording(id))))
        filmed, track = desktop.ask(CodesIn(detail.row.id)), desktop.ask(ShowTrack(detail.row.id))
    call.output.document({**plain(detail), "codes": filmed, "track": track})
    _show(call.output, detail, track)
    for each in filmed:
        _show_code(call.output, each)
    return GOOD


def _show_code(output: Output, filmed: FilmedRow) -> None:
    """A code that was filmed, and what it is good for."""
    if filmed.code:
        output.text(output.trouble(filmed.code))
        return
    told = {"at": formats.clock(filmed.from_ms), "drawn": formats.local_time(filmed.drawn_at)}
    output.say("terminal.code.case" if filmed.case_id else "terminal.code.time", number=filmed.case_number, **told)
    if filmed.live:
        output.say("terminal.code.clock", error=filmed.error_ms)


def _show(output: Output, detail: RecordingDetail, track: Track | None) -> None:
    row, say, language = detail.row, output.phrases.say, output.phrases.language
    recorded = formats.local_time(row.recorded_at)
    received = formats.local_time(row.received_at)
    pairs: list[tuple[str, object]] = [
        ("terminal.column.name", row.name),
        ("terminal.column.id", row.id),
        ("terminal.column.digest", row.digest),
        ("terminal.column.size", f"{formats.size(row.bytes)} ({row.bytes})"),
        ("terminal.column.kind", output.phrases.word(row.kind)),
        ("terminal.column.state", output.word(row.state)),
        ("terminal.column.recorded", recorded),
        ("terminal.column.true-time", true_words(detail.true_time, output.phrases)),
        ("terminal.column.received", received),
        ("terminal.column.original", detail.original_path),
        ("terminal.column.plays", output.phrases.word(detail.play_role)),
        ("terminal.column.checked", " ".join(filter(None, (formats.local_time(detail.checked_at), detail.check_code)))),
        ("terminal.column.archival", ", ".join(detail.archival_codes)),
    ]
    if detail.media is not None and detail.media.duration_ms:
        pairs.insert(5, ("terminal.column.duration", formats.duration(detail.media.duration_ms, language)))
    if detail.media is not None:
        pairs.insert(6, ("terminal.column.media", _media(output, detail)))
    pairs += _named(output, detail)
    beside = "terminal.column.sidecar-of" if row.kind == "sidecar" else "terminal.column.sidecars"
    pairs.append((beside, ", ".join(each.name for each in detail.beside)))
    for each in detail.alike:
        at = formats.clock(abs(each.shift_ms))
        told = say("word.alike", name=f"{each.name} ({short(each.recording)})", agree=each.agree, of=each.of, at=at)
        pairs.append(("terminal.column.alike", told))
    pairs.append(("terminal.column.track", summary(track, output.phrases) if track else ""))
    if row.problem:
        pairs.append(("terminal.column.problem", say(row.problem)))
    output.pairs([(code, value) for code, value in pairs if value])
    _show_rest(output, detail)


def _named(output: Output, detail: RecordingDetail) -> list[tuple[str, object]]:
    """What the name tells, and where it and the media's own time disagree."""
    row, word = detail.row, output.phrases.word
    recorder = " · ".join(filter(None, (row.recorder_serial, row.wearer)))
    marks = {"important": row.important, "encrypted": detail.encrypted}
    return [
        ("terminal.column.recorder", recorder),
        ("terminal.column.device-number", row.device_number),
        ("terminal.column.user-number", row.user_number),
        ("terminal.column.named", row.named_at.replace("T", " ")),
        ("terminal.column.sequence", "" if row.sequence < 0 else row.sequence),
        ("terminal.column.marks", ", ".join(word(mark) for mark, there in marks.items() if there)),
        ("terminal.column.channel", detail.channel),
        ("terminal.column.company", detail.company),
        ("terminal.column.take", f"{row.take[-8:]} {row.segment}/{row.segments}" if row.take else ""),
        ("terminal.column.stamps", _apart(output, detail)),
    ]


def _apart(output: Output, detail: RecordingDetail) -> str:
    hours = detail.stamps.hours_apart
    return output.phrases.say(HOURS_APART, hours=hours) if hours else ""


def _media(output: Output, detail: RecordingDetail) -> str:
    media = detail.media
    if media is None:
        return ""
    picture = f"{media.width}×{media.height}" if media.width else ""
    rate = f"{media.frame_rate} fps" if media.frame_rate else ""
    return " ".join(
        filter(None, (output.phrases.word(media.container), media.video_codec, picture, rate, media.audio_codec))
    )


def _show_rest(output: Output, detail: RecordingDetail) -> None:
    if detail.links:
        output.say("terminal.heading.links")
        rows = [
            (link.case_number, link.item, link_range(link.from_ms, link.until_ms), why_linked(link, output.phrases),
             formats.local_time(link.linked_at), formats.local_time(link.unlinked_at))
            for link in detail.links
        ]  # fmt: skip
        heads = ("case", "item", "range", "reason", "linked", "unlinked")
        output.table([f"terminal.column.{each}" for each in heads], rows)
    if detail.derivatives:
        output.say("terminal.heading.derivatives")
        made = [
            (output.phrases.word(each.role), formats.size(each.bytes), _tool(each), each.path)
            for each in detail.derivatives
        ]
        output.table([f"terminal.column.{each}" for each in ("role", "size", "tool", "path")], made, right=(1,))
    output.say("terminal.heading.sightings")
    seen = [(formats.local_time(each.seen_at), each.path, output.phrases.word("twin") if each.twin else "")
            for each in detail.sightings]  # fmt: skip
    output.table([f"terminal.column.{each}" for each in ("seen", "path", "twin")], seen)
    output.say("terminal.heading.history")
    history = [
        (each.seq, formats.local_time(each.at), each.actor, output.phrases.fact(each.fact, each.body))
        for each in detail.history
    ]
    output.table([f"terminal.column.{each}" for each in ("entry", "at", "actor", "fact")], history, right=(0,))


def _tool(made: DerivativeRow) -> str:
    return made.version if made.version.startswith(made.tool) else f"{made.tool} {made.version}"


def link_range(from_ms: int, until_ms: int) -> str:
    """A link's place in a recording; '' when it is the whole."""
    if not from_ms and not until_ms:
        return ""
    return f"{formats.clock(from_ms)}–{formats.clock(until_ms) if until_ms else ''}"


VERBS = (recordings, recording)
