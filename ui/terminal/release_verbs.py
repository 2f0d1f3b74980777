"""Verbs of releasing recorders: run, list, show, verify.

In: a docked recorder's folder, a release, a report. Out: what became of every file; a report that proves
itself. Anything that stayed on the recorder means exit code 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from recorder_desk.commands.release import OrderRelease
from recorder_desk.domain.facts import ReleaseEnded, ReleaseOrdered
from recorder_desk.domain.happening import FactsRecorded, StepTrouble
from recorder_desk.domain.release import ReleaseDetail
from recorder_desk.domain.release_report import report_bytes
from recorder_desk.errors import DeskError
from recorder_desk.queries.release import ProveEntries, Releases, ReleasesOwed, ReportFindings, ShowRelease
from ui import formats
from ui.terminal.call import FOUND, GOOD, Call, Desktop, pass_call
from ui.terminal.news import News, heard
from ui.terminal.progress import progress_shown
from ui.terminal.words import Verb, VerbGroup, option

RELEASE = frozenset({"release"})
_COLUMNS = ("at", "folder", "actor", "removed", "bytes", "stays", "unknown", "release")


@click.group("release", cls=VerbGroup)
def release() -> None:
    """Releasing recorders."""


@release.command("run", cls=Verb)
@click.argument("folder", metavar="FOLDER", type=click.Path(file_okay=False))
@option("--yes", "sure", is_flag=True)
@pass_call
def run(call: Call, folder: str, sure: bool) -> int:
    """Take off a recorder what is verified here."""
    if not sure:
        raise DeskError("release.not-confirmed", path=folder)
    with call.open("work") as desktop, heard(desktop.session) as news:
        (ordered,) = desktop.do(OrderRelease(str(Path(folder).absolute())))
        assert isinstance(ordered, ReleaseOrdered)
        with progress_shown(desktop.session, call.output):
            desktop.session.lanes.start(RELEASE)
            _over(desktop, news, ordered.release)
        detail = desktop.ask(ShowRelease(ordered.release))
    return _tell(call, detail)


def _over(desktop: Desktop, news: News, release: str) -> None:
    """Until a release is over (the lane runs). Raises DeskError with the step's code."""
    while True:
        happening = news.next()
        if isinstance(happening, FactsRecorded):
            if any(isinstance(fact, ReleaseEnded) and fact.release == release for fact in happening.facts):
                return
        elif isinstance(happening, StepTrouble) and happening.step == "release" and happening.subject == release:
            raise DeskError(happening.code, blame="environment", release=release)
        elif happening is None and all(each.release != release for each in desktop.ask(ReleasesOwed())):
            return


def _tell(call: Call, detail: ReleaseDetail) -> int:
    row, out = detail.row, call.output
    out.document(detail)
    out.say("terminal.release.done", removed=row.removed, bytes=row.bytes, path=row.path)
    if row.kept:
        out.say("terminal.release.kept", count=row.kept)
    if row.unknown:
        out.say("terminal.release.open", count=row.unknown)
    if row.code:
        out.text(out.trouble(row.code))
    stays = [each for each in detail.files if each.fate != "removed"]
    cells = [(each.path, call.phrases.word(each.fate), _why(call, each.code)) for each in stays]
    if cells:
        out.table([f"terminal.column.{each}" for each in ("path", "outcome", "why")], cells)
    out.say("terminal.release.report", release=row.id[-8:])
    return FOUND if row.kept or row.unknown or row.code else GOOD


def _why(call: Call, code: str) -> str:
    return call.phrases.say(code) if code else ""


@release.command("list", cls=Verb)
@pass_call
def listed(call: Call) -> int:
    """Every release, newest first."""
    with call.open("look") as desktop:
        rows = desktop.ask(Releases())
    call.output.document(rows)
    if not rows:
        call.output.say("terminal.release.none")
        return GOOD
    cells = [
        (formats.local_time(each.ordered_at), each.path, each.ordered_by, each.removed, formats.size(each.bytes),
         each.kept, each.unknown, each.id[-8:])
        for each in rows
    ]  # fmt: skip
    call.output.table([f"terminal.column.{each}" for each in _COLUMNS], cells, right=(3, 4, 5, 6))
    return GOOD


@release.command("show", cls=Verb)
@click.argument("number", metavar="RELEASE")
@option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", key="report")
@pass_call
def show(call: Call, number: str, target: Path | None) -> int:
    """One release; its report into a new file."""
    with call.open("look") as desktop:
        detail = desktop.ask(ShowRelease(number))
        proved = desktop.ask(ProveEntries(detail.row.id))
    code = _tell(call, detail)
    if target is not None:
        report = report_bytes(detail, proved)
        printed = target.suffix.lower() == ".pdf"
        _write(target, call.opener.release_sheet(detail, report, call.phrases.language) if printed else report)
        call.output.say("terminal.release.written", path=target)
    return code


def _write(target: Path, content: bytes) -> None:
    try:
        with target.open("xb") as file:
            file.write(content)
    except OSError as error:
        told = {"path": str(target), "reason": str(error.strerror)}
        raise DeskError("release.report-unwritable", blame="environment", **told) from error


@release.command("verify", cls=Verb)
@click.argument("files", nargs=-1, required=True, metavar="FILE…",
                type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@pass_call
def verify(call: Call, files: Sequence[Path]) -> int:
    """Whether reports are whole and signed by this station."""
    told: list[dict[str, object]] = []
    with call.open("look") as desktop:
        for file in files:
            try:
                content = file.read_bytes()
            except OSError as error:
                reason = str(error.strerror)
                raise DeskError(
                    "release.report-unreadable", blame="environment", path=str(file), reason=reason
                ) from error
            told.append({"path": str(file), "findings": desktop.ask(ReportFindings(content))})
    call.output.document(told)
    broken = 0
    for each in told:
        findings = each["findings"]
        assert isinstance(findings, tuple)
        broken += bool(findings)
        call.output.findings(findings)
        if not findings:
            call.output.say("terminal.release.whole", path=each["path"])
    return FOUND if broken else GOOD


VERBS = (release,)
"""What this area adds to the program."""
