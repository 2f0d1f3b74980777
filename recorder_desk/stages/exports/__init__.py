"""Stills and clips: ordered by a person, made as owed work, brought out as new files.

In: OrderExport, then what is owed. Out: ExportOrdered; NoteExported with what the file really is, or EndExport with why
there is none. A crash anywhere is gone over again at the next start: a file that is at its place with its note is
recorded, anything else of it is cleared away and made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from recorder_desk.commands import exports as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.export import LONGEST_REASON, ExportRow, ExportWish, checked
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.names import raw
from recorder_desk.errors import DeskError
from recorder_desk.ports import Ask, Bench, Context, Job, Now
from recorder_desk.queries import exports as q
from recorder_desk.queries.recordings import ShowRecording
from recorder_desk.queries.viewings import ViewingAsks
from recorder_desk.stages.exports.making import export_file, source_of

FLAGGED_RIGHT = "recordings.export-flagged"


def order_export(command: c.OrderExport, context: Context) -> Iterator[f.Fact]:
    """What may leave, how, and under which mark."""
    detail = context.ask(ShowRecording(command.recording))
    source_of(detail)
    media, reason = detail.media, " ".join(command.reason.split())
    if len(reason) > LONGEST_REASON:
        raise DeskError("export.long", most=LONGEST_REASON)
    size = (media.width, media.height) if media and not media.rotation else (0, 0)
    wish = checked(command.wish, detail.row.kind, detail.row.duration_ms, *size)
    flagged = bool(context.ask(ViewingAsks(detail.row.id)))
    if not reason and (flagged or context.settings.viewing_reason):
        raise DeskError("export.reason-missing", name=detail.row.name)
    export = new_id()
    if flagged:
        wish = _flagged(wish, export, context)
    caption = detail.row.case_number if wish.case_number else ""
    if wish.case_number and not caption:
        raise DeskError("export.no-case", name=detail.row.name)
    if wish.time_of_day and not detail.row.recorded_at:
        raise DeskError("export.no-time", name=detail.row.name)
    yield f.ExportOrdered(export, detail.row.id, detail.row.digest, wish, caption, reason, flagged)


def _flagged(wish: ExportWish, export: str, context: Context) -> ExportWish:
    """Approved by who may, and never without a mark that tells who took it out, when, and as which export."""
    if not context.actor.may(FLAGGED_RIGHT):
        raise DeskError("desk.not-permitted", permission=FLAGGED_RIGHT, actor=context.actor.name)
    if wish.fast:
        raise DeskError("export.fast-flagged")
    told = f"{context.actor.name} {context.now.astimezone():%Y-%m-%d %H:%M} {export[-8:]}"
    return replace(wish, watermark=" · ".join(filter(None, (wish.watermark, told))))


def note_exported(command: c.NoteExported, context: Context) -> Iterator[f.Fact]:
    """The file is where it was wanted."""
    row = _still_owed(command.export, context)
    yield f.ExportMade(row.id, row.recording, row.wish.path, command.file)


def end_export(command: c.EndExport, context: Context) -> Iterator[f.Fact]:
    """Given up."""
    row = _still_owed(command.export, context)
    yield f.ExportFailed(row.id, row.recording, command.code)


def _still_owed(export: str, context: Context) -> ExportRow:
    row = context.ask(q.ShowExport(export))
    if row.state != "owed":
        raise DeskError("export.over", state=row.state)
    return row


def owed(ask: Ask, now: Now) -> Sequence[Job]:
    """Exports to make."""
    return [Job(each.id, each.name, each.recording, "ms", each) for each in ask(q.ExportsOwed())]


def make_export(job: Job, bench: Bench) -> None:
    """Make one and bring it out. Whatever stands in its way is recorded; it is not tried again by itself."""
    row = job.about
    assert isinstance(row, ExportRow)
    if bench.ask(q.ShowExport(row.id)).state != "owed":
        return
    try:
        file = export_file(row, bench)
    except DeskError as error:
        if error.code == "media.cancelled":  # the desk closes, or somebody called it off and has recorded that
            raise
        bench.record(c.EndExport(row.id, error.code))
        return
    try:
        bench.record(c.NoteExported(row.id, file))
    except DeskError as error:
        if error.code != "export.over":
            raise
        bench.outbox.withdraw(raw(row.wish.path), row.id)  # called off while it came to its place


def failed(job: Job, code: str) -> c.EndExport:
    """The command that notes one that failed for a reason nobody foresaw."""
    return c.EndExport(job.key, code)
