"""Verbs of the dock: receive, watch, work.

In: paths and folders. Out: one outcome a file, and whatever else came of it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import click

from recorder_desk.commands.dock import AddDropFolder, RemoveDropFolder
from recorder_desk.domain.docked import DockState, FileOutcome
from recorder_desk.domain.happening import Happening, StepTrouble
from recorder_desk.domain.names import shown_path
from recorder_desk.errors import DeskError
from recorder_desk.queries.dock import DropFolder, DropFolders
from recorder_desk.queries.recordings import OwedCounts
from ui import formats
from ui.terminal.call import ENVIRONMENT, FOUND, GOOD, Call, Desktop, pass_call
from ui.terminal.dock_news import Docks, Troubles
from ui.terminal.news import heard
from ui.terminal.outcomes import Ledger, worst
from ui.terminal.progress import progress_shown
from ui.terminal.receiving import Offers, given, overlooked, tell_missing, within
from ui.terminal.words import Verb, option

RECEIVE = frozenset({"receive"})


@click.command("receive", cls=Verb)
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(readable=False))
@option("--wait", "patience", type=click.FloatRange(0), default=30.0, show_default=True, metavar="SECONDS")
@pass_call
def receive(call: Call, paths: Sequence[str], patience: float) -> int:
    """Receive files, or every file below folders."""
    offered, below, missing = given(paths)
    ledger = Ledger(call.output, within(offered))
    tell_missing(missing, ledger)
    if not offered:
        return ledger.exit_code()
    try:
        owed = _receive(call, offered, below, ledger, patience)
    except DeskError as error:
        tell_missing([path for path in offered if not ledger.knows(shown_path(path))], ledger, error.code)
        ledger.settle()
        call.output.err.print(call.output.trouble(error.code, error.facts), soft_wrap=True)
        return ENVIRONMENT if error.blame == "environment" else worst([FOUND, ledger.exit_code()])
    if not ledger.counts:
        call.output.say("terminal.receive.nothing")
        return GOOD
    call.output.text(ledger.summary())
    if owed:
        call.output.say("terminal.receive.owed", count=owed)
    return ledger.exit_code()


def _receive(call: Call, offered: Sequence[str], below: Sequence[str], ledger: Ledger, patience: float) -> int:
    """Until every file has its outcome; how much describing and showing is owed now."""
    with call.open("work") as desktop, heard(desktop.session) as news:
        offers = Offers(desktop, ledger, patience)
        try:
            offers.make(offered)
            with progress_shown(desktop.session, call.output):
                desktop.session.lanes.start(RECEIVE)
                offers.follow(news)
                if unheard := overlooked(below, ledger):
                    offers.make(unheard)
                    offers.follow(news)
        finally:
            desktop.session.lanes.close()  # first of all, so that nothing ends well unheard
            for happening in news.rest():
                offers.hear(happening)
            offers.complete((*offered, *below))
            ledger.settle()
        return _owed(desktop)


def _owed(desktop: Desktop) -> int:
    counts = desktop.ask(OwedCounts(desktop.session.profile.label))
    return sum(count for step, count in counts.items() if step != "given-up")


@click.command("watch", cls=Verb)
@click.argument("folders", nargs=-1, metavar="[FOLDER…]", type=click.Path(readable=False))
@option("--forget", multiple=True, metavar="FOLDER", type=click.Path(readable=False))
@option("--list", "listed", is_flag=True, key="watch.list")
@pass_call
def watch(call: Call, folders: Sequence[str], forget: Sequence[str], listed: bool) -> int:
    """Watch drop folders and do all that is owed, until Ctrl+C."""
    if listed:
        with call.open("look") as desktop:
            return _list_folders(call, desktop)
    for path in folders:
        if not os.path.isdir(path):
            raise DeskError("dock.folder-missing", blame="environment", path=shown_path(os.path.abspath(path)))
        if not os.access(path, os.R_OK | os.X_OK):
            raise DeskError("dock.folder-unreadable", blame="environment", path=shown_path(os.path.abspath(path)))
    with call.open("work") as desktop:
        for path in forget:
            desktop.do(RemoveDropFolder(os.path.abspath(path)))
            call.output.say("terminal.watch.forgotten", path=shown_path(os.path.abspath(path)))
        for path in folders:
            desktop.do(AddDropFolder(os.path.abspath(path)))
        if forget and not folders:
            return _list_folders(call, desktop) if call.output.json else GOOD
        return _watch(call, desktop)


def _watched(desktop: Desktop) -> tuple[DropFolder, ...]:
    return tuple(each for each in desktop.ask(DropFolders()) if not each.offer)


def _list_folders(call: Call, desktop: Desktop) -> int:
    folders = _watched(desktop)
    call.output.document(folders)
    if not folders:
        call.output.say("terminal.watch.none")
    rows = [(each.path, formats.local_time(each.added_at)) for each in folders]
    call.output.table(("terminal.column.folder", "terminal.column.since"), rows)
    return GOOD


def _watch(call: Call, desktop: Desktop) -> int:
    folders = _watched(desktop)
    if not folders:
        raise click.UsageError(call.phrases.say("terminal.watch.none"))
    ledger, teller, docks = Ledger(call.output), Troubles(call), Docks(call)
    with heard(desktop.session) as news:
        try:
            with progress_shown(desktop.session, call.output):
                desktop.session.lanes.start()
                for folder in folders:
                    call.output.say("terminal.watch.begun", path=folder.path)
                call.output.note("terminal.watch.ctrl-c")
                while True:
                    happening = news.next()
                    if isinstance(happening, DockState):
                        docks.note(happening)
                    elif happening is not None:
                        _tell(happening, ledger, teller)
        except KeyboardInterrupt:  # the ordinary way to end a watch
            call.output.note("terminal.watch.ending")
            desktop.session.lanes.close()
        for happening in news.rest():
            _tell(happening, ledger, teller)
        ledger.settle()
    call.output.text(ledger.summary())
    return worst([ledger.exit_code(refusals=False), teller.exit_code()])


def _tell(happening: Happening, ledger: Ledger, teller: Troubles) -> None:
    if isinstance(happening, FileOutcome):
        ledger.note(happening)
    elif isinstance(happening, StepTrouble):
        teller.note(happening)


@click.command("work", cls=Verb)
@option("--patience", type=click.FloatRange(0), default=30.0, show_default=True, metavar="SECONDS")
@pass_call
def work(call: Call, patience: float) -> int:
    """Do all that is owed, then end."""
    ledger, teller = Ledger(call.output, stream=False), Troubles(call)
    with call.open("work") as desktop:
        stop = desktop.session.desk.watch(lambda happening: _tell(happening, ledger, teller))
        try:
            with progress_shown(desktop.session, call.output):
                desktop.session.lanes.start()
                desktop.session.lanes.wait_idle(patience=patience)
        finally:
            desktop.session.lanes.close()
            stop()
            ledger.settle()
        owed = desktop.ask(OwedCounts(desktop.session.profile.label))
    left = {step: count for step, count in owed.items() if count}
    call.output.document({"outcomes": ledger.told(), "troubles": teller.told(), "owed": owed})
    if ledger.counts:
        call.output.text(ledger.summary())
    if left:
        parts = [f"{call.phrases.word(step)} {count}" for step, count in left.items()]
        call.output.say("terminal.work.left", parts=", ".join(parts))
    else:
        call.output.say("terminal.work.done")
    return worst([ledger.exit_code(refusals=False), teller.exit_code(), FOUND if set(left) - {"given-up"} else GOOD])


VERBS = (receive, watch, work)
