"""Verbs that print: case catalogue, case statement, mark sheet. They join the groups `case` and `mark`.

In: a case or a recording, a new file. Out: a PDF; the catalogue also as a table.
"""

from __future__ import annotations

from pathlib import Path

import click

from recorder_desk.domain.sheets import Catalogue, MarkSheet, Statement
from recorder_desk.errors import DeskError
from recorder_desk.queries.cases import FindCase
from recorder_desk.queries.recordings import FindRecording
from recorder_desk.queries.sheets import CatalogueOf, MarkSheetOf, StatementOf
from ui import sheet_words
from ui.sheets import write_new, write_rows
from ui.terminal.call import GOOD, Call, Desktop, pass_call
from ui.terminal.case_verbs import case, case_of
from ui.terminal.mark_verbs import mark
from ui.terminal.words import Verb, option

_target = option(
    "--to", "path", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE", key="sheet.to"
)


@case.command("catalogue", cls=Verb)
@click.argument("number", metavar="CASE")
@_target
@pass_call
def catalogue(call: Call, number: str, path: Path) -> int:
    """The recording catalogue of a case: .pdf, or as a table .xlsx or .csv."""
    kind = _kind(path, "pdf", "xlsx", "csv")
    with call.open("look") as desktop:
        told = desktop.ask(CatalogueOf(case_of(desktop, number).id))
        if kind == "pdf":
            _print(call, desktop, told, path)
        else:
            heads = [call.phrases.say(f"sheet.column.{each}") for each in sheet_words.COLUMNS]
            rows = sheet_words.table(told, desktop.session.settings.case_retention, call.phrases)
            write_rows(path, heads, rows)
    call.output.document({"path": str(path), "recordings": len(told.filed)})
    call.output.say("terminal.sheet.written", path=path, count=len(told.filed))
    return GOOD


@case.command("statement", cls=Verb)
@click.argument("number", metavar="CASE")
@_target
@pass_call
def statement(call: Call, number: str, path: Path) -> int:
    """What a case has of its record item list and what is missing, to be signed."""
    _kind(path, "pdf")
    with call.open("look") as desktop:
        told = desktop.ask(StatementOf(case_of(desktop, number).id))
        _print(call, desktop, told, path)
    found = told.coverage
    call.output.document({"path": str(path), "required": found.required, "covered": found.covered,
                          "missing": found.missing, "gaps": told.gaps})  # fmt: skip
    call.output.say("terminal.statement.written", path=path, missing=found.missing, gaps=len(told.gaps))
    return GOOD


@mark.command("sheet", cls=Verb)
@click.argument("recording", required=False, metavar="[RECORDING]")
@option("--case", "case", default="", metavar="CASE", key="point.case")
@_target
@pass_call
def mark_sheet(call: Call, recording: str | None, case: str, path: Path) -> int:
    """The marks of a recording or a case with their pictures and codes, as a PDF."""
    if bool(recording) == bool(case):
        raise click.UsageError(call.phrases.say("terminal.mark.needs"))
    _kind(path, "pdf")
    with call.open("look") as desktop:
        which = desktop.ask(FindRecording(recording)) if recording else ""
        told = desktop.ask(MarkSheetOf(which, desktop.ask(FindCase(case)) if case else ""))
        _print(call, desktop, told, path)
    call.output.document({"path": str(path), "marks": len(told.marks)})
    call.output.say("terminal.mark-sheet.written", path=path, count=len(told.marks))
    return GOOD


def _kind(path: Path, *kinds: str) -> str:
    kind = path.suffix.lower().lstrip(".")
    if kind not in kinds:
        raise DeskError("desk.file-kind", path=str(path), kinds=", ".join(f".{each}" for each in kinds))
    return kind


def _print(call: Call, desktop: Desktop, told: Catalogue | MarkSheet | Statement, path: Path) -> None:
    write_new(path, call.opener.print_sheet(told, desktop.session, call.phrases.language))


VERBS = ()
"""Nothing at the top: these are verbs of `case` and `mark`."""
