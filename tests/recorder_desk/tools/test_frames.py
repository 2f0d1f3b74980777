"""Frames by their numbers, from real films: whatever the container says, each is the one that was asked for."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from recorder_desk.errors import DeskError
from recorder_desk.tools.frames import WorkerFrames
from tests.recorder_desk.tools.numbered import KINDS, number_on
from tests.window.player.numbered_films import ffmpeg

FRAMES = 100


@pytest.fixture
def frames() -> Iterator[WorkerFrames]:
    """The door, closed at the end."""
    door = WorkerFrames()
    yield door
    door.close()


@pytest.mark.parametrize("kind", KINDS)
def test_each_frame_is_the_one_asked_for(frames: WorkerFrames, kind: str, tmp_path: Path) -> None:
    film = frames.open(KINDS[kind](tmp_path / kind, FRAMES))
    assert len(film.index) == FRAMES
    there_and_back = [*range(FRAMES), *range(FRAMES - 1, -1, -1)]
    anywhere = random.Random(kind).choices(range(FRAMES), k=60)
    for number in (*anywhere, *there_and_back):
        picture = film.picture(number).result(20)
        assert (number_on(picture), picture.number) == (number, number)
        assert picture.at_us == film.index.times_us[number]


def test_times_rise_and_begin_where_the_file_does(frames: WorkerFrames, tmp_path: Path) -> None:
    film = frames.open(KINDS["plain.mp4"](tmp_path / "plain.mp4", FRAMES))
    assert list(film.index.times_us) == [each * 40_000 for each in range(FRAMES)]
    assert film.index.end_us == FRAMES * 40_000
    assert (film.index.width, film.index.height, film.index.rotation) == (320, 96, 0)


def test_what_an_edit_list_leaves_out_is_no_frame(frames: WorkerFrames, tmp_path: Path) -> None:
    """Cut without encoding it again: decoding begins before the first frame that is shown."""
    whole, cut = KINDS["plain.mp4"](tmp_path / "plain.mp4", FRAMES), tmp_path / "cut.mp4"
    argv = [ffmpeg(), "-nostdin", "-v", "error", "-y", "-ss", "0.5", "-i", str(whole), "-c", "copy", str(cut)]
    subprocess.run(argv, check=True, timeout=60)
    film = frames.open(cut)
    first = number_on(film.picture(0).result(20))
    assert first > 0
    assert len(film.index) == FRAMES - first
    for number in (3, 60, 30, 2, len(film.index) - 1, 0):
        assert number_on(film.picture(number).result(20)) == first + number
    assert film.index.times_us[0] == 0


def test_a_small_picture_is_the_same_frame(frames: WorkerFrames, tmp_path: Path) -> None:
    film = frames.open(KINDS["plain.mp4"](tmp_path / "plain.mp4", FRAMES))
    for number in (77, 3, 99, 50):
        picture = film.picture(number, width=160).result(20)
        assert (number_on(picture), picture.width, picture.height) == (number, 160, 48)
        assert number_on(film.picture(number, deinterlaced=True).result(20)) == number


def test_what_is_no_film_is_told(frames: WorkerFrames, tmp_path: Path) -> None:
    rotten = tmp_path / "rotten.mp4"
    rotten.write_bytes(bytes(range(256)) * 64)
    for path in (rotten, tmp_path / "gone.mp4"):
        with pytest.raises(DeskError) as told:
            frames.open(path)
        assert told.value.code == "frames.unreadable"


def test_a_frame_that_is_not_there_is_told_and_others_still_come(frames: WorkerFrames, tmp_path: Path) -> None:
    film = frames.open(KINDS["plain.mp4"](tmp_path / "plain.mp4", FRAMES))
    for number in (FRAMES, -1):
        assert getattr(film.picture(number).exception(20), "code", "") == "frames.unreadable"
    assert number_on(film.picture(5).result(20)) == 5


def test_a_worker_that_dies_is_followed_by_another(frames: WorkerFrames, tmp_path: Path) -> None:
    film = frames.open(KINDS["plain.mp4"](tmp_path / "plain.mp4", FRAMES))
    assert film._process is not None
    film._process._running.kill()
    film._process._thread.join()
    late = film.picture(8)  # asked of the dead one or of the next, as it falls
    assert late.exception(20) is None or getattr(late.exception(), "code", "") == "frames.unreadable"
    assert number_on(film.picture(9).result(20)) == 9


def test_a_closed_film_refuses_and_leaves_no_thread(frames: WorkerFrames, tmp_path: Path) -> None:
    film = frames.open(KINDS["plain.mp4"](tmp_path / "plain.mp4", FRAMES))
    waiting = [film.picture(each) for each in range(FRAMES)]
    film.close()
    film.close()
    for wish in (*waiting, film.picture(1)):
        assert wish.exception(20) is None or getattr(wish.exception(), "code", "") == "frames.closed"
    film.join()


def test_the_newest_wish_comes_first_and_a_cancelled_one_never(frames: WorkerFrames, tmp_path: Path) -> None:
    film = frames.open(KINDS["long.mp4"](tmp_path / "long.mp4", FRAMES))
    came: list[int] = []
    wishes = [film.picture(number) for number in range(FRAMES)]
    for wish in wishes:
        wish.add_done_callback(lambda done: came.append(-1 if done.cancelled() else done.result().number))
    for wish in wishes[:50]:
        wish.cancel()
    for wish in wishes[50:]:
        wish.result(20)
    shown = [each for each in came if each >= 0]
    assert set(shown) >= set(range(50, FRAMES))
    assert shown.index(FRAMES - 1) < shown.index(60)
