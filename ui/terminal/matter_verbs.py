"""Verbs of matters and their legal bases: list, add, import, export.

In: codes, names, days, tables (CSV, XLSX). Out: what was in force when, or what an import writes.
"""

from __future__ import annotations

from pathlib import Path

import click

from recorder_desk.commands.registers import WriteMatters
from recorder_desk.domain.matter import LegalBasis, Matter
from recorder_desk.queries import registers as q
from ui.registers import BASES, MATTERS
from ui.terminal.call import GOOD, Call, pass_call
from ui.terminal.importing import rehearsed, table_file, take, write_register
from ui.terminal.words import Verb, VerbGroup, option

_ON = option("--on", "on", default="", metavar="DATE", key="entry.on")
_SINCE = option("--since", default="", metavar="DATE", key="entry.since")
_UNTIL = option("--until", default="", metavar="DATE", key="entry.until")


@click.group("matter", cls=VerbGroup)
def matter() -> None:
    """Matters."""


@matter.command("list", cls=Verb)
@_ON
@pass_call
def list_matters(call: Call, on: str) -> int:
    """Matters, in every version or as they were on a day."""
    with call.open("look") as desktop:
        rows = desktop.ask(q.Matters(on))
    call.output.document(rows)
    if not rows:
        call.output.say("terminal.matter.none")
        return GOOD
    cells = [
        (row.matter.code, row.matter.name, row.matter.kind, row.matter.parent, row.matter.since, row.matter.until,
         "; ".join(f"{each.law} {each.article}".strip() for each in row.bases))
        for row in rows
    ]  # fmt: skip
    heads = ("code", "matter", "kind", "parent", "since", "until", "basis")
    call.output.table([f"terminal.column.{each}" for each in heads], cells)
    return GOOD


@matter.command("add", cls=Verb)
@click.argument("code", metavar="CODE")
@click.argument("name", metavar="NAME")
@option("--kind", default="", metavar="TEXT", key="subject.kind")
@option("--parent", default="", metavar="CODE", key="subject.parent")
@option("--basis", "bases", multiple=True, metavar="CODE", key="subject.basis")
@option("--remark", default="", metavar="TEXT", key="entry.remark")
@_SINCE
@_UNTIL
@pass_call
def add_matter(call: Call, /, code: str, name: str, bases: tuple[str, ...], **told: str) -> int:
    """Write a version of a matter; it replaces the one that begins the same day."""
    with call.open("work") as desktop:
        version = Matter(code, name, told["kind"], told["parent"], bases, told["since"], told["until"], told["remark"])
        desktop.do(WriteMatters(matters=(version,)))
    call.output.document(version)
    call.output.say("terminal.register.written", name=f"{code} {name}")
    return GOOD


@matter.command("import", cls=Verb)
@table_file
@rehearsed
@pass_call
def import_matters(call: Call, path: Path, rehearse: bool) -> int:
    """Take matters from a table: all of it, or nothing."""
    return take(MATTERS.importing, call, path, rehearse=rehearse)


@matter.command("export", cls=Verb)
@table_file
@pass_call
def export_matters(call: Call, path: Path) -> int:
    """Write the matters into a new table."""
    return write_register(call, path, MATTERS)


@matter.group("basis", cls=VerbGroup)
def basis() -> None:
    """Legal bases."""


@basis.command("list", cls=Verb)
@_ON
@pass_call
def list_bases(call: Call, on: str) -> int:
    """Legal bases, in every version or as they were on a day."""
    with call.open("look") as desktop:
        rows = desktop.ask(q.LegalBases(on))
    call.output.document(rows)
    if not rows:
        call.output.say("terminal.basis.none")
        return GOOD
    cells = [(each.code, each.law, each.article, each.since, each.until, each.text) for each in rows]
    heads = ("code", "law", "article", "since", "until", "text")
    call.output.table([f"terminal.column.{each}" for each in heads], cells)
    return GOOD


@basis.command("add", cls=Verb)
@click.argument("code", metavar="CODE")
@click.argument("law", metavar="LAW")
@option("--article", default="", metavar="TEXT", key="law.article")
@option("--text", default="", metavar="TEXT", key="law.text")
@_SINCE
@_UNTIL
@pass_call
def add_basis(call: Call, /, code: str, law: str, **told: str) -> int:
    """Write a version of a legal basis; it replaces the one that begins the same day."""
    with call.open("work") as desktop:
        version = LegalBasis(code, law, told["article"], told["text"], told["since"], told["until"])
        desktop.do(WriteMatters(bases=(version,)))
    call.output.document(version)
    call.output.say("terminal.register.written", name=f"{code} {law}")
    return GOOD


@basis.command("import", cls=Verb)
@table_file
@rehearsed
@pass_call
def import_bases(call: Call, path: Path, rehearse: bool) -> int:
    """Take legal bases from a table: all of it, or nothing."""
    return take(BASES.importing, call, path, rehearse=rehearse)


@basis.command("export", cls=Verb)
@table_file
@pass_call
def export_bases(call: Call, path: Path) -> int:
    """Write the legal bases into a new table."""
    return write_register(call, path, BASES)


VERBS = (matter,)
"""What this area adds to the program."""
