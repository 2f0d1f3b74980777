"""Reading names again when the grammars have changed. In: recordings. Out: NamesRead.

What is received has its name read in the same transaction (`stages/register.py`); this catches up what was
received under other grammars.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recorder_desk.commands.names import ReadNames
from recorder_desk.domain import facts as f
from recorder_desk.ports import Ask, Bench, Context, Job, Now
from recorder_desk.queries.names import NamesUnread


def read_names(command: ReadNames, context: Context) -> Iterator[f.Fact]:
    """What these names tell now."""
    yield f.NamesRead(context.names.digest, context.names.names(command.recordings))


def jobs(ask: Ask, now: Now) -> Sequence[Job]:
    """Some at a time."""
    unread = ask(NamesUnread(now.grammars))
    return [Job("names", "", "", "things", unread)] if unread else []


def catch_up(job: Job, bench: Bench) -> None:
    """Read these names."""
    assert isinstance(job.about, tuple)
    bench.meter.total(len(job.about))
    bench.record(ReadNames(job.about))
    bench.meter.add(len(job.about))
