"""Verbs of the archive: seal, check, journal, rebuild.

In: a case, ids, an anchor. Out: what was sealed or found; findings mean exit code 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from recorder_desk.commands.archive import SealCase
from recorder_desk.domain.facts import CaseSealed
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.happening import FactsRecorded, StepTrouble
from recorder_desk.errors import DeskError
from recorder_desk.queries.archive import JournalFindings, JournalPage, ShowJournalHead
from recorder_desk.queries.cases import FindCase, ShowCase
from recorder_desk.queries.documents import DocumentsToCheck
from recorder_desk.queries.recordings import FindRecording, RecordingKeys
from ui import formats
from ui.terminal.call import FOUND, GOOD, Call, Desktop, pass_call, wait
from ui.terminal.news import News, heard
from ui.terminal.progress import progress_shown
from ui.terminal.words import Verb, VerbGroup, option

SEAL = frozenset({"seal"})


@click.command("seal", cls=Verb)
@click.argument("number", metavar="CASE")
@pass_call
def seal(call: Call, number: str) -> int:
    """Seal a case's recordings in the archive, to the end."""
    with call.open("work") as desktop, heard(desktop.session) as news:
        case = desktop.ask(FindCase(number))
        if desktop.ask(ShowCase(case)).row.state != "sealing":  # begun earlier and still owed: just finish
            desktop.do(SealCase(case))
        with progress_shown(desktop.session, call.output):
            desktop.session.lanes.start(SEAL)
            sealed_case(desktop, news, case)
        detail = desktop.ask(ShowCase(case))
    call.output.document(detail)
    row = detail.row
    call.output.say("terminal.seal.done", number=row.number, count=row.recordings)
    cells = [(link.archival_code, link.item, link.recording) for link in detail.links if link.archival_code]
    call.output.table([f"terminal.column.{each}" for each in ("archival", "item", "recording")], cells)
    return GOOD


def sealed_case(desktop: Desktop, news: News, case: str) -> None:
    """Until a begun seal is in the vault (the lane runs). Raises DeskError with the step's code."""
    while True:
        happening = news.next()
        if isinstance(happening, FactsRecorded):
            if any(isinstance(fact, CaseSealed) and fact.case == case for fact in happening.facts):
                return
        elif isinstance(happening, StepTrouble) and happening.step == "seal" and happening.subject == case:
            raise DeskError(happening.code, blame="environment", case=case)
        elif happening is None and desktop.ask(ShowCase(case)).row.state == "sealed":
            return


@click.command("check", cls=Verb)
@click.argument("ids", nargs=-1, metavar="[ID…]")
@pass_call
def check(call: Call, ids: Sequence[str]) -> int:
    """Re-read originals against their digests."""
    with call.open("work") as desktop:
        chosen = tuple(desktop.ask(FindRecording(each)) for each in ids)
        with progress_shown(desktop.session, call.output):
            findings = wait(desktop.session.lanes.check(chosen))
        count = len(chosen) or len(desktop.ask(RecordingKeys()))
        documents = 0 if chosen else len(desktop.ask(DocumentsToCheck()))
    call.output.document({"checked": count, "documents": documents, "findings": findings})
    call.output.findings(findings)
    call.output.say("terminal.check.done", count=count, findings=len(findings))
    if documents:
        call.output.say("terminal.check.documents", count=documents)
    return FOUND if findings else GOOD


@click.group("journal", cls=VerbGroup)
def journal() -> None:
    """The journal."""


@journal.command("show")
@option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N", key="entries.limit")
@option("--about", default="", metavar="ID")
@option("--fact", default="", metavar="NAME")
@click.argument("words", nargs=-1, metavar="[QUERY]")
@pass_call
def show(call: Call, limit: int, about: str, fact: str, words: tuple[str, ...]) -> int:
    """Entries, newest first."""
    with call.open("look") as desktop:
        entries = desktop.ask(JournalPage(limit=limit, about=about, fact=fact, words=" ".join(words)))
    call.output.document(entries)
    rows = [
        (each.seq, formats.local_time(each.at), each.actor, call.phrases.fact(each.fact, each.body)) for each in entries
    ]
    call.output.table([f"terminal.column.{each}" for each in ("entry", "at", "actor", "fact")], rows, right=(0,))
    return GOOD


@journal.command("verify")
@option("--anchor", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE")
@pass_call
def verify(call: Call, anchor: Path | None) -> int:
    """Verify every entry, checkpoint and the mirror."""
    note = anchor.read_text("utf-8", "replace") if anchor else ""
    with call.open("look") as desktop:
        findings = desktop.ask(JournalFindings(note))
        head = desktop.ask(ShowJournalHead())
    told: dict[str, object] = {"size": head.size, "root": head.root, "findings": findings}
    call.output.document(told)
    call.output.findings(findings)
    call.output.say("terminal.journal.broken" if findings else "terminal.journal.whole", size=head.size,
                    findings=len(findings))  # fmt: skip
    return FOUND if findings else GOOD


@journal.command("checkpoint")
@pass_call
def checkpoint(call: Call) -> int:
    """The newest signed checkpoint, to be kept outside this machine."""
    with call.open("look") as desktop:
        head = desktop.ask(ShowJournalHead())
    call.output.document(head)
    call.output.text(head.note.rstrip("\n"))
    return GOOD


@click.command("rebuild", cls=Verb)
@option("--vault", type=click.Path(file_okay=False, path_type=Path), default=None, metavar="DIR")
@pass_call
def rebuild(call: Call, vault: Path | None) -> int:
    """Write the catalogue anew from the vault."""
    fact = call.opener.rebuild(call.home, vault)
    findings: Sequence[Finding] = fact.findings
    call.output.document(fact)
    call.output.findings(findings)
    call.output.say(
        "fact.CatalogueRebuilt", recordings=fact.recordings, cases=fact.cases,
        entries_replayed=fact.entries_replayed, findings=len(findings),
    )  # fmt: skip
    if not fact.entries_replayed:
        call.output.note("terminal.rebuild.no-journal")
    return FOUND if findings else GOOD


VERBS = (seal, check, journal, rebuild)
