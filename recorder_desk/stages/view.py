"""Opening a recording to look, and settings: decisions of one line each. In: commands. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator

from recorder_desk.commands.archive import ChangeSetting, RecoverFacts
from recorder_desk.commands.recordings import NoteWatched, OpenViewing, RecordCheck
from recorder_desk.domain import facts as f
from recorder_desk.domain import viewing
from recorder_desk.domain.ids import new_id
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries.archive import ShowStatus
from recorder_desk.queries.recordings import ShowRecording
from recorder_desk.queries.viewings import FindViewing, ViewingAsks


def open_viewing(command: OpenViewing, context: Context) -> Iterator[f.Fact]:
    """Every opening leaves an entry; what cannot be played is not opened."""
    detail = context.ask(ShowRecording(command.recording))
    if detail.play_role == "none":
        raise DeskError("recording.not-playable", name=detail.row.name)
    reason = command.reason.strip()
    if not reason:
        for why in context.ask(ViewingAsks(command.recording)):
            raise DeskError(why, name=detail.row.name)
        if context.settings.viewing_reason:
            raise DeskError("recording.reason-missing", name=detail.row.name)
    yield f.RecordingViewed(command.recording, detail.play_role, reason, new_id())


def note_watched(command: NoteWatched, context: Context) -> Iterator[f.Fact]:
    """Only who opened a recording notes what was seen of it, and only what is new of it is told."""
    row = context.ask(FindViewing(command.viewing))
    if row.actor != context.actor.name:
        raise DeskError("viewing.not-yours", actor=row.actor)
    new = viewing.minus(viewing.checked(command.spans, row.length_ms), row.spans)
    shown = max(0, command.shown_ms)
    if new or shown:
        yield f.RecordingWatched(row.id, row.recording, new, shown)


def record_check(command: RecordCheck, context: Context) -> Iterator[f.Fact]:
    """What re-reading an original showed."""
    context.ask(ShowRecording(command.recording))
    yield f.RecordingChecked(command.recording, command.digest, command.findings)


def change_setting(command: ChangeSetting, context: Context) -> Iterator[f.Fact]:
    """A changed setting is journalled."""
    yield f.SettingChanged(command.name, command.value)


def recover_facts(command: RecoverFacts, context: Context) -> Iterator[f.Fact]:
    """What a rebuild found; a catalogue that knows anything is not written over."""
    status = context.ask(ShowStatus())
    if status.recordings or status.cases:
        raise DeskError("rebuild.catalogue-present", recordings=status.recordings, cases=status.cases)
    yield from command.facts
