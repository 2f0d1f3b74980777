"""Looking for holes, and deciding which recordings are one take.

In: described recordings. Out: ContinuityMeasured with the joints that follow from it, StretchesFound. A person's
ruling comes before whatever the desk would decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from recorder_desk.commands.takes import NoteContinuity, NoteStretches, RuleTake
from recorder_desk.domain import facts as f
from recorder_desk.domain.takes import Joint, Ruling, Segment, decide
from recorder_desk.errors import DeskError
from recorder_desk.ports import Ask, Bench, Context, Job, Now
from recorder_desk.queries.recordings import Owed, ShowRecording
from recorder_desk.queries.takes import ContinuityUnmeasured, Neighbours, NeighboursOf, StretchesUnsought


def note_continuity(command: NoteContinuity, context: Context) -> Iterator[f.Fact]:
    """What was measured, and what is decided anew because of it."""
    context.ask(ShowRecording(command.recording))
    yield f.ContinuityMeasured(command.recording, command.continuity)
    near = context.ask(NeighboursOf(command.recording))
    found = [each for each in near.segments if each.recording == command.recording]
    main = command.continuity.main
    if found and main is not None:
        own = _measured(found[0], main.first_ms, main.end_ms)
        rest = [each for each in near.segments if each.recording != command.recording]
        yield from _decided(Neighbours((*rest, own), near.joints, near.rulings))


def _measured(segment: Segment, first_ms: int, end_ms: int) -> Segment:
    return Segment(
        segment.recording, segment.group, segment.media, segment.began_ms, segment.length_ms, segment.basis,
        segment.number, segment.user, first_ms, end_ms,
    )  # fmt: skip


def note_stretches(command: NoteStretches, context: Context) -> Iterator[f.Fact]:
    """What was seen."""
    context.ask(ShowRecording(command.recording))
    yield f.StretchesFound(command.recording, command.stretches)


def rule_take(command: RuleTake, context: Context) -> Iterator[f.Fact]:
    """A person's word, and what follows for the neighbours."""
    for each in (command.before, command.after):
        context.ask(ShowRecording(each))
    if command.before == command.after:
        raise DeskError("take.same")
    if not command.reason.strip():
        raise DeskError("take.reason-missing")
    near = context.ask(NeighboursOf(command.after))
    ruling = Ruling(command.before, command.after, command.joined)
    if ruling in near.rulings:
        raise DeskError("take.ruled-already")
    yield f.TakeRuled(command.before, command.after, command.joined, command.reason.strip())
    kept = tuple(each for each in near.rulings if (each.before, each.after) != (ruling.before, ruling.after))
    joints = tuple(each for each in near.joints if each.after != command.after)
    yield from _decided(Neighbours(near.segments, joints, (*kept, ruling)), command.after)


def _decided(near: Neighbours, ruled: str = "") -> Iterator[f.Fact]:
    before = {each.after: each for each in near.joints}
    held = {each.after for each in near.rulings if each.joined}
    fresh: list[Joint] = []
    for joint in decide(near.segments, near.rulings):
        if joint.after not in held and joint.after != ruled and before.get(joint.after) != joint:
            fresh.append(joint)
    if fresh:
        yield f.JointsDecided(tuple(fresh))


def unmeasured(ask: Ask, now: Now) -> Sequence[Job]:
    """Recordings whose packets nobody has looked at."""
    return [_job(each) for each in ask(ContinuityUnmeasured(now.stamp))]


def unsought(ask: Ask, now: Now) -> Sequence[Job]:
    """Recordings nobody has decoded."""
    return [_job(each) for each in ask(StretchesUnsought(now.stamp))]


def _job(owed: Owed) -> Job:
    return Job(owed.recording, owed.recording, owed.recording, "ms", owed)


def measure(job: Job, bench: Bench) -> None:
    """Look at every packet."""
    owed = job.about
    assert isinstance(owed, Owed) and owed.media is not None
    continuity = bench.media.continuity(Path(owed.content), owed.media, bench.cancelled)
    bench.record(NoteContinuity(owed.recording, continuity))


def seek(job: Job, bench: Bench) -> None:
    """Decode it once."""
    owed = job.about
    assert isinstance(owed, Owed) and owed.media is not None
    stretches = bench.media.stretches(Path(owed.content), owed.media, bench.cancelled)
    bench.record(NoteStretches(owed.recording, tuple(stretches)))
