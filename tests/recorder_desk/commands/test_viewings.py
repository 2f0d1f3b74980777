"""Viewings: when a reason is asked, who may note what was seen, and what is kept of it."""

from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database

from recorder_desk.commands import recordings as c
from recorder_desk.commands.cases import LinkRecording
from recorder_desk.commands.tagging import NoteRecordings
from recorder_desk.domain import facts as f
from recorder_desk.domain.actor import Actor
from recorder_desk.domain.viewing import Span
from recorder_desk.queries.viewings import Seen, ViewingAsks, Viewings
from storage.migrations import catalogue
from storage.viewings_table import viewings
from tests.recorder_desk.commands.room import LINKED, PLAYABLE, Room, viewing

OTHER = Actor("王芳", frozenset({"recordings.view"}))


def by(room: Room, actor: Actor) -> str:
    (opened,) = room.do(c.OpenViewing(room.recordings[PLAYABLE], "复核"), actor)
    assert isinstance(opened, f.RecordingViewed)
    return opened.viewing


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [("confidentiality", "restricted", "viewing.restricted"), ("respondent", "yes", "viewing.respondent")],
)
def test_what_is_said_of_a_recording_asks_for_a_reason(room: Room, field: str, value: str, code: str) -> None:
    recording = room.recordings[PLAYABLE]
    room.do(NoteRecordings((recording,), field, value))  # type: ignore[arg-type]
    assert room.ask(ViewingAsks(recording)) == (code,)
    assert room.refused(c.OpenViewing(recording, "  "), code).facts == {"name": "MOVI2.mp4"}
    room.do(c.OpenViewing(recording, "复核"))
    room.do(NoteRecordings((recording,), field, ""))  # type: ignore[arg-type]
    room.do(c.OpenViewing(recording))


def test_an_item_that_is_restricted_asks_where_nobody_said_otherwise(room: Room) -> None:
    recording = room.recordings[PLAYABLE]
    room.do(LinkRecording(recording, room.open, "JB-01"))
    room.refused(c.OpenViewing(recording), "viewing.restricted")
    room.do(NoteRecordings((recording,), "confidentiality", "internal"))
    assert room.ask(ViewingAsks(recording)) == ()
    room.do(c.OpenViewing(recording))


def test_seconds_are_kept_for_each_person_and_each_viewing(room: Room) -> None:
    recording, me = room.recordings[PLAYABLE], room.session.actor.name
    first, second, other = viewing(room), viewing(room), by(room, OTHER)
    room.do(c.NoteWatched(first, ((0, 5_000), (3_000, 9_000)), 10_000))
    room.do(c.NoteWatched(first, ((8_000, 12_000),), 5_000))
    room.do(c.NoteWatched(second, ((0, 2_000), (59_000, 70_000)), 4_000))
    room.do(c.NoteWatched(other, ((1_000, 2_000),), 1_000), OTHER)
    found = room.ask(Viewings(recording))
    assert [(each.id, each.spans, each.seen_ms, each.shown_ms) for each in found] == [
        (other, ((1_000, 2_000),), 1_000, 1_000),
        (second, ((0, 2_000), (59_000, 60_000)), 3_000, 4_000),  # no further than the recording goes
        (first, ((0, 12_000),), 12_000, 15_000),
    ]
    seen = {each.actor: each for each in room.ask(Seen(recording))}
    assert (seen[me].viewings, seen[me].spans, seen[me].seen_ms) == (2, ((0, 12_000), (59_000, 60_000)), 13_000)
    assert (seen["王芳"].viewings, seen["王芳"].seen_ms) == (1, 1_000)
    assert [each.actor for each in room.ask(Viewings(actor="王芳"))] == ["王芳"]
    assert room.ask(Viewings(case=room.open)) == ()


def test_only_what_is_new_is_told(room: Room) -> None:
    which = viewing(room)
    (told,) = room.do(c.NoteWatched(which, ((0, 5_000),), 5_000))
    assert told == f.RecordingWatched(which, room.recordings[PLAYABLE], ((0, 5_000),), 5_000)
    assert room.do(c.NoteWatched(which, ((1_000, 4_000),))) == ()
    (told,) = room.do(c.NoteWatched(which, ((4_000, 6_000),), 100))
    assert isinstance(told, f.RecordingWatched) and told.spans == ((5_000, 6_000),)


@pytest.mark.parametrize("spans", [((-1, 5),), ((9, 3),)])
def test_what_cannot_have_been_seen_is_refused(room: Room, spans: tuple[Span, ...]) -> None:
    room.refused(c.NoteWatched(viewing(room), spans), "viewing.bad-span")


def test_nobody_notes_what_another_saw(room: Room) -> None:
    error = room.refused(c.NoteWatched(by(room, OTHER), ((0, 1_000),)), "viewing.not-yours")
    assert error.facts == {"actor": "王芳"}
    room.refused(c.NoteWatched("no such", ((0, 1_000),)), "viewing.unknown")
    room.refused(c.NoteWatched("", ((0, 1_000),)), "viewing.unknown")


def test_viewings_of_a_case_are_those_of_what_is_linked_to_it(room: Room) -> None:
    room.do(c.OpenViewing(room.recordings[LINKED]))
    viewing(room)
    assert [each.recording for each in room.ask(Viewings(case=room.open))] == [room.recordings[LINKED]]
    assert [each.recording for each in room.ask(Seen(case=room.open))] == [room.recordings[LINKED]]


def test_viewings_of_the_version_before_stay_and_tell_nothing_of_what_was_seen() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    catalogue.apply(Database(connection), stop_before="m_viewings")
    connection.execute(
        "INSERT INTO recordings (id, digest, bytes, kind, name, path, device, modified_at, received_at, recorded_at,"
        " day, station, actor, object_path, content_path, read_back, state)"
        " VALUES ('r', '', 1, 'video', 'a.mp4', '', '', '', '', '', '', '', '', '', '', '', 'ready')"
    )
    for actor in ("王芳", "李强"):
        connection.execute(
            "INSERT INTO viewings (recording, viewed_at, actor, source, reason) VALUES ('r', '2026', ?, 'proxy', '')",
            (actor,),
        )
    catalogue.apply(Database(connection))
    found = viewings(connection, Viewings("r"))
    assert [(each.actor, each.id, each.spans) for each in found] == [("李强", "", ()), ("王芳", "", ())]
    connection.close()
