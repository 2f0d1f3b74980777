"""Saying what a recording is, and making what it needs to be looked at.

In: recordings nobody has described, pictured or made playable. Out: DescribeMedia, AddDerivatives.
Originals are only read; what is made goes into the folder of derivatives, which is disposable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from recorder_desk.commands import recordings as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.media import Made
from recorder_desk.domain.plan import DAMAGED, careful, plan_for
from recorder_desk.domain.times import stamp
from recorder_desk.errors import DeskError
from recorder_desk.ports import Ask, Bench, Context, Job, Now
from recorder_desk.queries import recordings as q

PAUSES = (timedelta(seconds=20), timedelta(minutes=5))
"""How long after the first and the second failure work is owed again; after a third, only on demand."""


def describe_media(command: c.DescribeMedia, context: Context) -> Iterator[f.Fact]:
    """Keep what the probe found."""
    context.ask(q.ShowRecording(command.recording))
    probe, plan = command.probe, command.plan
    yield f.MediaDescribed(command.recording, probe.info, probe.problem, plan.kind, plan.reason, command.tool)


def add_derivatives(command: c.AddDerivatives, context: Context) -> Iterator[f.Fact]:
    """Keep what was made."""
    context.ask(q.ShowRecording(command.recording))
    yield f.DerivativesMade(command.recording, command.step, command.made, command.problem)


def note_step_failed(command: c.NoteStepFailed, context: Context) -> Iterator[f.Fact]:
    """A failure is owed again after a pause that grows, at last only when somebody asks for it."""
    context.ask(q.ShowRecording(command.recording))
    before = context.ask(q.FailedAttempts(command.recording, command.step))
    again = stamp(context.now + PAUSES[before]) if before < len(PAUSES) else ""
    yield f.StepFailed(command.recording, command.step, command.code, before + 1, again)


def order_retry(command: c.OrderRetry, context: Context) -> Iterator[f.Fact]:
    """Try again now."""
    context.ask(q.ShowRecording(command.recording))
    yield f.RetryOrdered(command.recording)


def unprobed(ask: Ask, now: Now) -> Sequence[Job]:
    """Recordings to describe."""
    return [_job(each, "things") for each in ask(q.MediaUnprobed(now.stamp))]


def unpictured(ask: Ask, now: Now) -> Sequence[Job]:
    """Recordings to make pictures of."""
    return [_job(each, "things") for each in ask(q.PicturesMissing(now.stamp))]


def unproxied(ask: Ask, now: Now) -> Sequence[Job]:
    """Recordings to make playable."""
    return [_job(each, "ms") for each in ask(q.ProxiesMissing(now.stamp, now.profile))]


def _job(owed: q.Owed, unit: str) -> Job:
    return Job(owed.recording, owed.recording, owed.recording, unit, owed)


def failed(step: str, job: Job, code: str) -> c.NoteStepFailed:
    """The command that notes a failed job of one of these steps."""
    return c.NoteStepFailed(job.subject, step, code)


def describe(job: Job, bench: Bench) -> None:
    """Probe an original, keep the probe's own words beside the derivatives, decide what it needs."""
    owed = _owed(job)
    probe = bench.media.probe(Path(owed.content), owed.named)
    if owed.problem and not probe.problem:
        probe = replace(probe, problem=owed.problem)
    folder = _folder(bench, owed.recording)
    _write(folder / "probe.json", probe.raw)
    plan = plan_for(probe.info, bench.profile)
    bench.record(c.DescribeMedia(owed.recording, probe, plan, bench.media.version()))


def picture(job: Job, bench: Bench) -> None:
    """Poster, filmstrip and waveform, as far as the media has them."""
    owed = _owed(job)
    made: Sequence[Made] = ()
    problem = ""
    if owed.media is not None and owed.media.kind in ("video", "audio", "photo"):
        folder = _folder(bench, owed.recording)
        made, problem = bench.media.pictures(Path(owed.content), owed.media, folder, bench.cancelled)
    bench.record(c.AddDerivatives(owed.recording, "pictures", _relative(made, bench), problem))


def make_proxy(job: Job, bench: Bench) -> None:
    """A proxy as the plan says."""
    owed = _owed(job)
    assert owed.media is not None  # the query gives described recordings only
    bench.meter.total(owed.media.duration_ms)
    made = bench.media.proxy(
        Path(owed.content),
        owed.media,
        careful(plan_for(owed.media, bench.profile), damaged=owed.plan_reason == DAMAGED),
        bench.profile,
        _folder(bench, owed.recording),
        bench.meter.add,
        bench.cancelled,
    )
    bench.record(c.AddDerivatives(owed.recording, "proxy", _relative([made], bench)))


def _owed(job: Job) -> q.Owed:
    assert isinstance(job.about, q.Owed)
    return job.about


def _folder(bench: Bench, recording: str) -> Path:
    folder = bench.derivatives / recording[-2:] / recording
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError("media.disk-full", blame="environment", path=str(folder)) from error
    return folder


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise DeskError("media.disk-full", blame="environment", path=str(path)) from error


def _relative(made: Sequence[Made], bench: Bench) -> tuple[Made, ...]:
    return tuple(replace(each, path=Path(each.path).relative_to(bench.derivatives).as_posix()) for each in made)
