"""Linking by the desk itself, where the bureau allows it and the place is sure.

In: recordings without a place. Out: SeekPlaces. What a person took out of a case is never put back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from recorder_desk.casefile import linked
from recorder_desk.commands.cases import LinkRecording, SeekPlaces
from recorder_desk.domain import facts as f
from recorder_desk.errors import DeskError
from recorder_desk.ports import Ask, Bench, Context, Job, Now
from recorder_desk.queries.suggesting import PlacesUnsought, SuggestionsFor

_NOT_THERE = frozenset(("link.unknown-item", "items.unknown-version"))
"""An event may name an item that its case's own list does not have: a person decides then."""


def seek_places(command: SeekPlaces, context: Context) -> Iterator[f.Fact]:
    """What is sure is linked, with the signs it was concluded from."""
    recordings = tuple(dict.fromkeys(command.recordings))
    for recording in recordings:
        found = context.ask(SuggestionsFor(recording))
        if not found.sure:
            continue
        best = found.candidates[0]
        try:
            fact = linked(LinkRecording(recording, best.case, best.item), context)
        except DeskError as error:
            if error.code not in _NOT_THERE:
                raise
        else:
            yield replace(fact, signs=best.reasons)
    yield f.PlacesSought(recordings)


def jobs(ask: Ask, now: Now) -> Sequence[Job]:
    """Some at a time, where the bureau allows it."""
    unsought = ask(PlacesUnsought()) if now.links else ()
    return [Job("places", "", "", "things", unsought)] if unsought else []


def place(job: Job, bench: Bench) -> None:
    """Weigh these recordings."""
    assert isinstance(job.about, tuple)
    bench.meter.total(len(job.about))
    bench.record(SeekPlaces(job.about))
    bench.meter.add(len(job.about))
