"""Verbs of the criteria list: review criteria show, list, import, diff, export. They join the group of `review_verbs`.

In: labels (`statistics@2026`), tables (CSV, XLSX). Out: a version, what another one changes, every line that is wrong;
exit code 1 where lines are wrong, and then nothing was issued.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from recorder_desk.commands.review import IssueCriteria
from recorder_desk.domain.criteria import (
    COLUMNS,
    CriteriaList,
    CriteriaLists,
    Criterion,
    checked,
    checked_criterion,
    compare,
    criterion_of,
    points,
    rows_of,
)
from recorder_desk.domain.item_lists import ListDifference
from recorder_desk.domain.tables import Line, LineError, lines, tamed
from recorder_desk.errors import DeskError
from recorder_desk.queries.review import CriteriaVersions
from ui.sheets import read_rows
from ui.terminal.call import GOOD, Call, Desktop, pass_call
from ui.terminal.importing import refuse, rehearsed, table_file, write_table
from ui.terminal.review_verbs import review, today
from ui.terminal.words import Verb, VerbGroup, option


@review.group("criteria", cls=VerbGroup)
def criteria() -> None:
    """The criteria list."""


def _lists(desktop: Desktop) -> CriteriaLists:
    return desktop.ask(CriteriaVersions(today()))


@criteria.command("show", cls=Verb)
@click.argument("label", required=False, default="", metavar="[LIST]")
@pass_call
def show(call: Call, label: str) -> int:
    """The list in force, or another version."""
    with call.open("look") as desktop:
        lists = _lists(desktop)
    listed = lists.of(label) if label else lists.current
    call.output.document(listed)
    language, word = call.phrases.language, call.phrases.word
    call.output.say("terminal.criteria.list", label=listed.label)
    cells = [(each.code, each.block(language), each.name(language), points(each.limit) if not each.veto else
              word("veto"), points(each.each) if each.each else "", word(f"rule-{each.rule}") if each.rule else "")
             for each in listed.criteria]  # fmt: skip
    heads = ("code", "block", "criterion", "limit", "each", "looks-for")
    call.output.table([f"terminal.column.{each}" for each in heads], cells, right=(3, 4))
    return GOOD


@criteria.command("list", cls=Verb)
@pass_call
def list_versions(call: Call) -> int:
    """Every version there is."""
    with call.open("look") as desktop:
        lists = _lists(desktop)
    call.output.document([{"label": each.label, "effective_from": each.effective_from, "criteria": len(each.criteria),
                           "in_force": each.label == lists.current.label} for each in lists.versions])  # fmt: skip
    cells = [(each.label, each.effective_from, len(each.criteria), call.phrases.word("in-force")
              if each.label == lists.current.label else "") for each in lists.versions]  # fmt: skip
    heads = ("criteria-list", "since", "criteria-held", "state")
    call.output.table([f"terminal.column.{each}" for each in heads], cells, right=(2,))
    return GOOD


@criteria.command("import", cls=Verb)
@table_file
@option("--as", "name", default="", metavar="NAME", key="list.name")
@option("--version", default="", metavar="VERSION", key="list.version")
@option("--from", "since", default="", metavar="DATE", key="list.from")
@option("--reason", default="", metavar="TEXT")
@rehearsed
@pass_call
def import_criteria(call: Call, path: Path, name: str, version: str, since: str, reason: str, rehearse: bool) -> int:
    """Issue a new version of the list from a table."""
    rows, written_as = read_rows(path)
    with call.open("look" if rehearse else "work") as desktop:
        known = _lists(desktop).current
        read, errors = _read(lines(rows, COLUMNS, ("code", "block", "name")))
        day = date.today().isoformat()
        listed = CriteriaList(name or known.id, version or day, since or day, read, known.grades)
        if not errors:
            listed = checked(listed)
        found = compare(known, listed)
        if write := not errors and not rehearse:
            desktop.do(IssueCriteria(listed, reason))
    call.output.document({"label": listed.label, "encoding": written_as, "written": write, "errors": errors,
                          "against": known.label, "added": found.added, "removed": found.removed,
                          "changed": found.changed, "same": found.same})  # fmt: skip
    if errors:
        return refuse(call, errors)
    _tell_difference(call, known, listed, found)
    code = "terminal.criteria.issued" if write else "terminal.criteria.rehearsed"
    call.output.say(code, label=listed.label, on=listed.effective_from, count=len(listed.criteria))
    return GOOD


def _read(table: Iterable[Line]) -> tuple[tuple[Criterion, ...], tuple[LineError, ...]]:
    """A line is a criterion; a block's name and points that are empty are those of the line above."""
    found, errors = [], []
    above = {"block": "", "block_en": "", "block_points": ""}
    for line in table:
        cells = {name: tamed(cell).strip() for name, cell in line.cells.items()}
        if cells.get("block"):
            above = {name: cells.get(name, "") for name in above}
        try:
            found.append(checked_criterion(criterion_of({**cells, **above})))
        except DeskError as error:
            errors.append(LineError(line.number, error.code, dict(error.facts)))
    return tuple(found), tuple(errors)


def _tell_difference(call: Call, was: CriteriaList, becomes: CriteriaList, found: ListDifference) -> None:
    word, language = call.phrases.word, call.phrases.language
    names = {each.code: each.name(language) for each in (*was.criteria, *becomes.criteria)}
    cells = [(word("import-new"), code, names[code], "", "", "") for code in found.added]
    cells += [(word("list-dropped"), code, names[code], "", "", "") for code in found.removed]
    for each in found.changed:
        tenths = each.field in ("each", "most", "block_tenths")
        before, after = (points(int(told)) if tenths else told for told in (each.before, each.after))
        field = word(f"criterion-{each.field.replace('_', '-')}")
        cells.append((word("import-changed"), each.item, names[each.item], field, before, after))
    if cells:
        heads = ("change", "code", "criterion", "what", "before", "after")
        call.output.table([f"terminal.column.{each}" for each in heads], cells)


@criteria.command("export", cls=Verb)
@table_file
@option("--list", "label", default="", metavar="LIST", key="list.list")
@pass_call
def export(call: Call, path: Path, label: str) -> int:
    """Write a version into a new table, CSV or XLSX."""
    with call.open("look") as desktop:
        lists = _lists(desktop)
    listed = lists.of(label) if label else lists.current
    return write_table(call, path, COLUMNS, rows_of(listed), "criteria")


VERBS = ()
"""Nothing at the top: all of these are verbs of `review`."""
