"""Commands on a recording: what it is, what was made of it, who looked, what a check showed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from recorder_desk.commands import recordings as c
from recorder_desk.commands.base import Command
from recorder_desk.domain import facts as f
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.media import MediaInfo, Probe
from recorder_desk.domain.plan import Plan
from recorder_desk.domain.times import moment
from recorder_desk.queries.recordings import MediaUnprobed, ProxiesMissing
from tests.recorder_desk.commands.room import (
    FRESH,
    LINKED,
    PLAYABLE,
    SEALED,
    UNPLAYABLE,
    Room,
    described,
    poster,
    proxy,
)

LATER = "2999-01-01T00:00:00.000Z"
FAILURES = "SELECT step, code, attempt, again_at FROM failures WHERE recording = ? ORDER BY step"


@pytest.mark.parametrize(
    "command",
    [
        described(new_id()),
        c.AddDerivatives(new_id(), "pictures", (poster(),)),
        c.NoteStepFailed(new_id(), "proxy", "media.unreadable"),
        c.OrderRetry(new_id()),
        c.OpenViewing(new_id()),
        c.RecordCheck(new_id(), "sha512:00", ()),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_said_of_a_recording_that_is_not_there(room: Room, command: Command) -> None:
    room.refused(command, "recording.unknown")


def test_describe_media_says_what_a_recording_is(room: Room) -> None:
    before = room.show(FRESH)
    info = MediaInfo("audio", "mp3", 3_000, created_at="2026-11-20T08:00:00Z")
    probe = Probe(info, "{}", "")
    (fact,) = room.do(c.DescribeMedia(before.row.id, probe, Plan("nothing", "plan.plays-as-it-is"), "ffprobe 7"))
    assert fact == f.MediaDescribed(before.row.id, info, "", "nothing", "plan.plays-as-it-is", "ffprobe 7")
    after = room.show(FRESH)
    assert (before.media, before.row.state, before.play_role) == (None, "received", "none")
    assert (after.media, after.row.state, after.play_role) == (info, "ready", "original")
    assert (after.row.kind, after.row.duration_ms) == ("audio", 3_000)
    assert after.row.recorded_at == "2026-11-20T08:00:00.000Z"
    assert before.row.recorded_at == room.rows("SELECT modified_at FROM recordings WHERE id = ?", before.row.id)[0][0]


def test_describe_media_marks_a_problem(room: Room) -> None:
    room.do(described(room.recordings[FRESH], problem="media.truncated"))
    assert (room.show(FRESH).row.state, room.show(FRESH).row.problem) == ("damaged", "media.truncated")


def test_add_derivatives_keeps_what_was_made_and_replaces_what_was(room: Room) -> None:
    recording = room.recordings[PLAYABLE]
    (fact,) = room.do(c.AddDerivatives(recording, "pictures", (poster(),), "media.truncated"))
    assert fact == f.DerivativesMade(recording, "pictures", (poster(),), "media.truncated")
    assert room.show(PLAYABLE).row.problem == "media.truncated"
    room.do(c.AddDerivatives(recording, "pictures", (poster(digest="sha512:02"),)))
    detail = room.show(PLAYABLE)
    assert [(made.role, made.digest, made.facts) for made in detail.derivatives] == [
        ("poster", "sha512:02", {"width": 320})
    ]
    assert detail.row.problem == "media.truncated", "what was noticed once is not forgotten"


def test_add_derivatives_of_a_proxy_makes_a_recording_playable(room: Room) -> None:
    room.do(c.AddDerivatives(room.recordings[UNPLAYABLE], "pictures", ()))  # a proxy is made after the pictures
    owed = [each.recording for each in room.ask(ProxiesMissing(LATER, "review-720p@1"))]
    assert owed == [room.recordings[UNPLAYABLE]]
    room.do(c.AddDerivatives(room.recordings[UNPLAYABLE], "proxy", (proxy("review-720p@1"),)))
    assert (room.show(UNPLAYABLE).play_role, room.show(UNPLAYABLE).row.state) == ("proxy", "ready")
    assert room.ask(ProxiesMissing(LATER, "review-720p@1")) == ()
    assert [each.recording for each in room.ask(ProxiesMissing(LATER, "review-720p@2"))] == owed


def test_note_step_failed_waits_longer_each_time_and_then_for_somebody(room: Room) -> None:
    recording = room.recordings[FRESH]
    pauses = []
    for attempt in (1, 2, 3, 4):
        (fact,) = room.do(c.NoteStepFailed(recording, "describe", "media.timeout"))
        assert isinstance(fact, f.StepFailed)
        assert (fact.code, fact.attempt) == ("media.timeout", attempt)
        at = moment(str(room.last_entry()["at"]))
        pauses.append(moment(fact.again_at) - at if fact.again_at else None)
    assert pauses == [timedelta(seconds=20), timedelta(minutes=5), None, None]
    assert room.ask(MediaUnprobed(LATER)) == ()


def test_a_step_that_succeeds_starts_counting_anew(room: Room) -> None:
    recording = room.recordings[FRESH]
    room.do(c.NoteStepFailed(recording, "describe", "media.timeout"))
    room.do(c.NoteStepFailed(recording, "pictures", "media.timeout"))
    room.do(described(recording))
    assert [row[0] for row in room.rows(FAILURES, recording)] == ["pictures"]


def test_order_retry_makes_failed_work_owed_now(room: Room) -> None:
    recording = room.recordings[FRESH]
    for _ in range(3):
        room.do(c.NoteStepFailed(recording, "describe", "media.timeout"))
    assert room.do(c.OrderRetry(recording)) == (f.RetryOrdered(recording),)
    assert room.rows(FAILURES, recording) == []
    assert [each.recording for each in room.ask(MediaUnprobed("2000-01-01T00:00:00.000Z"))] == [recording]


def test_open_viewing_leaves_an_entry_each_time(room: Room) -> None:
    recording = room.recordings[PLAYABLE]
    ids = set()
    for reason in (" 复核 ", ""):
        (opened,) = room.do(c.OpenViewing(recording, reason))
        assert isinstance(opened, f.RecordingViewed)
        assert opened == f.RecordingViewed(recording, "original", reason.strip(), opened.viewing)
        ids.add(opened.viewing)
    assert len(ids) == 2 and "" not in ids
    viewed = room.rows("SELECT actor, source, reason FROM viewings WHERE recording = ? ORDER BY id", recording)
    assert viewed == [(room.session.actor.name, "original", "复核"), (room.session.actor.name, "original", "")]


def test_open_viewing_says_when_it_is_the_proxy(room: Room) -> None:
    recording = room.recordings[UNPLAYABLE]
    room.do(c.AddDerivatives(recording, "proxy", (proxy("review-720p@1"),)))
    (opened,) = room.do(c.OpenViewing(recording))
    assert isinstance(opened, f.RecordingViewed) and opened.source == "proxy"


def test_open_viewing_of_what_cannot_be_played(room: Room) -> None:
    error = room.refused(c.OpenViewing(room.recordings[UNPLAYABLE]), "recording.not-playable")
    assert error.facts == {"name": "MOVI3.mp4"}
    room.refused(c.OpenViewing(room.recordings[FRESH]), "recording.not-playable")


@pytest.mark.parametrize("settings", ["viewing_reason = true\n"])
def test_open_viewing_where_a_reason_is_wanted(room: Room, settings: str) -> None:
    room.refused(c.OpenViewing(room.recordings[PLAYABLE], " \t"), "recording.reason-missing")
    room.do(c.OpenViewing(room.recordings[PLAYABLE], "复核"))


def test_a_sealed_recording_is_still_shown_and_checked(room: Room) -> None:
    room.do(c.OpenViewing(room.recordings[SEALED]))
    room.do(c.RecordCheck(room.recordings[SEALED], room.show(SEALED).row.digest, ()))
    assert room.show(SEALED).row.state == "sealed"


def test_record_check_keeps_what_was_found_until_a_check_finds_nothing(room: Room) -> None:
    detail = room.show(LINKED)
    recording, digest = detail.row.id, detail.row.digest
    finding = Finding("vault.digest-differs", recording, {"file": "v1/content/original.mp4"})
    assert detail.checked_at == ""
    assert room.do(c.RecordCheck(recording, digest, (finding,))) == (f.RecordingChecked(recording, digest, (finding,)),)
    assert room.show(LINKED).check_code == "vault.digest-differs"
    room.do(c.RecordCheck(recording, digest, ()))
    assert (room.show(LINKED).check_code, room.show(LINKED).checked_at) == ("", room.last_entry()["at"])
