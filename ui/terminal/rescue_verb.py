"""The verb `rescue`. In: a recording that was cut off. Out: a rescue copy beside it, and what it holds."""

from __future__ import annotations

import click

from recorder_desk.commands.rescue import OrderRescue
from recorder_desk.domain.facts import DerivativesMade
from recorder_desk.domain.happening import FactsRecorded, StepTrouble
from recorder_desk.domain.recording import DerivativeRow
from recorder_desk.errors import DeskError
from recorder_desk.queries.recordings import FindRecording, ShowRecording
from recorder_desk.queries.rescue import OrderedSibling, RescuesOwed
from ui import formats
from ui.terminal.call import GOOD, Call, Desktop, pass_call
from ui.terminal.news import News, heard
from ui.terminal.progress import progress_shown
from ui.terminal.words import Verb, option

STEPS = frozenset({"rescue"})
_EVER = "9999"


@click.command("rescue", cls=Verb)
@click.argument("id", metavar="RECORDING")
@option("--from", "sibling", default="", metavar="RECORDING", key="rescue-from")
@pass_call
def rescue(call: Call, id: str, sibling: str) -> int:
    """Make a copy that plays of a recording that was cut off."""
    with call.open("work") as desktop, heard(desktop.session) as news:
        recording = desktop.ask(FindRecording(id))
        desktop.do(OrderRescue(recording, desktop.ask(FindRecording(sibling)) if sibling else ""))
        with progress_shown(desktop.session, call.output):
            desktop.session.lanes.start(STEPS)
            made = _made(desktop, news, recording)
        name = desktop.ask(OrderedSibling(recording)).name
    call.output.document(made)
    told = made.facts
    length = formats.duration(int(told["length_ms"]), call.phrases.language)
    share = f"{100 * int(told['used_bytes']) // max(1, int(told['media_bytes']))} %"
    call.output.say("terminal.rescue.made", count=told["pictures"], length=length, share=share, name=name)
    call.output.text(made.path)
    return GOOD


def _made(desktop: Desktop, news: News, recording: str) -> DerivativeRow:
    """Until it is made. Raises DeskError with the step's code."""
    while True:
        happening = news.next()
        if isinstance(happening, StepTrouble) and happening.step == "rescue" and happening.subject == recording:
            raise DeskError(happening.code, blame="environment")
        facts = happening.facts if isinstance(happening, FactsRecorded) else ()
        told = happening is None or any(isinstance(fact, DerivativesMade) and fact.step == "rescue" for fact in facts)
        if told and all(each.recording != recording for each in desktop.ask(RescuesOwed(_EVER))):
            made = desktop.ask(ShowRecording(recording)).derivatives
            return next(each for each in made if each.role == "rescue")


VERBS = (rescue,)
"""What this area adds to the program."""
