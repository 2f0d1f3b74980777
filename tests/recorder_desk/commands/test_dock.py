"""Commands of the dock: folders, offers, and what became of files."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recorder_desk.commands import dock as c
from recorder_desk.domain import facts as f
from recorder_desk.queries.dock import DropFolder, DropFolders, SeenBelow
from tests.recorder_desk.commands.room import LINKED, Room, arrived, docked

ROW = "SELECT path, offer, ended_at != '' FROM docks WHERE path = ?"


def folders(room: Room) -> dict[str, DropFolder]:
    """What is watched or offered, by path."""
    return {each.path: each for each in room.ask(DropFolders())}


def test_add_drop_folder(room: Room) -> None:
    (fact,) = room.do(c.AddDropFolder("/media/caf\udce9\\x"))
    assert isinstance(fact, f.DropFolderAdded)
    assert fact.path == "/media/caf\\xe9\\\\x"
    assert folders(room)[fact.path].dock == fact.dock
    assert not folders(room)[fact.path].offer


def test_add_drop_folder_twice_changes_nothing(room: Room) -> None:
    room.do(c.AddDropFolder("/media/card"))
    assert room.do(c.AddDropFolder("/media/card")) == ()


def test_add_drop_folder_that_is_only_offered(room: Room) -> None:
    room.do(c.OfferPath("/media/card"))
    (fact,) = room.do(c.AddDropFolder("/media/card"))
    assert isinstance(fact, f.DropFolderAdded)


def test_remove_drop_folder_leaves_a_trace_and_can_be_undone(room: Room) -> None:
    (added,) = room.do(c.AddDropFolder("/media/card"))
    assert isinstance(added, f.DropFolderAdded)
    assert room.do(c.RemoveDropFolder("/media/card")) == (f.DropFolderRemoved(added.dock, "/media/card"),)
    assert "/media/card" not in folders(room)
    assert room.rows(ROW, "/media/card") == [("/media/card", 0, 1)]
    (again,) = room.do(c.AddDropFolder("/media/card"))
    assert isinstance(again, f.DropFolderAdded)
    assert again.dock != added.dock


def test_remove_drop_folder_that_is_offered_ends_the_offer(room: Room) -> None:
    (offer,) = room.do(c.OfferPath("/media/card"))
    assert isinstance(offer, f.OfferOpened)
    assert room.do(c.RemoveDropFolder("/media/card")) == (f.OfferClosed(offer.dock),)


def test_remove_drop_folder_that_nobody_watches(room: Room) -> None:
    assert room.refused(c.RemoveDropFolder("/media/none"), "dock.unknown-folder").facts == {"path": "/media/none"}
    room.do(c.AddDropFolder("/media/card"))
    room.do(c.RemoveDropFolder("/media/card"))
    room.refused(c.RemoveDropFolder("/media/card"), "dock.unknown-folder")


def test_offer_path_and_close_offer(room: Room) -> None:
    (offer,) = room.do(c.OfferPath("/media/card/a.mp4"))
    assert isinstance(offer, f.OfferOpened)
    assert folders(room)["/media/card/a.mp4"].offer
    assert room.do(c.CloseOffer(offer.dock)) == (f.OfferClosed(offer.dock),)
    assert "/media/card/a.mp4" not in folders(room)
    assert room.do(c.CloseOffer(offer.dock)) == ()


def test_close_offer_does_not_end_a_drop_folder(room: Room) -> None:
    (added,) = room.do(c.AddDropFolder("/media/card"))
    assert isinstance(added, f.DropFolderAdded)
    assert room.do(c.CloseOffer(added.dock)) == ()
    assert "/media/card" in folders(room)


def test_register_files_gives_each_file_its_fact_in_one_transaction(room: Room) -> None:
    new, known = c.Arrival(*arrived("a.mp4", b"a")), room.show(LINKED).row
    empty = [c.Arrival(*arrived(f"empty{at}.mp4", b""), problem="media.empty") for at in (1, 2)]
    twin_origin, _ = arrived("again.mp4", b"ignored")
    twin = c.Met(replace(twin_origin, recording=known.id), known.id, known.digest)
    refused, failed = (
        c.Declined(docked("notes.txt"), "receive.not-media"),
        c.Declined(docked("b.mp4"), "receive.disk-full"),
    )
    facts = room.do(c.RegisterFiles((new, *empty), (twin,), (refused,), (failed,)))
    assert [type(fact).__name__ for fact in facts] == [
        *["RecordingReceived"] * 3, "NamesRead", "TwinMet", "FileRefused", "FileFailed",
    ]  # fmt: skip
    outcomes = {path: (seen.outcome, seen.code) for path, seen in room.ask(SeenBelow("/media/card")).items()}
    assert outcomes == {
        "/media/card/a.mp4": ("received", ""),
        "/media/card/empty1.mp4": ("received", ""),
        "/media/card/empty2.mp4": ("received", ""),
        "/media/card/again.mp4": ("twin", ""),
        "/media/card/notes.txt": ("refused", "receive.not-media"),
        "/media/card/b.mp4": ("failed", "receive.disk-full"),
    }
    assert room.show(LINKED).row.twins == known.twins + 1
    assert room.rows("SELECT state FROM recordings WHERE id = ?", empty[0].origin.recording) == [("damaged",)]


def test_register_files_of_a_failed_file_that_arrives_after_all(room: Room) -> None:
    room.do(c.RegisterFiles(failed=(c.Declined(docked("a.mp4"), "receive.disk-full"),)))
    room.do(c.RegisterFiles((c.Arrival(*arrived("a.mp4", b"a")),)))
    assert room.ask(SeenBelow("/media/card/a.mp4"))["/media/card/a.mp4"].outcome == "received"


@pytest.mark.parametrize("held", [True, False])
def test_register_files_never_registers_a_digest_twice(room: Room, held: bool) -> None:
    first, second = (c.Arrival(*arrived(name, b"the same")) for name in ("a.mp4", "b.mp4"))
    other = c.Arrival(*arrived("c.mp4", b"another"))
    if held:
        room.do(c.RegisterFiles((first,)))
    command = c.RegisterFiles((other, second) if held else (other, first, second))
    assert room.refused(command, "receive.already-registered").blame == "defect"


def test_register_files_with_one_wrong_file_registers_none(room: Room) -> None:
    """The first fact was written already when the second breaks a rule of the tables."""
    origin, _ = arrived("again.mp4", b"x")
    command = c.RegisterFiles((c.Arrival(*arrived("a.mp4", b"a")),), (c.Met(origin, "nobody", "sha512:00"),))
    assert room.refused(command, "catalogue.rule-broken").blame == "defect"
    room.do(c.AddDropFolder("/media/card"))
    assert room.whole()
