"""Verbs of the record item list: items, items show, list, import, diff, export.

In: labels (`statistics@2026`), tables (CSV, XLSX). Out: a version, what another one changes, every line that is wrong;
exit code 1 where lines are wrong, and then nothing was issued.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from recorder_desk.commands.items import IssueItemList
from recorder_desk.domain.item_import import COLUMNS, IGNORED, read_items, rows_of
from recorder_desk.domain.item_lists import ListDifference, compare
from recorder_desk.domain.record_item import RecordItemList
from recorder_desk.domain.tables import LineError, lines
from recorder_desk.errors import DeskError
from ui.list_words import HEADS, difference_rows
from ui.sheets import read_rows
from ui.terminal.call import FOUND, GOOD, Call, Desktop, pass_call
from ui.terminal.importing import refuse, rehearsed, table_file, write_table
from ui.terminal.words import Verb, VerbGroup, option


@click.group("items", cls=VerbGroup, invoke_without_command=True)
@click.pass_context
def items(context: click.Context) -> int:
    """The record item list; on its own as `items show`."""
    if context.invoked_subcommand is None:
        return int(context.invoke(show, label=None))
    return GOOD


@items.command("show", cls=Verb)
@click.argument("label", required=False, metavar="[LIST]")
@pass_call
def show(call: Call, label: str | None) -> int:
    """The list in force, or another version."""
    with call.open("look") as desktop:
        listed = _listed(desktop, label)
    call.output.document(listed)
    say = call.phrases.word
    rows = [
        (item.code, item.stage, item.name(call.phrases.language), say(item.mode), say(item.required),
         item.required_when)
        for item in listed.items
    ]  # fmt: skip
    call.output.say("terminal.items.list", label=listed.label)
    if listed.approval:
        code = "terminal.items.approval-day" if listed.approved_on else "terminal.items.approval"
        call.output.say(code, number=listed.approval, on=listed.approved_on)
    heads = ("code", "stage", "item", "mode", "required", "when")
    call.output.table([f"terminal.column.{each}" for each in heads], rows)
    return GOOD


@items.command("list", cls=Verb)
@pass_call
def list_versions(call: Call) -> int:
    """Every version there is."""
    with call.open("look") as desktop:
        lists = desktop.session.lists
        current, versions = lists.current, lists.versions
    call.output.document([{"label": each.label, "effective_from": each.effective_from, "approval": each.approval,
                           "approved_on": each.approved_on, "items": len(each.items),
                           "in_force": each.label == current.label} for each in versions])  # fmt: skip
    word = call.phrases.word
    rows = [(each.label, each.effective_from, each.approval, len(each.items),
             word("in-force") if each.label == current.label else "") for each in versions]  # fmt: skip
    heads = ("list", "since", "approval", "items-held", "state")
    call.output.table([f"terminal.column.{each}" for each in heads], rows, right=(3,))
    return GOOD


_MAP = option("--map", "mapped", multiple=True, metavar="HEADING=COLUMN", key="list.map")
_IGNORE = option("--ignore", "ignored", multiple=True, metavar="HEADING", key="list.ignore")


@items.command("import", cls=Verb)
@table_file
@option("--as", "name", default="", metavar="NAME", key="list.name")
@option("--version", default="", metavar="VERSION", key="list.version")
@option("--from", "since", default="", metavar="DATE", key="list.from")
@option("--approval", default="", metavar="NUMBER", key="list.approval")
@option("--approved-on", default="", metavar="DATE", key="list.approved-on")
@_MAP
@_IGNORE
@option("--reason", default="", metavar="TEXT")
@rehearsed
@pass_call
def import_list(
    call: Call, /, path: Path, mapped: tuple[str, ...], ignored: tuple[str, ...], reason: str, rehearse: bool,
    **told: str,
) -> int:  # fmt: skip
    """Issue a new version of the list from a table."""
    rows, written_as = read_rows(path)
    with call.open("look" if rehearse else "work") as desktop:
        known = desktop.session.items
        read = read_items(lines(rows, columns(mapped), (), (*IGNORED, *ignored)), known)
        listed = RecordItemList(
            told["name"] or known.id, told["version"] or date.today().isoformat(),
            told["since"] or date.today().isoformat(), read.items, told["approval"], told["approved_on"],
        )  # fmt: skip
        found = compare(known, listed)
        if write := not read.errors and not rehearse:
            desktop.do(IssueItemList(listed, reason))
    call.output.document({"label": listed.label, "encoding": written_as, "written": write, "errors": read.errors,
                          "against": known.label, "added": found.added, "removed": found.removed,
                          "changed": found.changed, "same": found.same})  # fmt: skip
    if not read.errors:
        _tell_difference(call, known, listed, found)
        code = "terminal.items.issued" if write else "terminal.items.rehearsed"
        call.output.say(code, label=listed.label, on=listed.effective_from, count=len(listed.items))
        return GOOD
    return refuse(call, read.errors)


def columns(mapped: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The columns of a list, with headings that somebody mapped. Raises DeskError `table.bad-mapping`."""
    known = dict(COLUMNS)
    for each in mapped:
        heading, equals, name = each.rpartition("=")
        if not equals or not heading.strip() or name not in known:
            raise DeskError("table.bad-mapping", told=each[:80], columns=", ".join(known))
        known[name] = (*known[name], heading.strip())
    return known


