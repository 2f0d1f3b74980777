"""Commands of the second copy: appoint, dismiss, note."""

from __future__ import annotations

from recorder_desk.commands import mirror as c
from recorder_desk.commands.archive import FinishSeal, SealCase
from recorder_desk.commands.recordings import NoteStepFailed, RecordCheck
from recorder_desk.domain import facts as f
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.mirror import Copied, MirrorOwed, MirrorPlace
from recorder_desk.queries.mirror import ObjectsUnmirrored, ShowMirror, WhichMirror
from recorder_desk.queries.recordings import OwedCounts
from tests.recorder_desk.commands.room import FRESH, LINKED, Room

HERE = "/media/second"


def appointed(room: Room, path: str = HERE, mirror: str = "") -> str:
    mirror = mirror or new_id()
    room.do(c.AppointMirror(mirror, path))
    return mirror


def owed(room: Room) -> dict[str, MirrorOwed]:
    return {each.id: each for each in room.ask(ObjectsUnmirrored("9", 1000))}


def copied(room: Room, mirror: str, *ids: str) -> None:
    room.do(c.NoteMirrored(mirror, tuple(Copied(each, owed(room)[each].seals) for each in ids)))


def test_appoint_mirror_makes_everything_owed(room: Room) -> None:
    assert owed(room) == {} and room.ask(OwedCounts("x"))["mirror"] == 0
    mirror = appointed(room)
    assert room.ask(WhichMirror()) == MirrorPlace(mirror, HERE)
    assert set(room.recordings) < set(owed(room))  # and the sealed case
    assert room.ask(OwedCounts("x"))["mirror"] == len(owed(room))
    room.refused(c.AppointMirror(mirror, HERE), "mirror.appointed")


def test_dismiss_mirror_leaves_nothing_owed(room: Room) -> None:
    room.refused(c.DismissMirror(), "mirror.none")
    appointed(room)
    room.do(c.DismissMirror())
    assert owed(room) == {} and room.ask(ShowMirror()) is None


def test_note_mirrored_counts_what_was_verified(room: Room) -> None:
    mirror, first = appointed(room), room.recordings[FRESH]
    before = len(owed(room))
    copied(room, mirror, first)
    state = room.ask(ShowMirror())
    assert state is not None and first not in owed(room)
    assert (state.copied, state.owed) == (1, before - 1)


def test_note_mirrored_of_another_mirror_is_dropped(room: Room) -> None:
    mirror = appointed(room)
    assert room.do(c.NoteMirrored(new_id(), (Copied(room.recordings[FRESH], 0),))) == ()
    appointed(room, "/media/third")
    assert room.do(c.NoteMirrored(mirror, (Copied(room.recordings[FRESH], 0),))) == ()
    assert room.recordings[FRESH] in owed(room)


def test_another_mirror_has_nothing_and_the_same_one_keeps_what_it_has(room: Room) -> None:
    mirror, first = appointed(room), room.recordings[FRESH]
    copied(room, mirror, first)
    room.do(c.DismissMirror())
    appointed(room, "/media/moved", mirror)
    assert first not in owed(room)
    appointed(room)
    assert not owed(room)[first].before


def test_a_seal_makes_an_older_second_copy_owed_again(room: Room) -> None:
    mirror, linked = appointed(room), room.recordings[LINKED]
    copied(room, mirror, linked)
    stale = owed(room)
    room.do(RecordCheck(linked, room.show(LINKED).row.digest, ()))
    (begun,) = room.do(SealCase(room.open))
    assert isinstance(begun, f.SealBegun) and linked not in owed(room)
    room.do(FinishSeal(begun.seal, begun.case, "ab/x", "sha512:00"))
    again = owed(room)[linked]
    assert (again.before, again.seals) == (True, 1)
    assert room.open in owed(room) and room.open not in stale
    room.do(c.NoteMirrored(mirror, (Copied(linked, 0),)))  # copied before the seal was in the vault
    assert linked in owed(room)
    copied(room, mirror, linked, room.open)
    assert linked not in owed(room) and room.open not in owed(room)


def test_a_failed_second_copy_rests(room: Room) -> None:
    appointed(room)
    first = room.recordings[FRESH]
    room.do(NoteStepFailed(first, "mirror", "mirror.source-damaged"))
    assert first not in {each.id for each in room.ask(ObjectsUnmirrored("0"))}
    assert owed(room)[first].attempt == 2
