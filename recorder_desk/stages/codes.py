"""Looking for codes that were filmed.

In: described videos and photos. Out: NoteCodes. A code for a case suggests a link: which record item was
filmed no code can tell, and a person accepts it. What a code of ours says of the time is kept with its error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from recorder_desk.commands import codes as c
from recorder_desk.commands import recordings as cr
from recorder_desk.domain import facts as f
from recorder_desk.domain.likeness import written
from recorder_desk.domain.media import MediaInfo
from recorder_desk.ports import Ask, Bench, Context, Job, Now
from recorder_desk.queries import codes as q
from recorder_desk.queries.recordings import Owed, ShowRecording

USUAL_FRAME_MS = 40


def note_codes(command: c.NoteCodes, context: Context) -> Iterator[f.Fact]:
    """Keep what was read, and that it was looked for; a code of ours for a case nobody knows says so."""
    context.ask(ShowRecording(command.recording))
    yield f.CodesSought(command.recording, command.frames, command.tool)
    for each in command.filmed:
        case, code = "", each.code
        if each.case and not code:
            case = context.ask(q.CaseOfCode(each.case))
            code = "" if case else "code.unknown-case"
        yield f.CodeFilmed(
            command.recording, case, each.drawn_at, each.at_ms, each.from_ms, each.until_ms, each.readings,
            each.live, each.error_ms, code,
        )  # fmt: skip
    if command.prints:
        yield f.FootagePrinted(command.recording, command.prints)
        for like in context.ask(q.FootageLike(command.recording, command.prints)):
            told = like.likeness
            yield f.FootageAlike(command.recording, like.recording, told.shift_ms, told.agree, told.of)


def unsought(ask: Ask, now: Now) -> Sequence[Job]:
    """Recordings to look through."""
    return [Job(each.recording, each.recording, each.recording, "ms", each) for each in ask(q.CodesUnsought(now.stamp))]


def failed(job: Job, code: str) -> cr.NoteStepFailed:
    """The command that notes a failed search."""
    return cr.NoteStepFailed(job.subject, "codes", code)


def seek_codes(job: Job, bench: Bench) -> None:
    """Look through a recording; keep what was filmed."""
    owed = job.about
    assert isinstance(owed, Owed) and owed.media is not None  # the query gives described recordings only
    bench.meter.total(owed.media.duration_ms)
    sought = bench.media.codes(Path(owed.content), owed.media, bench.meter.add, bench.cancelled)
    filmed = bench.codes.filmed(sought.readings, frame_ms(owed.media))
    prints = written(sought.prints)
    bench.record(c.NoteCodes(owed.recording, filmed, sought.frames, sought.tool, prints))


def frame_ms(info: MediaInfo) -> int:
    """How far apart a medium's frames are, as it says itself."""
    over, _, under = info.frame_rate.partition("/")
    if not over.isdigit() or not under.isdigit() or not int(over) or not int(under):
        return USUAL_FRAME_MS
    return min(1000, -(-1000 * int(under) // int(over)))
