"""Verbs of exports: still, clip, exports. In: a recording, frames or positions, a new file. Out: it, and its note."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from recorder_desk.commands.exports import EndExport, OrderExport
from recorder_desk.domain.export import ExportRow, ExportWish
from recorder_desk.domain.facts import ExportOrdered
from recorder_desk.domain.names import raw, shown_path
from recorder_desk.errors import DeskError
from recorder_desk.queries.cases import FindCase
from recorder_desk.queries.exports import Exports, ExportsWithDigest, ShowExport
from recorder_desk.queries.recordings import FindRecording
from ui import formats
from ui.export_words import hush_of, spans, state, time_of_day, veil_of, wider
from ui.terminal.call import FOUND, GOOD, Call, Desktop, pass_call
from ui.terminal.news import News, heard
from ui.terminal.progress import progress_shown
from ui.terminal.words import Verb, VerbGroup, option, options

STEPS = frozenset({"export"})

_FILE = click.Path(dir_okay=False, path_type=Path)
_to = option("--to", "path", type=_FILE, required=True, metavar="FILE", key="point.to")
_why = options(
    option("--watermark", default="", metavar="TEXT", key="outgoing.watermark"),
    option("--reason", default="", metavar="TEXT", key="outgoing.reason"),
)


@click.command("still", cls=Verb)
@click.argument("recording", metavar="RECORDING")
@option("--frame", type=click.IntRange(0), default=None, metavar="N", key="outgoing.frame")
@option("--at", "at_ms", type=click.IntRange(0), default=None, metavar="MS", key="outgoing.at")
@_to
@_why
@pass_call
def still(
    call: Call, recording: str, frame: int | None, at_ms: int | None, path: Path, watermark: str, reason: str
) -> int:
    """Write one exact frame as a PNG, with a note beside it."""
    if (frame is None) == (at_ms is None):
        raise click.UsageError(call.phrases.say("terminal.export.frame-or-at"))
    wish = ExportWish("still", _absolute(path), -1 if frame is None else frame, at_ms or 0, watermark=watermark)
    return _export(call, recording, wish, reason, path)


@click.command("clip", cls=Verb)
@click.argument("recording", metavar="RECORDING")
@option("--from", "from_ms", type=click.IntRange(0), required=True, metavar="MS", key="point.from")
@option("--until", "until_ms", type=click.IntRange(0), required=True, metavar="MS", key="outgoing.until")
@_to
@option("--exact/--fast", "exact", default=True, key="outgoing.exact")
@option("--time", "time_of_day", is_flag=True, key="outgoing.time")
@option("--case-number", is_flag=True, key="outgoing.case-number")
@option("--mute", "mutes", multiple=True, metavar="MS-MS", key="outgoing.mute")
@option("--tone", "tones", multiple=True, metavar="MS-MS", key="outgoing.tone")
@option("--blur", "blurs", multiple=True, metavar="MS:X,Y,W,H…", key="outgoing.blur")
@_why
@pass_call
def clip(call: Call, /, recording: str, path: Path, reason: str, **told: Any) -> int:
    """Write a part of a recording as a new film, with a note beside it."""
    hushes = [hush_of(each, tone=False) for each in told["mutes"]] + [
        hush_of(each, tone=True) for each in told["tones"]
    ]
    wish = ExportWish(
        "clip",
        _absolute(path),
        from_ms=told["from_ms"],
        until_ms=told["until_ms"],
        fast=not told["exact"],
        time_of_day=told["time_of_day"],
        case_number=told["case_number"],
        watermark=told["watermark"],
        hushes=tuple(hushes),
        veils=tuple(veil_of(each) for each in told["blurs"]),
    )
    return _export(call, recording, wish, reason, path)


def _absolute(path: Path) -> str:
    return shown_path(os.path.abspath(path))


def _export(call: Call, text: str, wish: ExportWish, reason: str, path: Path) -> int:
    with call.open("work") as desktop, heard(desktop.session) as news:
        recording = desktop.ask(FindRecording(text))
        desktop.session.letters.prepare()
        ordered = next(e for e in desktop.do(OrderExport(recording, wish, reason)) if isinstance(e, ExportOrdered))
        with progress_shown(desktop.session, call.output):
            desktop.session.lanes.start(STEPS)
            row = _made(desktop, news, ordered.export)
    if row.state == "failed":
        raise DeskError(row.code, blame="environment")
    call.output.document(row)
    _tell(call, row, path)
    return GOOD


def _made(desktop: Desktop, news: News, export: str) -> ExportRow:
    """Until it is made or given up. Who breaks off here calls it off."""
    try:
        while True:
            news.next()
            row = desktop.ask(ShowExport(export))
            if row.state != "owed":
                return row
    except KeyboardInterrupt:
        desktop.do(EndExport(export))
        desktop.session.lanes.cancel(f"export:{export}")
        raise


def _tell(call: Call, row: ExportRow, path: Path) -> None:
    phrases, made = call.phrases, row.made
    assert made is not None
    call.output.say("terminal.export.made", path=path, size=formats.size(made.bytes), spans=spans(row, phrases))
    for line in filter(None, (wider(row, phrases), time_of_day(row, phrases), made.digest)):
        call.output.text(line)


@click.group("exports", cls=VerbGroup)
def exports() -> None:
    """What left the desk as stills and clips."""


@exports.command("list", cls=Verb)
@click.argument("recording", required=False, metavar="[RECORDING]")
@option("--case", "case", default="", metavar="CASE", key="point.case")
@pass_call
def list_exports(call: Call, recording: str | None, case: str) -> int:
    """The exports of a recording, of a case, or all."""
    with call.open("look") as desktop:
        found = desktop.ask(FindRecording(recording)) if recording else ""
        rows = desktop.ask(Exports(found, desktop.ask(FindCase(case)) if case else ""))
    call.output.document(rows)
    _show(call, rows)
    return GOOD


@exports.command("verify", cls=Verb)
@click.argument("path", type=_FILE, metavar="FILE")
@pass_call
def verify_export(call: Call, path: Path) -> int:
    """Whether a file is an export of this desk, byte for byte."""
    digest = _digest(path)
    with call.open("look") as desktop:
        rows = desktop.ask(ExportsWithDigest(digest))
    call.output.document({"path": str(path), "digest": digest, "exports": rows})
    call.output.say("terminal.export.ours" if rows else "terminal.export.foreign", path=path, digest=digest)
    if rows:
        _show(call, rows)
    return GOOD if rows else FOUND


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    except OSError as error:
        told = {"path": str(path), "reason": str(error.strerror)}
        raise DeskError("desk.file-unreadable", blame="environment", **told) from error


def _show(call: Call, rows: Sequence[ExportRow]) -> None:
    phrases = call.phrases
    name: Callable[[ExportRow], str] = lambda row: os.path.basename(raw(row.wish.path))  # noqa: E731
    cells = [
        (formats.local_time(each.ordered_at), each.ordered_by, phrases.word(f"export-{each.kind}"), each.name,
         spans(each, phrases), name(each), state(each, phrases), each.made.digest[7:19] if each.made else "",
         each.reason)
        for each in rows
    ]  # fmt: skip
    if not cells:
        call.output.say("terminal.export.none")
        return
    heads = ("ordered", "who", "kind", "name", "spans", "file", "state", "digest", "reason")
    call.output.table([f"terminal.column.{each}" for each in heads], cells)


VERBS = (still, clip, exports)
"""What this area adds to the program."""
