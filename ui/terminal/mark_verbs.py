"""Verbs of marks: add, list, change, remove, export, import.

In: a recording, positions, kinds; tables and WebVTT. Out: marks with the codes that lead back to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from recorder_desk.commands.marks import AddMarks, ChangeMark, RemoveMark
from recorder_desk.domain import mark_import as mi
from recorder_desk.domain.facts import MarkAdded
from recorder_desk.domain.mark import KINDS, MarkFields, MarkRow
from recorder_desk.domain.tables import ImportPlan
from recorder_desk.queries.cases import FindCase
from recorder_desk.queries.marks import FindMark, Marks
from recorder_desk.queries.recordings import FindRecording, ShowRecording
from ui.mark_files import read_marks, write_marks
from ui.terminal.call import GOOD, Call, Desktop, pass_call
from ui.terminal.importing import refuse, rehearsed
from ui.terminal.words import Verb, VerbGroup, option, options


@click.group("mark", cls=VerbGroup)
def mark() -> None:
    """Marks in recordings."""


@mark.command("list", cls=Verb)
@click.argument("recording", required=False, metavar="[RECORDING]")
@option("--case", "case", default="", metavar="CASE", key="point.case")
@pass_call
def list_marks(call: Call, recording: str | None, case: str) -> int:
    """The marks of a recording, or of a case."""
    if bool(recording) == bool(case):
        raise click.UsageError(call.phrases.say("terminal.mark.needs"))
    with call.open("look") as desktop:
        asked = Marks(desktop.ask(FindRecording(recording))) if recording else Marks(case=desktop.ask(FindCase(case)))
        rows = desktop.ask(asked)
    call.output.document(rows)
    _show(call, rows)
    return GOOD


def _show(call: Call, rows: Iterable[MarkRow]) -> None:
    word = call.phrases.word
    cells = [
        (each.code, mi.time_text(each.fields.at_ms),
         mi.time_text(each.fields.until_ms) if each.fields.until_ms else "", word(f"mark-{each.fields.kind}"),
         each.fields.item, each.fields.note, each.name)
        for each in rows
    ]  # fmt: skip
    if not cells:
        call.output.say("terminal.mark.none")
        return
    heads = ("mark-code", "from", "until", "kind", "item", "note", "name")
    call.output.table([f"terminal.column.{each}" for each in heads], cells)


_words = options(
    option("--until", type=click.IntRange(0), default=None, metavar="MS", key="point.until"),
    option("--kind", type=click.Choice(KINDS), default=None, key="point.kind"),
    option("--item", default=None, metavar="CODE", key="point.item"),
    option("--note", default=None, metavar="TEXT", key="point.note"),
)


@mark.command("add", cls=Verb)
@click.argument("recording", metavar="RECORDING")
@option("--at", "at_ms", type=click.IntRange(0), required=True, metavar="MS", key="point.at")
@_words
@pass_call
def add_mark(call: Call, /, recording: str, at_ms: int, **told: str | int | None) -> int:
    """Mark a moment or a range."""
    with call.open("work") as desktop:
        found = desktop.ask(FindRecording(recording))
        fields = _changed(MarkFields(at_ms), told)
        added = [each for each in desktop.do(AddMarks(found, (fields,))) if isinstance(each, MarkAdded)]
        there = desktop.ask(Marks(found))
    row = next(each for each in there if (each.id == added[0].mark if added else _alike(each, fields)))
    call.output.document(row)
    _show(call, [row])
    return GOOD


def _alike(row: MarkRow, fields: MarkFields) -> bool:
    """Whether this is the mark that was there already."""
    return (row.fields.at_ms, row.fields.until_ms, row.fields.kind) == (fields.at_ms, fields.until_ms, fields.kind)


def _changed(fields: MarkFields, told: dict[str, str | int | None]) -> MarkFields:
    names = {"until": "until_ms"}
    changed = {names.get(name, name): value for name, value in told.items() if value is not None}
    return replace(fields, **changed)  # type: ignore[arg-type]  # the options are named as the fields


@mark.command("change", cls=Verb)
@click.argument("code", metavar="CODE")
@option("--at", "at", type=click.IntRange(0), default=None, metavar="MS", key="point.at")
@_words
@pass_call
def change_mark(call: Call, /, code: str, at: int | None, **told: str | int | None) -> int:
    """Have a mark say something else; what is not named stays, and so does its code."""
    with call.open("work") as desktop:
        row = desktop.ask(FindMark(code))
        fields = _changed(row.fields if at is None else replace(row.fields, at_ms=at), told)
        desktop.do(ChangeMark(row.id, fields))
        row = desktop.ask(FindMark(code))
    call.output.document(row)
    _show(call, [row])
    return GOOD


@mark.command("remove", cls=Verb)
@click.argument("code", metavar="CODE")
@pass_call
def remove_mark(call: Call, code: str) -> int:
    """Take a mark away; `undo` brings it back."""
    with call.open("work") as desktop:
        row = desktop.ask(FindMark(code))
        desktop.do(RemoveMark(row.id))
    call.output.document(row)
    call.output.say("terminal.mark.removed", code=row.code, name=row.name)
    return GOOD


@mark.command("export", cls=Verb)
@click.argument("recording", metavar="RECORDING")
@option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE", key="point.to")
@pass_call
def export_marks(call: Call, recording: str, path: Path) -> int:
    """Write the marks of a recording into a new file: .vtt, .csv or .xlsx."""
    with call.open("look") as desktop:
        rows = desktop.ask(Marks(desktop.ask(FindRecording(recording))))
    write_marks(path, rows, call.phrases.language)
    call.output.document({"path": str(path), "rows": len(rows)})
    call.output.say("terminal.export.done", path=path, count=len(rows))
    return GOOD


@mark.command("import", cls=Verb)
@click.argument("recording", metavar="RECORDING")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
@rehearsed
@pass_call
def import_marks(call: Call, recording: str, path: Path, rehearse: bool) -> int:
    """Take marks from a table or a WebVTT file: all of it, or nothing."""
    with call.open("look" if rehearse else "work") as desktop:
        found = desktop.ask(FindRecording(recording))
        planned, written_as = _plan(path, found, desktop)
        if write := bool(planned.changes) and not planned.errors and not rehearse:
            desktop.do(AddMarks(found, tuple(each.becomes for each in planned.changes)))
    call.output.document({"encoding": written_as, "written": write, "same": planned.same,
                          "changes": planned.changes, "errors": planned.errors})  # fmt: skip
    if planned.errors:
        return refuse(call, planned.errors)
    told = [(each.line, mi.time_text(each.becomes.at_ms), call.phrases.word(f"mark-{each.becomes.kind}"),
             each.becomes.item, each.becomes.note) for each in planned.changes]  # fmt: skip
    if told:
        heads = ("line", "from", "kind", "item", "note")
        call.output.table([f"terminal.column.{each}" for each in heads], told, right=(0,))
    code = "terminal.import.done" if write else "terminal.import.rehearsed"
    call.output.say(code, count=len(planned.changes), same=planned.same)
    return GOOD


def _plan(path: Path, recording: str, desktop: Desktop) -> tuple[ImportPlan[mi.MarkChange], str]:
    length = desktop.ask(ShowRecording(recording)).row.duration_ms
    return read_marks(path, desktop.ask(Marks(recording)), length)


VERBS = (mark,)
"""What this area adds to the program."""
