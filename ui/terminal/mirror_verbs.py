"""Verbs of the second copy: show, appoint, dismiss, run, check.

In: a folder on another disk or share. Out: which objects have a second copy there; findings mean exit code 1.
"""

from __future__ import annotations

import os

import click

from recorder_desk.commands.mirror import AppointMirror, DismissMirror
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.happening import StepTrouble
from recorder_desk.domain.mirror import MirrorState
from recorder_desk.errors import DeskError
from recorder_desk.queries.mirror import MirroredObjects, SeeMirror
from ui.terminal.call import ENVIRONMENT, FOUND, GOOD, Call, Desktop, pass_call
from ui.terminal.news import heard
from ui.terminal.progress import progress_shown
from ui.terminal.words import Verb, VerbGroup, option

MIRROR = frozenset({"mirror"})


@click.group("mirror", cls=VerbGroup)
def mirror() -> None:
    """The second copy."""


@mirror.command("show", cls=Verb)
@pass_call
def show(call: Call) -> int:
    """Where second copies are kept, and how many are owed."""
    with call.open("look") as desktop:
        seen = desktop.ask(SeeMirror())
    return _tell(call, seen)


def _tell(call: Call, seen: tuple[MirrorState, bool] | None) -> int:
    out = call.output
    if seen is None:
        out.document(None)
        out.say("terminal.mirror.none")
        return GOOD
    state, here = seen
    out.document(
        {"mirror": state.place.mirror, "path": state.place.path, "here": here, "same_disk": state.same_disk,
         "appointed_at": state.appointed_at, "copied": state.copied, "owed": state.owed}
    )  # fmt: skip
    out.say("terminal.mirror.here" if here else "mirror.missing", path=state.place.path)
    out.say("terminal.mirror.numbers", copied=state.copied, owed=state.owed)
    if state.same_disk:
        out.say("terminal.mirror.same-disk")
    return GOOD


@mirror.command("appoint", cls=Verb)
@click.argument("folder", metavar="FOLDER", type=click.Path(file_okay=False))
@option("--same-disk", is_flag=True)
@pass_call
def appoint(call: Call, folder: str, same_disk: bool) -> int:
    """Keep a second copy of the vault in this folder."""
    with call.open("work") as desktop:
        place = desktop.session.mirror.prepare(os.path.abspath(folder), same_disk=same_disk)
        desktop.do(AppointMirror(place.mirror, place.path, same_disk))
        seen = desktop.ask(SeeMirror())
    return _tell(call, seen)


@mirror.command("dismiss", cls=Verb)
@pass_call
def dismiss(call: Call) -> int:
    """Make no second copies any more."""
    with call.open("work") as desktop:
        desktop.do(DismissMirror())
    call.output.document(None)
    call.output.say("terminal.mirror.dismissed")
    return GOOD


@mirror.command("run", cls=Verb)
@pass_call
def run(call: Call) -> int:
    """Catch up every second copy that is owed, now."""
    with call.open("work") as desktop, heard(desktop.session) as news:
        state, here = _in_force(desktop)
        if not here:
            raise DeskError("mirror.missing", blame="environment", path=state.place.path)
        with progress_shown(desktop.session, call.output):
            desktop.session.lanes.start(MIRROR)
            desktop.session.lanes.wait_idle()
        told = [each for each in news.rest() if isinstance(each, StepTrouble)]
        now = desktop.ask(SeeMirror())
    for each in told:
        call.output.text(call.output.trouble(each.code))
    _tell(call, now)
    return ENVIRONMENT if now is not None and now[0].owed else GOOD


def _in_force(desktop: Desktop) -> tuple[MirrorState, bool]:
    seen = desktop.ask(SeeMirror())
    if seen is None:
        raise DeskError("mirror.none")
    return seen


@mirror.command("check", cls=Verb)
@pass_call
def check(call: Call) -> int:
    """Re-read every second copy against its digests."""
    findings: list[Finding] = []
    with call.open("look") as desktop:
        state, _ = _in_force(desktop)
        copied = desktop.ask(MirroredObjects())
        for id, object_path, digest in copied:
            findings += desktop.session.mirror.check(state.place, id, object_path, digest, lambda done: None)
    call.output.document({"checked": len(copied), "findings": findings})
    call.output.findings(findings)
    call.output.say("terminal.mirror.checked", count=len(copied), findings=len(findings))
    return FOUND if findings else GOOD


VERBS = (mirror,)
"""What this area adds to the program."""
