"""Rescue copies: ordered by a person, made like every derivative, kept beside the untouched original.

In: OrderRescue, then owed work. Out: RescueOrdered; AddDerivatives with the copy and what it was made after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from recorder_desk.commands import recordings as c
from recorder_desk.commands.rescue import OrderRescue
from recorder_desk.domain import facts as f
from recorder_desk.errors import DeskError
from recorder_desk.ports import Ask, Bench, Context, Job, Now
from recorder_desk.queries import rescue as q
from recorder_desk.queries.recordings import Owed, ShowRecording

CUT_OFF = "media.truncated"


def order_rescue(command: OrderRescue, context: Context) -> Iterator[f.Fact]:
    """Only what was cut off, and only after a healthy recording of the same recorder."""
    row = context.ask(ShowRecording(command.recording)).row
    if row.problem != CUT_OFF:
        raise DeskError("rescue.not-cut-off", name=row.name)
    siblings = q.RescueSiblings(command.recording, 10_000 if command.sibling else 1)
    near = [each.recording for each in context.ask(siblings)]
    if not near or (command.sibling and command.sibling not in near):
        raise DeskError("rescue.no-sibling", name=row.name)
    yield f.RescueOrdered(command.recording, command.sibling or near[0])


def owed(ask: Ask, now: Now) -> Sequence[Job]:
    """Rescue copies to make."""
    found = ask(q.RescuesOwed(now.stamp))
    return [Job(each.recording, each.recording, each.recording, "things", each) for each in found]


def rescue(job: Job, bench: Bench) -> None:
    """Make one."""
    cut = job.about
    assert isinstance(cut, Owed)
    sibling = bench.ask(q.OrderedSibling(cut.recording))
    into = bench.derivatives / cut.recording[-2:] / cut.recording
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError("media.disk-full", blame="environment", path=str(into)) from error
    origin: dict[str, str | int] = {"sibling": sibling.recording, "sibling_digest": sibling.digest}
    made = bench.media.rescue(Path(cut.content), Path(sibling.content), into, origin, bench.cancelled)
    kept = replace(made, path=Path(made.path).relative_to(bench.derivatives).as_posix())
    bench.record(c.AddDerivatives(cut.recording, "rescue", (kept,)))
