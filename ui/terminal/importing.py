"""Taking tables in, and writing them: what every import and export of a register does and tells.

An import takes all of a table, or nothing: wrong lines are told by their number, and then nothing was taken in (exit
code 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import click

from recorder_desk.domain.tables import LineError
from ui.importing import Columns, Importing, export
from ui.registers import Register
from ui.terminal.call import FOUND, GOOD, Call
from ui.terminal.words import option

SHOWN = 200
"""So many changes or wrong lines of an import are shown; JSON has all."""

T = TypeVar("T")
table_file = click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
rehearsed = option("--rehearse", is_flag=True, key="rehearse")


def take(importing: Importing[T], call: Call, path: Path, *, rehearse: bool) -> int:
    """Take a table in, or only tell what that would change; the exit code."""
    with call.open("look" if rehearse else "work") as desktop:
        told = importing.rehearse(path, desktop.ask)
        found = told.plan
        if write := bool(found.changes) and not found.errors and not rehearse:
            desktop.do(importing.command(found.changes))
    call.output.document({"encoding": told.encoding, "written": write, "same": found.same,
                          "changes": found.changes, "errors": found.errors})  # fmt: skip
    if found.errors:
        return refuse(call, found.errors)
    shown = [importing.cells(each, call.phrases) for each in found.changes[:SHOWN]]
    if shown:
        call.output.table([f"terminal.column.{each}" for each in importing.heads], shown, right=(0,))
    if len(found.changes) > SHOWN:
        call.output.say("terminal.import.more", count=len(found.changes) - SHOWN)
    code = "terminal.import.done" if write else "terminal.import.rehearsed"
    call.output.say(code, count=len(found.changes), same=found.same)
    return GOOD


def refuse(call: Call, errors: Sequence[LineError]) -> int:
    """The lines that are wrong; nothing was taken in."""
    say, out = call.phrases.say, call.output
    for error in errors[:SHOWN]:
        why = say(error.code, **error.facts)
        out.say("terminal.import.line" if error.line else "terminal.import.whole", line=error.line, why=why)
    if len(errors) > SHOWN:
        out.say("terminal.import.more", count=len(errors) - SHOWN)
    out.say("terminal.import.refused", count=len(errors))
    return FOUND


def write_table(call: Call, path: Path, columns: Columns, rows: Sequence[Sequence[str]], what: str = "rows") -> int:
    """Write a new table with headings in the reader's language; `what` counts the rows in JSON."""
    count = export(path, columns, rows, call.phrases.language)
    call.output.document({"path": str(path), what: count})
    call.output.say("terminal.export.done", path=path, count=count)
    return GOOD


def write_register(call: Call, path: Path, register: Register[T], what: str = "rows") -> int:
    """Write all of a register into a new table."""
    with call.open("look") as desktop:
        rows = list(register.rows(desktop.ask))
    return write_table(call, path, register.importing.columns, rows, what)
