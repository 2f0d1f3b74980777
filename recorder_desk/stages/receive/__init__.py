"""Receiving: from a drop folder into the vault, verified, and only then called safe.

In: a drop folder or an offer. Out: RegisterFiles, one a batch, after the batch is durable and was
re-read. While one batch is made durable and re-read, the next is being copied. Nothing at the
source is ever written; what fails or is interrupted is still owed.
"""

from __future__ import annotations

from recorder_desk.commands.dock import CloseOffer
from recorder_desk.commands.recorders import NoteDocking
from recorder_desk.domain.docked import DockPhase, FileOutcome
from recorder_desk.domain.names import raw
from recorder_desk.domain.tally import Tally
from recorder_desk.domain.times import stamp
from recorder_desk.errors import DeskError
from recorder_desk.ports import Bench, Job
from recorder_desk.queries.dock import DropFolder
from recorder_desk.queries.recorders import LastDocked
from recorder_desk.stages.receive.intake import copy
from recorder_desk.stages.receive.sorting import sort_out

LOOK_AGAIN_SECONDS = 0.25
RETRY_SECONDS = 30.0


def receive(job: Job, bench: Bench) -> float | None:
    """One pass over a drop folder: everything settled is received.

    Returns after how many seconds to look again because something waits or failed; None: all done.
    """
    folder = job.about
    assert isinstance(folder, DropFolder)
    tally = Tally(folder.dock, folder.path, folder.offer, bench.tell)
    tally.phase("reading", at=stamp(bench.clock.now()))
    try:
        found, left = bench.dock.scan(raw(folder.path))
    except DeskError as error:
        _gone(folder, error, tally, bench)
        return None
    _note_docking(folder, bench)
    try:
        ready = sort_out(folder, found, left, tally, bench)
        copy(ready, tally, bench)
    except DeskError as error:
        tally.phase("failed", code=error.code, at=stamp(bench.clock.now()))
        raise
    tally.phase(_ending(tally), at=stamp(bench.clock.now()))
    waits, failed = tally.state.waiting, tally.state.failed
    if folder.offer and not waits and not failed and not bench.cancelled():
        bench.record(CloseOffer(folder.dock))
    if waits:
        return LOOK_AGAIN_SECONDS
    return RETRY_SECONDS if failed else None


def _note_docking(folder: DropFolder, bench: Bench) -> None:
    """Who the recorder says it is, before its files: they belong to it from the first on."""
    sn = bench.dock.serial_text(raw(folder.path))
    device = bench.dock.device_of(raw(folder.path)) if sn else ""
    if device and bench.ask(LastDocked(device)) != sn:
        bench.record(NoteDocking(device, sn))


def _gone(folder: DropFolder, error: DeskError, tally: Tally, bench: Bench) -> None:
    """A folder that is not there (a recorder unplugged) waits; an offer that is not there is over."""
    tally.phase("gone", code=error.code, at=stamp(bench.clock.now()))
    if folder.offer:
        bench.tell(FileOutcome(folder.path, "failed", code=error.code))
        bench.record(CloseOffer(folder.dock))


def _ending(tally: Tally) -> DockPhase:
    state = tally.state
    if state.failed or state.unreadable:
        return "failed"
    if state.waiting or state.files_done < state.files_total:
        return "waiting"
    return "safe" if state.files_total or state.known else "idle"
