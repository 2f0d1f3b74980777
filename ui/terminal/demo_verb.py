"""The verb `demo`: a believable morning made, received, described, linked, sealed, checked, shown.

In: nothing, or a home. Out: what happened as tables (or one JSON document), then the window.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import click

from ui import formats
from ui.terminal.call import FOUND, GOOD, Call, pass_call
from ui.terminal.case_verbs import show_cases
from ui.terminal.demo import Morning, spend
from ui.terminal.desk_verbs import has_display
from ui.terminal.news import heard
from ui.terminal.outcomes import Ledger
from ui.terminal.progress import progress_shown
from ui.terminal.recording_verbs import show_rows
from ui.terminal.words import Verb, option


@click.command("demo", cls=Verb)
@option("--keep", type=click.Path(file_okay=False, path_type=Path), default=None, metavar="DIR")
@option("--no-window", is_flag=True)
@pass_call
def demo(call: Call, keep: Path | None, no_window: bool) -> int:
    """A believable morning."""
    began = time.monotonic()
    place = keep.absolute() if keep else Path(tempfile.mkdtemp(prefix="recorder-desk-demo-"))
    home = call.opener.home_of(call.home).path if call.home else place / "home"
    call.output.note("terminal.demo.begun", home=home)
    morning = _spend(call, home, place)
    seconds = round(time.monotonic() - began, 1)
    _tell(call, morning, home, place, seconds)
    if not no_window and not call.output.json and has_display():
        with call.opener.open(home, "work") as session:
            return call.opener.run_window(session, call.phrases.language)
    return FOUND if morning.findings or morning.journal_findings else GOOD


def _spend(call: Call, home: Path, place: Path) -> Morning:
    cards = place / "cards"
    cards.mkdir(parents=True, exist_ok=True)
    call.output.note("terminal.demo.making")
    call.opener.samples(cards)
    made = [each for each in cards.rglob("*") if each.is_file()]
    size = formats.size(sum(each.stat().st_size for each in made))
    call.output.note("terminal.demo.made", count=len(made), size=size)
    ledger = Ledger(call.output, stream=False)
    drop = place / call.phrases.say("terminal.demo.folder")
    call_at_home = Call(call.opener, home, call.output)
    with (
        call_at_home.open("work") as desktop,
        heard(desktop.session) as news,
        progress_shown(desktop.session, call.output),
    ):
        return spend(desktop, news, ledger, cards, drop, call.phrases)


def _tell(call: Call, morning: Morning, home: Path, place: Path, seconds: float) -> None:
    output = call.output
    output.document(
        {
            "home": str(home),
            "folder": str(place),
            "seconds": seconds,
            "files": morning.outcomes,
            "recordings": morning.recordings,
            "cases": morning.cases,
            "checked": morning.checked,
            "findings": morning.findings,
            "journal": {
                "size": morning.journal.size,
                "root": morning.journal.root,
                "findings": morning.journal_findings,
            },
        }
    )
    output.text("")
    output.say("terminal.demo.recordings")
    show_rows(output, sorted(morning.recordings, key=lambda row: row.recorded_at or row.received_at))
    output.text("")
    output.say("terminal.demo.cases")
    show_cases(output, morning.cases)
    output.text("")
    output.findings([*morning.findings, *morning.journal_findings])
    output.say("terminal.check.done", count=morning.checked, findings=len(morning.findings))
    broken = len(morning.journal_findings)
    code = "terminal.journal.broken" if broken else "terminal.journal.whole"
    output.say(code, size=morning.journal.size, findings=broken)
    output.say("terminal.demo.ended", seconds=seconds, home=home)


VERBS = (demo,)
