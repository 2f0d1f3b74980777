"""The same footage twice: noted with what was looked through, told on both sides, never merged."""

from __future__ import annotations

from recorder_desk.commands.codes import NoteCodes
from recorder_desk.domain import facts as f
from recorder_desk.domain.likeness import Print, telling, written
from tests.recorder_desk.commands.room import FRESH, LINKED, PLAYABLE, Room
from tests.recorder_desk.domain.test_likeness import footage, worn


def note(room: Room, which: int, prints: list[Print]) -> list[f.FootageAlike]:
    told = room.do(NoteCodes(room.recordings[which], (), 60, "zxing-cpp 3", written(telling(prints))))
    return [fact for fact in told if isinstance(fact, f.FootageAlike)]


def test_a_copy_is_told_on_both_sides(room: Room) -> None:
    film = footage(1, 40)
    assert note(room, PLAYABLE, film) == [] == note(room, FRESH, footage(2, 40))
    later = [Print(each.at_ms + 5_000, each.bits) for each in worn(film, 9)]
    (fact,) = note(room, LINKED, later)
    assert (fact.other, fact.shift_ms) == (room.recordings[PLAYABLE], -5_000) and fact.agree > 30
    (here,), (there,) = room.show(LINKED).alike, room.show(PLAYABLE).alike
    assert (here.recording, here.shift_ms) == (room.recordings[PLAYABLE], -5_000)
    assert (there.recording, there.shift_ms) == (room.recordings[LINKED], 5_000)
    assert room.show(FRESH).alike == ()
    assert room.show(LINKED).row.digest != room.show(PLAYABLE).row.digest


def test_looked_through_again_it_is_told_anew(room: Room) -> None:
    film = footage(1, 40)
    note(room, PLAYABLE, film)
    note(room, LINKED, worn(film, 9))
    assert note(room, LINKED, footage(3, 40)) == []
    assert room.show(LINKED).alike == () == room.show(PLAYABLE).alike
    held = room.rows("SELECT count(*) FROM print_bands WHERE recording = ?", room.recordings[LINKED])
    note(room, LINKED, footage(3, 40))
    assert room.rows("SELECT count(*) FROM print_bands WHERE recording = ?", room.recordings[LINKED]) == held
