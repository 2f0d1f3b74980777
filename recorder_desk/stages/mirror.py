"""The second copy: which mirror is in force, and catching up what it lacks.

In: AppointMirror, DismissMirror, then owed work. Out: ObjectsMirrored for objects that were copied, flushed
and re-read on the mirror. A mirror that is not there takes nothing away: its copies stay owed and are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recorder_desk.commands.mirror import AppointMirror, DismissMirror, NoteMirrored
from recorder_desk.commands.recordings import NoteStepFailed
from recorder_desk.domain import facts as f
from recorder_desk.domain.happening import StepTrouble
from recorder_desk.domain.mirror import Copied, MirrorOwed, MirrorPlace
from recorder_desk.errors import DeskError
from recorder_desk.ports import Ask, Bench, Context, Job, Now
from recorder_desk.queries.mirror import ObjectsUnmirrored, WhichMirror

LOOK_AGAIN = 30.0
"""Seconds after which to look whether a mirror that was not there is plugged in."""
REST = 300.0
"""Seconds to leave a mirror in peace that takes nothing."""
_TOLD_BYTES = 256 << 20


def appoint_mirror(command: AppointMirror, context: Context) -> Iterator[f.Fact]:
    """This mirror is in force from now on."""
    if context.ask(WhichMirror()) == MirrorPlace(command.mirror, command.path):
        raise DeskError("mirror.appointed", path=command.path)
    yield f.MirrorAppointed(command.mirror, command.path, command.same_disk)


def dismiss_mirror(command: DismissMirror, context: Context) -> Iterator[f.Fact]:
    """No second copies from now on."""
    place = context.ask(WhichMirror())
    if place is None:
        raise DeskError("mirror.none")
    yield f.MirrorDismissed(place.mirror)


def note_mirrored(command: NoteMirrored, context: Context) -> Iterator[f.Fact]:
    """What was verified on the mirror in force."""
    place = context.ask(WhichMirror())
    if place is not None and place.mirror == command.mirror and command.objects:
        yield f.ObjectsMirrored(command.mirror, command.objects)


def jobs(ask: Ask, now: Now) -> Sequence[Job]:
    """One job, while anything lacks its second copy."""
    place = ask(WhichMirror())
    owed = ask(ObjectsUnmirrored(now.stamp)) if place is not None else ()
    return [Job("mirror", place.path, "", "bytes", (place, owed))] if place is not None and owed else []


def mirror(job: Job, bench: Bench) -> float | None:
    """Bring some objects to the mirror, one after another."""
    assert isinstance(job.about, tuple)
    place, owed = job.about
    if not bench.mirror.here(place):
        return LOOK_AGAIN
    bench.meter.total(2 * sum(each.bytes for each in owed))  # read here, and again there
    done: list[Copied] = []
    pending, again = 0, None
    try:
        for each in owed:
            if bench.cancelled() or again is not None:
                break
            again = _bring(place, each, done, bench)
            pending += each.bytes
            if pending >= _TOLD_BYTES:
                _tell(place, done, bench)
                pending = 0
    finally:
        _tell(place, done, bench)
    return again


def _bring(place: MirrorPlace, each: MirrorOwed, done: list[Copied], bench: Bench) -> float | None:
    """One object; seconds to rest when nothing more goes there now."""
    try:
        if bench.mirror.bring(place, each, bench.meter.add, bench.cancelled):
            done.append(Copied(each.id, each.seals))
        return None
    except DeskError as error:
        bench.tell(StepTrouble("mirror", each.id if error.blame != "environment" else "", error.code))
        if error.blame == "environment":
            return LOOK_AGAIN if error.code == "mirror.missing" else REST
        if each.kind == "recording":
            bench.record(NoteStepFailed(each.id, "mirror", error.code))
            return None
        return REST


def _tell(place: MirrorPlace, done: list[Copied], bench: Bench) -> None:
    if done:
        bench.record(NoteMirrored(place.mirror, tuple(done)))
        done.clear()
