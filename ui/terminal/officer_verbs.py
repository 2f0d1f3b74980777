"""Verbs of officers: list, show, add, amend, left, import, export.

In: names, certificates, tables (CSV, XLSX). Out: officers, or what an import changes and every line that is wrong;
exit code 1 where lines are wrong, and then nothing was taken in.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from recorder_desk.commands.people import NoteLeft, WriteOfficers
from recorder_desk.domain.facts import OfficerAdded
from recorder_desk.domain.officer import Certificate, OfficerFields, OfficerRow, UserNumber
from recorder_desk.errors import DeskError
from recorder_desk.queries.people import FindOfficer, Officers
from ui.registers import OFFICERS
from ui.terminal.call import GOOD, Call, Desktop, pass_call
from ui.terminal.importing import rehearsed, table_file, take, write_register
from ui.terminal.words import Verb, VerbGroup, option, options


@click.group("officer", cls=VerbGroup)
def officer() -> None:
    """Officers."""


@officer.command("list", cls=Verb)
@option("--left", "left", is_flag=True, key="person.left")
@pass_call
def list_officers(call: Call, left: bool) -> int:
    """The register."""
    with call.open("look") as desktop:
        rows = desktop.ask(Officers(_today(), left))
    call.output.document(rows)
    if not rows:
        call.output.say("terminal.officer.none")
        return GOOD
    word = call.phrases.word
    cells = [
        (row.fields.name, row.fields.unit, ", ".join(each.number for each in row.fields.certificates),
         word("certified" if row.certified else "not-certified"),
         ", ".join(each.number for each in row.fields.user_numbers), row.id[-8:])
        for row in rows
    ]  # fmt: skip
    heads = ("officer", "unit", "certificate", "today", "user-number", "id")
    call.output.table([f"terminal.column.{each}" for each in heads], cells)
    return GOOD


@officer.command("show", cls=Verb)
@click.argument("name", metavar="OFFICER")
@pass_call
def show(call: Call, name: str) -> int:
    """One officer."""
    with call.open("look") as desktop:
        row = _row(desktop, desktop.ask(FindOfficer(name)))
    return _tell(call, row)


def _tell(call: Call, row: OfficerRow) -> int:
    call.output.document(row)
    told = row.fields
    pairs = (("officer", told.name), ("unit", told.unit), ("remark", told.remark))
    call.output.pairs([(f"terminal.column.{code}", value) for code, value in pairs if value])
    if told.certificates:
        heads = ("certificate", "kind", "issuer", "scope", "since", "until")
        papers = [(each.number, each.kind, each.issuer, each.scope, each.since, each.until)
                  for each in told.certificates]  # fmt: skip
        call.output.table([f"terminal.column.{each}" for each in heads], papers)
    if told.user_numbers:
        cells = [(each.number, each.since, each.until) for each in told.user_numbers]
        call.output.table([f"terminal.column.{each}" for each in ("user-number", "since", "until")], cells)
    return GOOD


_words = options(
    option("--unit", default=None, metavar="TEXT", key="person.unit"),
    option("--remark", default=None, metavar="TEXT", key="person.remark"),
    option("--certificate", default="", metavar="NUMBER", key="person.certificate"),
    option("--kind", default="", metavar="TEXT", key="person.kind"),
    option("--issuer", default="", metavar="TEXT", key="person.issuer"),
    option("--scope", default="", metavar="TEXT", key="person.scope"),
    option("--since", default="", metavar="DATE", key="person.since"),
    option("--until", default="", metavar="DATE", key="person.until"),
    option("--user-number", default="", metavar="NUMBER", key="person.user-number"),
)


@officer.command("add", cls=Verb)
@click.argument("name", metavar="NAME")
@_words
@pass_call
def add(call: Call, /, name: str, **told: str) -> int:
    """Put an officer into the register."""
    with call.open("work") as desktop:
        facts = desktop.do(WriteOfficers((("", _with(OfficerFields(name), told)),)))
        added = next(fact for fact in facts if isinstance(fact, OfficerAdded))
        row = _row(desktop, added.officer)
    return _tell(call, row)


@officer.command("amend", cls=Verb)
@click.argument("who", metavar="OFFICER")
@option("--name", default=None, metavar="NAME", key="person.name")
@_words
@pass_call
def amend(call: Call, /, who: str, name: str | None, **told: str) -> int:
    """Change what the register says; a certificate of the same number is replaced, another one added."""
    with call.open("work") as desktop:
        row = _row(desktop, desktop.ask(FindOfficer(who)))
        fields = row.fields if name is None else replace(row.fields, name=name)
        desktop.do(WriteOfficers(((row.id, _with(fields, told)),)))
        row = _row(desktop, row.id)
    return _tell(call, row)


def _with(fields: OfficerFields, told: dict[str, str]) -> OfficerFields:
    if told["unit"] is not None:
        fields = replace(fields, unit=told["unit"])
    if told["remark"] is not None:
        fields = replace(fields, remark=told["remark"])
    if any(told[each] for each in ("certificate", "kind", "issuer", "scope", "since", "until")):
        number = told["certificate"] or (fields.certificates[0].number if len(fields.certificates) == 1 else "")
        was = next((each for each in fields.certificates if each.number == number), Certificate(number))
        changed = {key: told[key] for key in ("kind", "issuer", "scope", "since", "until") if told[key]}
        others = tuple(each for each in fields.certificates if each.number != number)
        fields = replace(fields, certificates=(*others, replace(was, **changed)))
    if told["user_number"]:
        fields = replace(fields, user_numbers=(*fields.user_numbers, UserNumber(told["user_number"])))
    return fields


@officer.command("left", cls=Verb)
@click.argument("who", metavar="OFFICER")
@option("--reason", required=True, metavar="TEXT")
@pass_call
def left(call: Call, who: str, reason: str) -> int:
    """Note that an officer left."""
    with call.open("work") as desktop:
        found = desktop.ask(FindOfficer(who))
        desktop.do(NoteLeft(found, reason))
        row = _row(desktop, found)
    return _tell(call, row)


@officer.command("import", cls=Verb)
@table_file
@rehearsed
@pass_call
def import_officers(call: Call, path: Path, rehearse: bool) -> int:
    """Take officers from a table: all of it, or nothing."""
    return take(OFFICERS.importing, call, path, rehearse=rehearse)


@officer.command("export", cls=Verb)
@table_file
@pass_call
def export(call: Call, path: Path) -> int:
    """Write the register into a new table, CSV or XLSX."""
    return write_register(call, path, OFFICERS, "officers")


def _row(desktop: Desktop, which: str) -> OfficerRow:
    found = next((row for row in desktop.ask(Officers(_today(), left=True)) if row.id == which), None)
    if found is None:
        raise DeskError("officer.unknown", officer=which)
    return found


def _today() -> str:
    return date.today().isoformat()


VERBS = (officer,)
"""What this area adds to the program."""
