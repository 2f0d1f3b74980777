"""Verbs of the documents of cases: case attach, documents, document, detach. They join the group of `case_verbs`.

In: cases, files, titles. Out: documents in the vault, or read-only copies of them.
"""

from __future__ import annotations

from pathlib import Path

import click

from recorder_desk.commands.documents import AttachDocuments, DetachDocument, ViewDocument
from recorder_desk.domain.case_document import DOCUMENT_KINDS, DocumentRow
from recorder_desk.domain.facts import DocumentOrdered
from recorder_desk.domain.happening import StepTrouble
from recorder_desk.errors import DeskError
from recorder_desk.queries import documents as q
from ui import formats
from ui.terminal.call import FOUND, GOOD, Call, Desktop, exit_for, pass_call
from ui.terminal.case_verbs import case, case_of
from ui.terminal.news import News, heard
from ui.terminal.progress import progress_shown
from ui.terminal.words import Verb, option

ATTACH = frozenset({"attach"})


@case.command("attach", cls=Verb)
@click.argument("number", metavar="CASE")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@option("--title", default="", metavar="TEXT", key="paper.title")
@option("--kind", type=click.Choice(DOCUMENT_KINDS), default="other", key="paper.kind")
@pass_call
def attach(call: Call, number: str, files: tuple[str, ...], title: str, kind: str) -> int:
    """Attach files to a case, to the end."""
    with call.open("work") as desktop, heard(desktop.session) as news:
        row = case_of(desktop, number)
        facts = desktop.do(AttachDocuments(row.id, files, title, kind))
        ordered = [fact.document for fact in facts if isinstance(fact, DocumentOrdered)]
        with progress_shown(desktop.session, call.output):
            desktop.session.lanes.start(ATTACH)
            _until_done(desktop, news, row.id, set(ordered))
        told = tuple(desktop.ask(q.ShowDocument(each)) for each in ordered)
    call.output.document(told)
    _show(call, told)
    refused = [each for each in told if each.state == "refused"]
    for each in refused:
        call.output.note(each.code, path=each.name)
    call.output.say("terminal.document.attached", number=row.number, count=len(told) - len(refused))
    return exit_for(refused[0].code) if refused else GOOD


def _until_done(desktop: Desktop, news: News, case: str, ordered: set[str]) -> None:
    """Until none of them is owed. Raises DeskError with the step's code: then they stay owed."""
    while ordered & {each.document for each in desktop.ask(q.DocumentsOwed(case, -1))}:
        happening = news.next()
        if isinstance(happening, StepTrouble) and happening.step == "attach" and happening.subject == case:
            raise DeskError(happening.code, blame="environment")


@case.command("documents", cls=Verb)
@click.argument("number", metavar="CASE")
@option("--all", "everything", is_flag=True, key="paper.all")
@pass_call
def list_documents(call: Call, number: str, everything: bool) -> int:
    """The documents of a case."""
    with call.open("look") as desktop:
        rows = desktop.ask(q.DocumentsOf(case_of(desktop, number).id, everything))
    call.output.document(rows)
    if rows:
        _show(call, rows)
    else:
        call.output.say("terminal.document.none")
    return FOUND if any(each.code and each.state == "attached" for each in rows) else GOOD


@case.command("document", cls=Verb)
@click.argument("which", metavar="DOCUMENT")
@option("--to", "to", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE", key="paper.to")
@pass_call
def take(call: Call, which: str, to: Path) -> int:
    """A read-only copy of a document; every look leaves an entry."""
    with call.open("work") as desktop:
        row = desktop.ask(q.ShowDocument(desktop.ask(q.FindDocument(which))))
        desktop.do(ViewDocument(row.id))
        size = desktop.ask(q.TakeCopy(row.id, str(to.absolute())))
    call.output.document({"document": row.id, "path": str(to), "bytes": size, "digest": row.digest})
    call.output.say("terminal.document.copied", title=row.title, path=to)
    return GOOD


@case.command("detach", cls=Verb)
@click.argument("which", metavar="DOCUMENT")
@option("--reason", required=True, metavar="TEXT")
@pass_call
def detach(call: Call, which: str, reason: str) -> int:
    """Take a document out of a case; it stays as a trace."""
    with call.open("work") as desktop:
        desktop.do(DetachDocument(desktop.ask(q.FindDocument(which)), reason))
        row = desktop.ask(q.ShowDocument(desktop.ask(q.FindDocument(which))))
    call.output.document(row)
    call.output.say("terminal.document.detached", title=row.title, number=row.number)
    return GOOD


def _show(call: Call, rows: tuple[DocumentRow, ...]) -> None:
    word, say = call.phrases.word, call.phrases.say
    cells = [
        (each.title, word(f"document-{each.kind}"), formats.size(each.bytes) if each.bytes
         else "", word(f"document-{each.state}"), formats.local_time(each.added_at), each.added_by,
         each.detach_reason or (say(each.code) if each.code else ""), each.id[-8:])
        for each in rows
    ]  # fmt: skip
    heads = ("title", "kind", "size", "state", "at", "actor", "why", "id")
    call.output.table([f"terminal.column.{each}" for each in heads], cells, right=(2,))


VERBS = ()
"""Nothing at the top: all of these are verbs of `case`."""
