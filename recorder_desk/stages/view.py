"""Opening a recording to look, and settings: decisions of one line each. In: commands. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator

from recorder_desk.commands.archive import ChangeSetting, RecoverFacts
from recorder_desk.commands.recordings import OpenViewing, RecordCheck
from recorder_desk.domain import facts as f
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries.archive import ShowStatus
from recorder_desk.queries.recordings import ShowRecording


def open_viewing(command: OpenViewing, context: Context) -> Iterator[f.Fact]:
    """Every opening leaves an entry; what cannot be played is not opened."""
    detail = context.ask(ShowRecording(command.recording))
    if detail.play_role == "none":
        raise DeskError("recording.not-playable", name=detail.row.name)
    if context.settings.viewing_reason and not command.reason.strip():
        raise DeskError("recording.reason-missing", name=detail.row.name)
    yield f.RecordingViewed(command.recording, detail.play_role, command.reason.strip())


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
