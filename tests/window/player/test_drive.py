"""The hands on a film that only pretends to move: what is wished of it, and when."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from ui.window.player.drive import Drive
from ui.window.player.going import Goal
from ui.window.player.motion import Motion


class Pretended(QObject):
    """Notes what is wished."""

    moved = Signal()
    ended = Signal()

    def __init__(self, *, exact: bool = True) -> None:
        super().__init__()
        self.exact, self.wishes = exact, []  # type: tuple[bool, list[tuple[str, object]]]
        self.playing, self.seeking, self.backward, self.speed, self.position_ms, self.frame = (
            False,
            False,
            0.0,
            1.0,
            0,
            0,
        )

    def play_backward(self, speed: float) -> bool:
        if self.exact:
            self.backward, self.playing = speed, True
        return self.exact

    def play(self) -> None:
        self.backward, self.playing = 0.0, True
        self.wishes.append(("play", self.position_ms))

    def pause(self) -> None:
        self.backward, self.playing = 0.0, False

    def set_speed(self, speed: float) -> None:
        self.speed = speed

    def __getattr__(self, name: str) -> object:
        if name.startswith("_") or name not in {"seek", "skip", "step", "goto_frame", "set_volume", "set_channel"}:
            raise AttributeError(name)
        return lambda value: self.wishes.append((name, value))


def hands(qtbot: QtBot, *, exact: bool = True) -> tuple[Drive, Pretended]:
    motion = Pretended(exact=exact)
    return Drive(cast(Motion, motion), 80, motion), motion


def test_backwards_is_faster_when_asked_again_and_forward_from_there(qtbot: QtBot) -> None:
    drive, motion = hands(qtbot)
    told = []
    for _ in range(4):
        drive.act("rewind")
        told.append(drive.speed)
    assert told == [-1, -2, -4, -4]
    drive.act("forward")
    assert drive.speed == 1 and motion.playing
    drive.act("forward")
    assert drive.speed == 2
    drive.act("rewind")
    drive.act("toggle")
    assert not motion.playing and not motion.backward


def test_where_exact_frames_are_not_to_be_had_it_goes_back_by_seconds(qtbot: QtBot) -> None:
    drive, motion = hands(qtbot, exact=False)
    motion.position_ms = 60_000
    drive.act("rewind")
    drive.act("rewind")
    assert [each for each in motion.wishes if each[0] == "skip"] == [("skip", -1_000), ("skip", -2_000)]
    drive.act("hold")
    assert not drive._rewinding.isActive()


def test_the_range_is_turned_back_at_its_end_only_while_it_plays_forward(qtbot: QtBot) -> None:
    drive, motion = hands(qtbot)
    drive.in_ms, drive.out_ms = 1_000, 2_000
    drive.act("loop")
    for playing, backward, at, turned in (
        (False, 0, 2_000, 0),
        (True, 0, 1_999, 0),
        (True, 1, 2_000, 0),
        (True, 0, 2_000, 1),
    ):
        motion.playing, motion.backward, motion.position_ms = playing, float(backward), at
        motion.wishes.clear()
        motion.moved.emit()
        assert motion.wishes.count(("seek", 1_000)) == turned
    motion.ended.emit()
    assert motion.wishes[-2:] == [("seek", 1_000), ("play", 2_000)]


def test_the_end_is_told_when_it_is_not_to_begin_again(qtbot: QtBot) -> None:
    drive, motion = hands(qtbot)
    with qtbot.waitSignal(drive.finished, timeout=1_000):
        motion.ended.emit()


@pytest.mark.parametrize(("goal", "wish"), [(Goal(1_500), ("seek", 1_500)), (Goal(0, 77), ("goto_frame", 77))])
def test_a_typed_goal_is_gone_to(qtbot: QtBot, goal: Goal, wish: tuple[str, int]) -> None:
    drive, motion = hands(qtbot)
    drive.go(goal)
    assert motion.wishes[-1] == wish


def test_louder_than_recorded_goes_in_larger_steps_and_has_an_end(qtbot: QtBot) -> None:
    drive, motion = hands(qtbot)
    told = []
    for _ in range(14):
        drive.act("louder")
        told.append(drive.volume)
    assert told[:6] == [85, 90, 95, 100, 125, 150] and told[-1] == 300
    assert motion.wishes[-1] == ("set_volume", 3.0)
    for _ in range(8):
        drive.act("quieter")
    assert drive.volume == 100
    drive.act("quieter")
    drive.act("mute")
    assert (drive.volume, motion.wishes[-1]) == (-95, ("set_volume", 0.0))
