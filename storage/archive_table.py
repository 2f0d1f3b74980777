"""The desk's own facts, and which things each fact is about (for the history of a thing)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

from recorder_desk.domain import facts as f
from storage.applied import Applied, Apply


def _nothing(connection: sqlite3.Connection, fact: f.Fact, applied: Applied) -> None:
    """The journal entry is all there is to this fact."""


APPLY: Mapping[type[f.Fact], Apply] = {f.SettingChanged: _nothing, f.CatalogueRebuilt: _nothing}


def subjects(fact: f.Fact) -> Iterator[str]:
    """The ids of the recordings and cases a fact is about, each once."""
    match fact:
        case f.RecordingReceived():
            yield fact.origin.recording
        case f.RecordingLinked() | f.RecordingUnlinked():
            yield fact.recording
            yield fact.case
        case f.CodeFilmed():
            yield from filter(None, (fact.recording, fact.case))
        case f.FootageAlike() | f.RecordingsAligned():
            yield from (fact.recording, fact.other)
        case f.SealBegun() | f.SealRecovered():
            yield fact.case
            yield from {each.recording for each in fact.assignments}
        case f.ReleaseOrdered() | f.RemovalIntended() | f.FilesReleased() | f.ReleaseEnded():
            yield fact.release
            if isinstance(fact, f.RemovalIntended):
                yield from {each.recording for each in fact.files}
        case f.NamesRead():
            yield from {each.recording for each in fact.names}
        case f.WearingEnded() | f.WearingWithdrawn():
            yield fact.wearing
        case f.RecorderHandedIn() | f.LateHandInExplained():
            yield fact.handin
        case f.JointsDecided():
            yield from {each.after for each in fact.joints}
        case f.RecordingWatched():
            yield fact.viewing  # a recording's history tells its opening; how much was seen is told with that
        case f.TakeRuled():
            yield fact.before
            yield fact.after
        case f.MirrorAppointed() | f.MirrorDismissed():
            yield fact.mirror
        case f.ObjectsMirrored():
            yield fact.mirror
            yield from {each.id for each in fact.objects}
        case _:
            yield from _named(fact)


def _named(fact: f.Fact) -> Iterator[str]:
    """What a fact names by itself: its recording, else whatever else it is about."""
    if isinstance(recording := getattr(fact, "recording", None), str):
        yield recording
        return
    names = ("recorder", "officer", "event", "document", "case", "review")
    yield from (told for name in names if isinstance(told := getattr(fact, name, None), str))
