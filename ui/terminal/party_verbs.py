"""Verbs of parties: list, add, amend, import, export.

In: names, codes, tables (CSV, XLSX). Out: who is in the register, or what an import writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from recorder_desk.commands.registers import WriteParties
from recorder_desk.domain.party import KINDS, Party, PartyRow
from recorder_desk.queries import registers as q
from ui.registers import PARTIES
from ui.terminal.call import GOOD, Call, Desktop, pass_call
from ui.terminal.importing import rehearsed, table_file, take, write_register
from ui.terminal.words import Verb, VerbGroup, option, options


@click.group("party", cls=VerbGroup)
def party() -> None:
    """Parties."""


@party.command("list", cls=Verb)
@click.argument("words", nargs=-1, metavar="[QUERY]")
@pass_call
def list_parties(call: Call, words: tuple[str, ...]) -> int:
    """Parties by name."""
    with call.open("look") as desktop:
        rows = desktop.ask(q.Parties(" ".join(words)))
    call.output.document(rows)
    if rows:
        _show_parties(call, rows)
    else:
        call.output.say("terminal.party.none")
    return GOOD


def _show_parties(call: Call, rows: Iterable[PartyRow]) -> None:
    word = call.phrases.word
    cells = [(row.fields.name, word(f"party-{row.fields.kind}"), row.fields.code or row.fields.person_id,
              row.fields.representative, row.cases, row.id[-8:]) for row in rows]  # fmt: skip
    heads = ("party", "kind", "party-number", "representative", "cases", "id")
    call.output.table([f"terminal.column.{each}" for each in heads], cells, right=(4,))


_words = options(
    option("--kind", type=click.Choice(KINDS), default=None, key="who.kind"),
    option("--code", default=None, metavar="CODE", key="who.code"),
    option("--person-id", default=None, metavar="NUMBER", key="who.person-id"),
    option("--representative", default=None, metavar="NAME", key="who.representative"),
    option("--address", default=None, metavar="TEXT", key="who.address"),
    option("--remark", default=None, metavar="TEXT", key="entry.remark"),
)


@party.command("add", cls=Verb)
@click.argument("name", metavar="NAME")
@_words
@pass_call
def add_party(call: Call, /, name: str, **told: str | None) -> int:
    """Put a party into the register."""
    with call.open("work") as desktop:
        row = _write_party(desktop, "", Party(name), told)
    call.output.document(row)
    _show_parties(call, [row])
    return GOOD


@party.command("amend", cls=Verb)
@click.argument("which", metavar="PARTY")
@option("--name", default=None, metavar="NAME", key="who.name")
@_words
@pass_call
def amend_party(call: Call, /, which: str, **told: str | None) -> int:
    """Change what the register says of a party; what is not named stays."""
    with call.open("work") as desktop:
        found = desktop.ask(q.FindParty(which))
        row = _write_party(desktop, found, _party(desktop, found).fields, told)
    call.output.document(row)
    _show_parties(call, [row])
    return GOOD


def _write_party(desktop: Desktop, which: str, fields: Party, told: dict[str, str | None]) -> PartyRow:
    changed = {name: value for name, value in told.items() if value is not None}
    fields = replace(fields, **changed)  # type: ignore[arg-type]  # the options are named as the fields
    desktop.do(WriteParties(((which, fields),)))
    return _party(desktop, which or desktop.ask(q.FindParty(fields.code or " ".join(fields.name.split()))))


def _party(desktop: Desktop, which: str) -> PartyRow:
    (found,) = [row for row in desktop.ask(q.Parties()) if row.id == which]
    return found


@party.command("import", cls=Verb)
@table_file
@rehearsed
@pass_call
def import_parties(call: Call, path: Path, rehearse: bool) -> int:
    """Take parties from a table: all of it, or nothing."""
    return take(PARTIES.importing, call, path, rehearse=rehearse)


@party.command("export", cls=Verb)
@table_file
@pass_call
def export_parties(call: Call, path: Path) -> int:
    """Write the parties into a new table; identity numbers stay masked."""
    return write_register(call, path, PARTIES)


VERBS = (party,)
"""What this area adds to the program."""
