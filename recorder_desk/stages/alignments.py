"""Recordings beside one another: keeping where they lie, and hearing it. In: commands, queries. Out: facts, answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from recorder_desk.commands import alignments as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.alignment import NOT_KNOWN, Alignment, Lane, by_clock, checked
from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.recording import RecordingDetail
from recorder_desk.errors import DeskError
from recorder_desk.ports import Ask, Cancelled, Context, Media
from recorder_desk.queries import alignments as q
from recorder_desk.queries.recordings import ShowRecording

STARTS_LATE_MS = 1_500
"""A recorder writes its time when it begins, and is ready to record about as soon."""
UNREAD_MS, UNTOLD_MS = 10 * 60_000, 30 * 60_000
"""How far around is listened where no clock was ever read, and where nothing tells a time."""


def align_recordings(command: c.AlignRecordings, context: Context) -> Iterator[f.Fact]:
    """Only what is not kept so already."""
    context.ask(ShowRecording(command.recording))
    for other, told in command.others:
        if other == command.recording:
            raise DeskError("align.with-itself")
        checked(told.offset_ms, told.error_ms, told.drift_ppm, told.by)
        lane = context.ask(q.Together((command.recording, other)))[1]
        if not lane.kept or lane.alignment != replace(told, clear=True, clearness=0):
            yield f.RecordingsAligned(command.recording, other, told.offset_ms, told.error_ms, told.drift_ppm, told.by)


def hear(query: q.HearAlignment, ask: Ask, media: Media, cancelled: Cancelled) -> Alignment:
    """Listen around where the clocks say; where no clock tells it, around what was kept."""
    one, other = (ask(ShowRecording(each)) for each in (query.one, query.other))
    lanes = ask(q.Together((query.one, query.other)))
    expected, within = _expected(*lanes)
    return media.align(_heard(one), _heard(other), expected, within, cancelled)


def _expected(one: Lane, other: Lane) -> tuple[int, int]:
    if one.began_at and other.began_at:
        told = by_clock((one.began_at, one.error_ms), (other.began_at, other.error_ms))
        return told.offset_ms, UNREAD_MS if told.error_ms == NOT_KNOWN else told.error_ms + STARTS_LATE_MS
    return (other.alignment.offset_ms, UNREAD_MS) if other.alignment else (0, UNTOLD_MS)


def _heard(detail: RecordingDetail) -> tuple[Path, MediaInfo]:
    """The original, or the rescue copy of one that was cut off."""
    if detail.media is None or not detail.media.audio_codec:
        raise DeskError("align.no-sound", name=detail.row.name)
    if detail.play_role == "rescue":
        return Path(detail.play_path), replace(detail.media, audio_stream=-1, container="mov")
    return Path(detail.original_path), detail.media
