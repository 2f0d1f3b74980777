"""The same films with exact frames: whatever their frames last, one step is one frame, both ways and from anywhere."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from recorder_desk.tools.frames import WorkerFrames
from recorder_desk.tools.missing_frames import MissingFrames
from tests.recorder_desk.tools.numbered import KINDS
from tests.window.player.conftest import FRAMES, HOLES, WAIT_MS, Seat, close
from tests.window.player.numbered_films import number_in
from ui.window.player.motion import Motion
from ui.window.player.surface import VideoSurface

THERE = [each for each in range(FRAMES) if each not in HOLES]


@pytest.fixture
def door() -> Iterator[WorkerFrames]:
    """Opens films for exact frames."""
    frames = WorkerFrames()
    yield frames
    frames.close()


@pytest.fixture
def seated(qtbot: QtBot, door: WorkerFrames):
    """Opens a film in a bare motion that has exact frames, and waits for its index."""
    seats: list[Seat] = []

    def start(path: Path, at_ms: int = 0) -> Seat:
        seat = Seat(Motion(None, Fraction(25), True, frames=door), VideoSurface(), qtbot)
        seat.motion.framed.connect(seat.surface.show_frame)
        seat.motion.open(str(path), at_ms)
        seats.append(seat)
        qtbot.waitUntil(lambda: seat.motion.index is not None and seat.motion.length_ms > 0, timeout=WAIT_MS)
        seat.settle()
        return seat

    yield start
    for seat in seats:
        close(qtbot, seat.motion)
        seat.surface.deleteLater()


@pytest.mark.parametrize("kind", ["plain.mp4", "jolting.mp4", "long.mp4", "plain.ts", "jolting.mkv"])
def test_steps_and_seeks_are_exact(tmp_path: Path, seated, kind: str) -> None:
    seat = seated(KINDS[kind](tmp_path / kind, FRAMES))
    motion, rng = seat.motion, random.Random(kind)
    assert (seat.number, motion.frame, motion.frames) == (0, 0, FRAMES)
    for number in [*range(1, 12), *range(10, -1, -1)]:
        motion.step(number - motion.frame)
        assert (seat.settle(), motion.frame) == (number, number)
    for _ in range(12):
        number = rng.randrange(FRAMES)
        motion.goto_frame(number)
        assert (seat.settle(), motion.frame) == (number, number)
        at_ms = motion.position_ms
        motion.seek(motion.index.times_us[FRAMES - 1 - number] // 1000 + 1)
        assert seat.settle() == FRAMES - 1 - number
        motion.seek(at_ms)  # a position that was told leads back to its frame
        assert seat.settle() == number


@pytest.mark.parametrize("kind", ["plain.mp4", "unlisted.mp4", "jolting.mkv", "late.mkv", "plain.ts", "left.mp4"])
def test_the_player_and_the_index_count_time_alike(tmp_path: Path, door: WorkerFrames, qtbot: QtBot, kind: str) -> None:
    """0 is where the player has it: each frame that it plays starts when the index says, and is as large."""
    path = KINDS[kind](tmp_path / kind, 50)
    index, told = door.open(path).index, {}

    def take(frame) -> None:
        image = frame.toImage()
        told[number_in(image)] = (frame.startTime(), image.width(), image.height())

    motion = Motion(None, Fraction(25), True)
    motion._engine.framed.connect(take)
    motion.open(str(path))
    qtbot.waitUntil(lambda: motion.frames > 0, timeout=WAIT_MS)
    motion.play()
    qtbot.waitUntil(lambda: len(told) > 20, timeout=WAIT_MS)
    close(qtbot, motion)
    for number, (start_us, width, height) in told.items():
        assert abs(start_us - index.times_us[number]) <= 1
        assert (width, height) == (index.width, index.height)


def test_a_step_goes_over_dropped_frames_at_once(films: Path, seated) -> None:
    seat = seated(films / "holes.mp4")
    for order in (THERE[1:], THERE[-2::-1]):
        for number in order:
            seat.motion.step(1 if order is not None and number > seat.number else -1)
            assert seat.settle() == number


def test_a_film_opens_at_the_frame_it_was_asked_for(films: Path, seated) -> None:
    assert seated(films / "25.mp4", at_ms=1210).number == 30


def test_a_second_on_and_back_and_the_ends(films: Path, seated) -> None:
    seat = seated(films / "25.mp4")
    for skip, number in ((1000, 25), (1000, 50), (-1000, 25), (-5000, 0), (60_000, FRAMES - 1)):
        seat.motion.skip(skip)
        assert seat.settle() == number
    seat.motion.seek(0)
    seat.settle()
    seat.motion.to_end()
    assert seat.settle() == FRAMES - 1
    seat.motion.step(1)
    assert seat.settle() == FRAMES - 1


def test_playing_goes_on_from_the_frame_that_is_shown(films: Path, seated) -> None:
    seat = seated(films / "25.mp4")
    seat.motion.goto_frame(60)
    assert seat.settle() == 60
    shown: list[int] = []
    seat.motion.framed.connect(lambda frame: shown.append(round(frame.startTime() / 40_000)))
    seat.motion.play()
    seat.qtbot.waitUntil(lambda: len(shown) > 5, timeout=WAIT_MS)
    seat.motion.pause()
    seat.qtbot.waitUntil(lambda: not seat.motion.playing, timeout=WAIT_MS)
    seat.qtbot.wait(100)
    assert shown == sorted(shown)
    assert 60 <= shown[0] <= 62
    here = seat.number
    assert here == seat.motion.frame
    seat.motion.step(-1)
    assert seat.settle() == here - 1


def test_it_plays_again_from_the_start_after_the_end(films: Path, seated) -> None:
    seat = seated(films / "25.mp4")
    seat.motion.to_end()
    seat.settle()
    seat.motion.play()
    seat.qtbot.waitUntil(lambda: seat.motion.playing and 0 < seat.motion.frame < 60, timeout=WAIT_MS)
    seat.motion.set_speed(16)
    with seat.qtbot.waitSignal(seat.motion.ended, timeout=WAIT_MS):
        pass
    seat.motion.step(-1)
    assert seat.settle() == FRAMES - 2


def test_backwards_every_frame_comes_in_its_order(films: Path, seated) -> None:
    seat = seated(films / "25.mp4", at_ms=1210)
    shown: list[int] = []
    seat.motion.framed.connect(lambda frame: shown.append(number_in(frame.toImage())))
    assert seat.motion.play_backward(2)
    assert (seat.motion.playing, seat.motion.backward) == (True, 2)
    seat.qtbot.waitUntil(lambda: not seat.motion.playing, timeout=WAIT_MS)
    assert shown == sorted(shown, reverse=True)
    assert (shown[-1], seat.motion.frame, seat.motion.backward) == (0, 0, 0)
    seat.motion.goto_frame(50)
    seat.settle()
    seat.motion.play_backward(1)
    seat.qtbot.waitUntil(lambda: seat.motion.frame < 48, timeout=WAIT_MS)
    seat.motion.pause()
    here = seat.settle()
    assert not seat.motion.playing
    seat.motion.play()
    seat.qtbot.waitUntil(lambda: seat.motion.frame > here, timeout=WAIT_MS)


def test_the_newest_preview_is_told(films: Path, seated) -> None:
    seat = seated(films / "25.mp4")
    told: list[tuple[int, int]] = []

    def take(image: QImage, position_ms: int) -> None:
        told.append((number_in(image), position_ms))

    for number in range(FRAMES):
        assert seat.motion.preview(number * 40 + 5, take)
    seat.qtbot.waitUntil(lambda: (FRAMES - 1, (FRAMES - 1) * 40) in told, timeout=WAIT_MS)
    assert all(position == 40 * number for number, position in told)
    assert seat.number == 0


def test_without_exact_frames_the_player_goes_on_alone(films: Path, qtbot: QtBot) -> None:
    seat = Seat(Motion(None, Fraction(25), True, frames=MissingFrames()), VideoSurface(), qtbot)
    seat.motion.framed.connect(seat.surface.show_frame)
    seat.motion.open(str(films / "25.mp4"), 1210)
    assert seat.settle() == 30
    assert not seat.motion.play_backward(1)
    assert not seat.motion.preview(0, lambda image, at: None)
    seat.motion.step(-1)
    assert seat.settle() == 29
    seat.motion.goto_frame(70)
    assert seat.settle() == 70
    close(qtbot, seat.motion)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts threads and processes in /proc")
def test_films_leave_no_thread_and_no_worker(films: Path, door: WorkerFrames, qtbot: QtBot) -> None:
    """Closed while their index is read, while they step, while they play backwards."""

    def left() -> tuple[int, int]:
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        return len(list(Path("/proc/self/task").iterdir())), len(children)

    def once(moment: int) -> None:
        motion = Motion(None, Fraction(25), True, frames=door)
        motion.open(str(films / "25.mp4"))
        if moment:
            qtbot.waitUntil(lambda: motion.index is not None, timeout=WAIT_MS)
            motion.goto_frame(40)
        if moment == 2:
            motion.play_backward(1)
            qtbot.waitUntil(lambda: motion.frame < 39, timeout=WAIT_MS)
        close(qtbot, motion)

    once(1)
    qtbot.wait(200)
    before = left()
    for number in range(9):
        once(number % 3)
    qtbot.waitUntil(lambda: left() <= before, timeout=WAIT_MS)
    assert not door._films
