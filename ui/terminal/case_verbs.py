"""Verbs of cases: case new, list, show, amend, code, import.

In: numbers, codes, ranges. Out: the facts that came of it, or rows.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from rich.text import Text

from recorder_desk.commands.cases import AmendCase, OpenCase
from recorder_desk.domain.case import CaseDetail, CaseRow
from recorder_desk.domain.facts import CaseOpened
from recorder_desk.domain.times import stamp
from recorder_desk.errors import DeskError
from recorder_desk.queries.cases import CaseOrder, Cases, FindCase, ShowCase
from recorder_desk.queries.casework import CoverageOf
from ui import formats, qr
from ui.link_words import why_linked
from ui.registers import CASES
from ui.terminal.call import GOOD, Call, Desktop, pass_call
from ui.terminal.importing import rehearsed, table_file, take
from ui.terminal.output import Output
from ui.terminal.recording_verbs import ALL, link_range, short
from ui.terminal.words import VerbGroup, option


@click.group("case", cls=VerbGroup)
def case() -> None:
    """Cases."""


@case.command("new")
@click.argument("number", required=False, default="", metavar="[NUMBER]")
@option("--title", required=True, metavar="T")
@option("--party", required=True, metavar="P")
@option("--matter", default="", metavar="CODE")
@option("--opened-on", default="", metavar="DATE")
@pass_call
def new(call: Call, number: str, title: str, party: str, matter: str, opened_on: str) -> int:
    """Open a case."""
    with call.open("work") as desktop:
        facts = desktop.do(OpenCase(number, title, party, matter, opened_on))
        opened = next(fact for fact in facts if isinstance(fact, CaseOpened))
        row = desktop.ask(ShowCase(opened.case)).row
    call.output.document(row)
    call.output.say("terminal.case.opened", number=row.number, title=row.title)
    return GOOD


@case.command("list")
@click.argument("words", nargs=-1, metavar="[QUERY]")
@option("--state", type=click.Choice(["open", "sealing", "sealed"]), default=None, key="cases.state")
@option("--sort", "order", type=click.Choice(["newest", "missing"]), default="newest", key="cases.sort")
@pass_call
def list_cases(call: Call, words: tuple[str, ...], state: str | None, order: CaseOrder) -> int:
    """List cases, newest first or those that miss most."""
    with call.open("look") as desktop:
        rows = desktop.ask(Cases(" ".join(words), state or "", order, ALL))
    call.output.document(rows)
    if rows:
        show_cases(call.output, rows)
    else:
        call.output.say("terminal.case.none")
    return GOOD


def show_cases(output: Output, rows: tuple[CaseRow, ...]) -> None:
    """Cases as a table."""
    cells = [
        (row.number, row.title, row.party, row.opened_on, row.recordings,
         f"{row.items_covered}/{row.items_required}", output.word(row.state))
        for row in rows
    ]  # fmt: skip
    heads = ("number", "title", "party", "opened", "recordings", "items", "state")
    output.table([f"terminal.column.{each}" for each in heads], cells, right=(4, 5))


@case.command("show")
@click.argument("number", metavar="CASE")
@pass_call
def show(call: Call, number: str) -> int:
    """A case and its recordings by record item."""
    with call.open("look") as desktop:
        detail = _detail(desktop, number)
        items = desktop.session.items_of(detail.row)
        found = desktop.ask(CoverageOf(detail.row.id))
    row, language = detail.row, call.phrases.language
    lacking = {cell.item for cell in found.cells if cell.state == "missing"}
    missing = [item for item in items.items if item.code in lacking]
    call.output.document({"row": row, "links": detail.links, "missing": [item.code for item in missing]})
    names = {item.code: item.name(language) for item in items.items}
    call.output.pairs(
        [(code, value) for code, value in (
            ("terminal.column.number", row.number),
            ("terminal.column.title", row.title),
            ("terminal.column.party", row.party),
            ("terminal.column.matter", row.matter),
            ("terminal.column.opened", row.opened_on),
            ("terminal.column.list", row.item_list),
            ("terminal.column.state", call.output.word(row.state)),
            ("terminal.column.sealed", formats.local_time(row.sealed_at)),
            ("terminal.column.object", row.object_path),
        ) if value]
    )  # fmt: skip
    cells = [
        (f"{link.item} {names.get(link.item, '')}", short(link.recording), link_range(link.from_ms, link.until_ms),
         why_linked(link, call.phrases), link.archival_code, formats.local_time(link.unlinked_at))
        for link in sorted(detail.links, key=lambda each: each.item)
    ]  # fmt: skip
    if cells:
        heads = ("item", "recording", "range", "reason", "archival", "unlinked")
        call.output.table([f"terminal.column.{each}" for each in heads], cells)
    if missing:
        call.output.say("terminal.case.missing", count=len(missing))
        call.output.table(
            [f"terminal.column.{each}" for each in ("code", "item", "when")],
            [(item.code, item.name(language), item.required_when) for item in missing],
        )
    return GOOD


def _detail(desktop: Desktop, number: str) -> CaseDetail:
    return desktop.ask(ShowCase(desktop.ask(FindCase(number))))


@case.command("amend")
@click.argument("number", metavar="CASE")
@option("--title", default=None, metavar="T")
@option("--party", default=None, metavar="P")
@option("--matter", default=None, metavar="CODE")
@option("--opened-on", default=None, metavar="DATE")
@pass_call
def amend(
    call: Call, number: str, title: str | None, party: str | None, matter: str | None, opened_on: str | None
) -> int:
    """Change the words on a case; what is not named stays."""
    with call.open("work") as desktop:
        row = _detail(desktop, number).row
        words = [old if given is None else given for given, old in (
            (title, row.title), (party, row.party), (matter, row.matter), (opened_on, row.opened_on))]  # fmt: skip
        desktop.do(AmendCase(row.id, *words))
        row = desktop.ask(ShowCase(row.id)).row
    call.output.document(row)
    call.output.say("terminal.case.amended", number=row.number)
    return GOOD


@case.command("code")
@click.argument("number", metavar="CASE")
@option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", key="picture")
@pass_call
def code(call: Call, number: str, target: Path | None) -> int:
    """A case's code to film: into the terminal, or into a new picture. Its time stands still."""
    with call.open("look") as desktop:
        row = _detail(desktop, number).row
        now = datetime.now(UTC)
        text = desktop.session.codes.write(row.id, now, live=False)
    call.output.document({"case": row.id, "number": row.number, "text": text, "drawn_at": stamp(now), "live": False})
    if target is None:
        call.output.text(Text(qr.blocks(text), style="black on white"))
    else:
        _write(target, text)
        call.output.say("terminal.code.written", path=target)
    call.output.say("terminal.code.still", number=row.number, at=formats.local_time(stamp(now)))
    return GOOD


def _write(target: Path, text: str) -> None:
    kind = target.suffix.lower().lstrip(".")
    if kind not in ("png", "svg"):
        raise DeskError("code.unknown-picture", path=str(target))
    try:
        with target.open("xb") as file:
            file.write(qr.picture(text, kind))
    except OSError as error:
        told = {"path": str(target), "reason": str(error.strerror)}
        raise DeskError("code.unwritable", blame="environment", **told) from error


@case.command("import")
@table_file
@rehearsed
@pass_call
def import_cases(call: Call, path: Path, rehearse: bool) -> int:
    """Open cases from a table: all of it, or nothing."""
    return take(CASES, call, path, rehearse=rehearse)


def case_of(desktop: Desktop, number: str) -> CaseRow:
    """The case that is meant by its number or id."""
    return desktop.ask(ShowCase(desktop.ask(FindCase(number)))).row


VERBS = (case,)
