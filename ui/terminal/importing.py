"""Taking tables in, and writing them: what every import and export of a register does and tells.

An import takes all of a table, or nothing: wrong lines are told by their number, and then nothing was taken in (exit
code 1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import click

from recorder_desk.commands.base import Command
from recorder_desk.domain.tables import ImportPlan, Line, LineError, lines
from ui.phrases import Phrases
from ui.sheets import read_rows, write_rows
from ui.terminal.call import FOUND, GOOD, Call, Desktop
from ui.terminal.words import option

SHOWN = 200
"""So many changes or wrong lines of an import are shown; JSON has all."""

T = TypeVar("T")
Columns = Mapping[str, tuple[str, ...]]
table_file = click.argument("path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE")
rehearsed = option("--rehearse", is_flag=True, key="rehearse")


@dataclass(frozen=True, slots=True)
class Importing(Generic[T]):
    """How a table is taken in: its columns, what its lines would change, the command that does it, and how a change is
    shown (`heads`: of `cells`, the first is the line)."""

    columns: Columns
    needed: Sequence[str]
    plan: Callable[[Iterator[Line], Desktop], ImportPlan[T]]
    command: Callable[[tuple[T, ...]], Command]
    heads: Sequence[str]
    cells: Callable[[T, Phrases], Sequence[object]]

    def take(self, call: Call, path: Path, *, rehearse: bool) -> int:
        """Take a table in, or only tell what that would change; the exit code."""
        rows, written_as = read_rows(path)
        with call.open("look" if rehearse else "work") as desktop:
            found = self.plan(lines(rows, self.columns, self.needed), desktop)
            if write := bool(found.changes) and not found.errors and not rehearse:
                desktop.do(self.command(found.changes))
        call.output.document({"encoding": written_as, "written": write, "same": found.same,
                              "changes": found.changes, "errors": found.errors})  # fmt: skip
        if found.errors:
            return refuse(call, found.errors)
        shown = [self.cells(each, call.phrases) for each in found.changes[:SHOWN]]
        if shown:
            call.output.table([f"terminal.column.{each}" for each in self.heads], shown, right=(0,))
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
    chinese = call.phrases.language.startswith("zh")
    write_rows(path, [headings[0] if chinese else name for name, headings in columns.items()], rows)
    call.output.document({"path": str(path), what: len(rows)})
    call.output.say("terminal.export.done", path=path, count=len(rows))
    return GOOD
