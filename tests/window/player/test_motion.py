"""Real films, every frame of which tells its number: what is shown is exactly what was asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.window.player.conftest import FRAMES, HOLES, WAIT_MS, Opened, close
from ui.window.player.motion import Motion

THERE = [each for each in range(FRAMES) if each not in HOLES]


@pytest.mark.parametrize(("name", "rate"), [("25.mp4", "25"), ("ntsc.mp4", "30000/1001"), ("ntsc.mp4", "30")])
def test_a_step_shows_the_next_and_the_previous_frame(films: Path, opened_film: Opened, name: str, rate: str) -> None:
    seat = opened_film(films / name, rate)
    assert seat.number == 0
    for number in range(1, 16):
        seat.motion.step(1)
        assert (seat.settle(), seat.motion.frame) == (number, number)
    for number in range(14, -1, -1):
        seat.motion.step(-1)
        assert (seat.settle(), seat.motion.frame) == (number, number)
    seat.motion.step(-1)
    assert seat.settle() == 0


def test_a_seek_shows_the_frame_of_that_moment(films: Path, opened_film: Opened) -> None:
    seat = opened_film(films / "25.mp4", at_ms=1210)
    assert seat.number == 30
    for number in (99, 3, 51, 50, 49, 75, 0):
        seat.motion.seek(number * 40 + 20)
        assert seat.settle() == number
        assert seat.motion.position_ms == number * 40


def test_steps_in_a_rush_all_count(films: Path, opened_film: Opened) -> None:
    seat = opened_film(films / "25.mp4")
    for _ in range(30):
        seat.motion.step(1)
    for _ in range(10):
        seat.motion.step(-1)
    assert seat.settle() == 20


def test_the_end_is_the_last_frame_and_no_further(films: Path, opened_film: Opened) -> None:
    seat = opened_film(films / "25.mp4")
    seat.motion.to_end()
    assert seat.settle() == FRAMES - 1
    seat.motion.step(1)
    assert seat.settle() == FRAMES - 1
    seat.motion.seek(10_000_000)
    assert seat.settle() == FRAMES - 1
    seat.motion.step(-1)
    assert seat.settle() == FRAMES - 2


def test_steps_go_over_dropped_frames_both_ways(films: Path, opened_film: Opened) -> None:
    """A recorder that was busy left frames out: the next one there is comes next, none is left out."""
    seat = opened_film(films / "holes.mp4")
    assert seat.number == 0
    seat.motion.step(1)
    assert seat.settle() == 2
    seat.motion.step(-1)
    assert seat.settle() == 0
    seat.motion.seek(38 * 40 + 20)
    assert seat.settle() == 38
    for number in THERE[THERE.index(38) + 1 : THERE.index(44)]:
        seat.motion.step(1)
        assert seat.settle() == number
    for number in reversed(THERE[THERE.index(37) : THERE.index(43)]):
        seat.motion.step(-1)
        assert seat.settle() == number


def test_where_the_sound_goes_on_the_end_is_the_last_picture(films: Path, opened_film: Opened) -> None:
    seat = opened_film(films / "long.mp4")
    seat.motion.to_end()
    assert seat.settle() == 49
    seat.qtbot.waitUntil(lambda: seat.motion.frames == 50, timeout=WAIT_MS)


def test_playing_shows_every_frame_in_order_and_stops_at_the_end(films: Path, opened_film: Opened) -> None:
    seat = opened_film(films / "25.mp4", at_ms=3000)
    shown: list[int] = []
    seat.motion.framed.connect(lambda frame: shown.append(round(frame.startTime() / 40_000)))
    seat.motion.play()
    seat.qtbot.waitUntil(lambda: not seat.motion.playing and shown[-1:] == [FRAMES - 1], timeout=WAIT_MS)
    assert shown == sorted(shown)
    seat.motion.play()  # from the start again
    seat.qtbot.waitUntil(lambda: seat.motion.playing and 0 < seat.motion.frame < 60, timeout=WAIT_MS)
    seat.motion.pause()
    seat.qtbot.waitUntil(lambda: not seat.motion.playing, timeout=WAIT_MS)
    here = seat.settle()
    seat.motion.step(1)
    assert seat.settle() == here + 1


def test_speed_is_the_speed_of_the_picture(films: Path, opened_film: Opened, qtbot: QtBot) -> None:
    seat = opened_film(films / "25.mp4")
    shown: list[int] = []
    seat.motion.framed.connect(lambda frame: shown.append(frame.startTime()))
    seat.motion.set_speed(16)
    seat.motion.play()
    with qtbot.waitSignal(seat.motion._engine.ended, timeout=WAIT_MS):
        pass
    assert seat.motion.speed == 16
    assert shown[-1] >= 3_900_000


def test_a_sound_is_sought_and_ends(films: Path, qtbot: QtBot) -> None:
    motion = Motion(None, None, False)
    motion.open(str(films / "tone.wav"), 1500)
    qtbot.waitUntil(lambda: motion.length_ms > 3900 and motion.position_ms == 1500, timeout=WAIT_MS)
    motion.seek(3800)
    qtbot.waitUntil(lambda: motion.position_ms == 3800, timeout=WAIT_MS)
    motion.skip(-1000)
    qtbot.waitUntil(lambda: motion.position_ms == 2800, timeout=WAIT_MS)
    motion.seek(3700)
    motion.play()
    qtbot.waitUntil(lambda: not motion.playing and motion.position_ms == motion.length_ms, timeout=WAIT_MS)
    close(qtbot, motion)


@pytest.mark.parametrize(
    ("name", "code"), [("gone.mp4", "player.unreadable"), ("rotten.mp4", "player.broken"), ("short.mp4", "")]
)
def test_what_cannot_be_played_is_told(films: Path, tmp_path: Path, qtbot: QtBot, name: str, code: str) -> None:
    path = tmp_path / name
    if name == "rotten.mp4":
        path.write_bytes(bytes(range(256)) * 64)
    elif name == "short.mp4":
        whole = (films / "25.mp4").read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
    motion = Motion(None, None, True)
    motion.open(str(path))
    if code:
        with qtbot.waitSignal(motion.failed, timeout=WAIT_MS) as told:
            pass
        assert told.args == [code]
    else:  # cut in the middle: what is there is shown, and going to the end neither hangs nor raises
        qtbot.waitUntil(lambda: motion.frames > 0 and not motion.seeking, timeout=WAIT_MS)
        motion.to_end()
        qtbot.waitUntil(lambda: not motion.seeking, timeout=WAIT_MS)
    close(qtbot, motion)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts threads in /proc")
def test_twenty_films_leave_no_thread_and_no_file_open(films: Path, opened_film: Opened, qtbot: QtBot) -> None:
    def threads() -> int:
        return len(list(Path("/proc/self/task").iterdir()))

    def files() -> int:
        return sum(str(films) in str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink())

    def once() -> None:
        motion = Motion(None, None, True)
        motion.open(str(films / "25.mp4"))
        qtbot.waitUntil(lambda: motion.frames > 0, timeout=WAIT_MS)
        motion.play()
        qtbot.waitUntil(lambda: motion.frame > 1, timeout=WAIT_MS)
        close(qtbot, motion)

    once()
    once()
    qtbot.wait(50)
    before = threads()
    for _ in range(20):
        once()
    qtbot.waitUntil(lambda: threads() <= before, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: files() == 0, timeout=WAIT_MS)
