"""Commands of releasing a recorder: order, name, note, end."""

from __future__ import annotations

import pytest

from recorder_desk.commands import release as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.release import Clearing, Kept
from recorder_desk.queries.release import Releases, ReleasesOwed, ShowRelease
from tests.recorder_desk.commands.room import FRESH, Room

PATH = "/media/card/a.mp4"


@pytest.fixture
def settings() -> str:
    """Releasing is on."""
    return "release_recorders = true\n"


def ordered(room: Room) -> str:
    (fact,) = room.do(c.OrderRelease("/media/card"))
    assert isinstance(fact, f.ReleaseOrdered)
    return fact.release


def clearing(room: Room, digest: str = "") -> Clearing:
    row = room.show(FRESH).row
    return Clearing(PATH, "uuid:66E5-A1B2", row.bytes, 7, row.id, digest or row.digest)


@pytest.mark.parametrize("settings", [""])
def test_order_release_is_off_by_default(room: Room, settings: str) -> None:
    room.refused(c.OrderRelease("/media/card"), "release.switched-off")


def test_order_release_once_at_a_time(room: Room) -> None:
    release = ordered(room)
    room.refused(c.OrderRelease("/media/card"), "release.under-way")
    room.do(c.EndRelease(release))
    assert ordered(room) != release


def test_intend_removal_of_bytes_that_are_held(room: Room) -> None:
    release, file = ordered(room), clearing(room)
    room.do(c.IntendRemoval(release, (file,), (Kept("/media/card/x", "release.not-received"),)))
    (owed,) = room.ask(ReleasesOwed())
    assert (owed.release, owed.begun, owed.open) == (release, True, (file,))


def test_intend_removal_of_other_bytes_or_in_no_release(room: Room) -> None:
    release = ordered(room)
    room.refused(c.IntendRemoval(release, (clearing(room, "sha512:00"),)), "release.not-held")
    room.refused(c.IntendRemoval("nobody", (clearing(room),)), "release.unknown")


def test_note_released_only_what_was_named(room: Room) -> None:
    release = ordered(room)
    room.refused(c.NoteReleased(release, (PATH,)), "release.not-intended")
    room.do(c.IntendRemoval(release, (clearing(room),)))
    room.refused(c.NoteReleased(release, (), (Kept("/media/card/b.mp4", "x"),)), "release.not-intended")
    room.do(c.NoteReleased(release, (PATH,)))
    room.refused(c.NoteReleased(release, (PATH,)), "release.not-intended")
    assert room.do(c.NoteReleased(release, ())) == ()
    (row,) = room.ask(Releases())
    assert (row.removed, row.unknown, row.bytes) == (1, 0, room.show(FRESH).row.bytes)


def test_end_release_is_told_once(room: Room) -> None:
    release = ordered(room)
    assert room.do(c.EndRelease(release, "release.interrupted")) == (f.ReleaseEnded(release, "release.interrupted"),)
    assert room.do(c.EndRelease(release)) == ()
    room.refused(c.NoteReleased(release, ()), "release.unknown")
    assert room.ask(ShowRelease(release[-8:])).row.code == "release.interrupted"