@items.command("diff", cls=Verb)
@click.argument("one", metavar="LIST|FILE")
@click.argument("other", required=False, metavar="[LIST|FILE]")
@_MAP
@_IGNORE
@pass_call
def diff(call: Call, one: str, other: str | None, mapped: tuple[str, ...], ignored: tuple[str, ...]) -> int:
    """What one version says otherwise than another."""
    with call.open("look") as desktop:
        told = [each for each in (one, other) if each]
        sides = [_side(desktop, each, mapped, ignored) for each in told]
        if other is None:
            sides.insert(0, desktop.session.items)
    found = compare(sides[0], sides[1])
    call.output.document({"from": sides[0].label, "to": sides[1].label, "added": found.added,
                          "removed": found.removed, "changed": found.changed, "same": found.same})  # fmt: skip
    _tell_difference(call, sides[0], sides[1], found)
    call.output.say("terminal.items.difference", added=len(found.added), removed=len(found.removed),
                    changed=len({each.item for each in found.changed}), same=found.same)  # fmt: skip
    return FOUND if found.added or found.removed or found.changed else GOOD


def _side(desktop: Desktop, told: str, mapped: tuple[str, ...], ignored: tuple[str, ...]) -> RecordItemList:
    """A version by its label, or what a table tells of. Raises DeskError as reading it does, or for its first line."""
    path = Path(told)
    if not path.is_file():
        return _listed(desktop, told)
    rows, _ = read_rows(path)
    read = read_items(lines(rows, columns(mapped), (), (*IGNORED, *ignored)), desktop.session.items)
    if read.errors:
        first: LineError = read.errors[0]
        raise DeskError("items.bad-line", line=first.line, why=first.code)
    return RecordItemList(path.stem, "", "", read.items)


def _tell_difference(call: Call, was: RecordItemList, becomes: RecordItemList, found: ListDifference) -> None:
    if rows := difference_rows(call.phrases, was, becomes, found):
        call.output.table([f"terminal.column.{each}" for each in HEADS], rows)


@items.command("export", cls=Verb)
@table_file
@option("--list", "label", default="", metavar="LIST", key="list.list")
@pass_call
def export(call: Call, path: Path, label: str) -> int:
    """Write a version into a new table, CSV or XLSX."""
    with call.open("look") as desktop:
        listed = _listed(desktop, label)
    return write_table(call, path, COLUMNS, list(rows_of(listed)), "items")


def _listed(desktop: Desktop, label: str | None) -> RecordItemList:
    lists = desktop.session.lists
    if not label:
        return lists.current
    found = next((each for each in lists.versions if each.label == label), None)
    if found is None:
        known = ", ".join(each.label for each in lists.versions)
        raise DeskError("items.no-such-version", label=label, known=known)
    return found


VERBS = (items,)
"""What this area adds to the program."""
