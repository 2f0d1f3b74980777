"""The second way of sound: louder than recorded, one side only; and that the way back is the player's own output."""

from __future__ import annotations

import subprocess
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from tests.window.player.conftest import WAIT_MS, close
from tests.window.player.numbered_films import ffmpeg
from ui.window.player.drive import Drive
from ui.window.player.hearing import CHANNELS, Channel, shaped
from ui.window.player.loudspeaker import Loudspeaker
from ui.window.player.motion import Motion


def samples(data: bytes) -> array[int]:
    made = array("h")
    made.frombytes(data)
    return made


@given(st.binary(max_size=400), st.floats(0.1, 3), st.sampled_from(CHANNELS))
def test_as_many_samples_come_out_and_none_is_louder_than_can_be_written(
    data: bytes, gain: float, channel: Channel
) -> None:
    told, made = samples(data[: len(data) // 4 * 4]), samples(shaped(data, gain, channel))
    assert len(told) == len(made)
    if channel != "both":
        assert made[0::2] == made[1::2]
    else:
        assert all((a > 0) == (b > 0) or abs(a * gain) < 1 for a, b in zip(told, made, strict=True))
        quiet = [(a, b) for a, b in zip(told, made, strict=True) if abs(a * gain) <= 16_384]
        assert all(abs(b - a * gain) <= 0.5 for a, b in quiet)


def test_a_side_is_heard_on_both_and_louder_stays_in_order() -> None:
    data = array("h", [100, 9, 20_000, 9, 32_767, 9, -32_768, 9]).tobytes()
    left = samples(shaped(data, 1, "left"))
    assert list(left) == [100, 100, 20_000, 20_000, 32_767, 32_767, -32_768, -32_768]
    assert set(samples(shaped(data, 1, "right"))) == {9}
    loud = list(samples(shaped(data, 3, "left")))[0::2]
    assert loud[0] == 300 and 20_000 < loud[1] < loud[2] < 32_767 and loud[3] > -32_768


@pytest.fixture
def sided(tmp_path: Path) -> Path:
    """Three seconds of a tone on the left, and silence on the right."""
    path = tmp_path / "sided.wav"
    source = "aevalsrc='0.1*sin(2*PI*440*t)|0:d=3:s=48000'"
    argv = [ffmpeg(), "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", source, str(path)]
    subprocess.run(argv, check=True, timeout=60)
    return path


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[array[int]]]:
    """What would have gone to a sound device."""
    told: list[array[int]] = []
    monkeypatch.setattr(Loudspeaker, "write", lambda self, data: told.append(samples(data)))
    yield told


def loudest(heard: list[array[int]], side: int) -> int:
    return max((max(map(abs, each[side::2]), default=0) for each in heard[-3:]), default=0)


def test_boost_and_sides_are_heard_and_only_when_they_are_asked_for(
    qtbot: QtBot, sided: Path, heard: list[array[int]]
) -> None:
    motion = Motion(None, None, False)
    drive = Drive(motion, 100, motion)
    motion.open(str(sided))
    qtbot.waitUntil(lambda: motion.length_ms > 2_900, timeout=WAIT_MS)
    motion.play()
    qtbot.waitUntil(lambda: motion.position_ms > 200, timeout=WAIT_MS)
    assert heard == []  # as recorded it goes the player's own way
    for _ in range(4):
        drive.act("louder")
    assert drive.volume == 200
    qtbot.waitUntil(lambda: loudest(heard, 0) > 6_000, timeout=WAIT_MS)  # a tenth, twice as loud
    assert loudest(heard, 1) < 50
    motion.seek(0)
    for _ in range(4):
        drive.act("quieter")
    drive.act("channel")
    assert (drive.volume, drive.side) == (100, "left")
    qtbot.waitUntil(lambda: 3_000 < loudest(heard, 1) < 3_600, timeout=WAIT_MS)
    drive.act("channel")
    assert drive.side == "right"
    qtbot.waitUntil(lambda: bool(heard) and loudest(heard, 0) < 50, timeout=WAIT_MS)
    drive.act("mute")
    qtbot.wait(100)
    heard.clear()
    qtbot.wait(150)
    assert heard == []
    close(qtbot, motion)


def test_faster_than_recorded_goes_the_players_own_way(qtbot: QtBot, sided: Path, heard: list[array[int]]) -> None:
    motion = Motion(None, None, False)
    drive = Drive(motion, 150, motion)
    motion.open(str(sided))
    qtbot.waitUntil(lambda: motion.length_ms > 2_900, timeout=WAIT_MS)
    drive.act("faster")
    motion.play()
    qtbot.waitUntil(lambda: motion.position_ms > 400, timeout=WAIT_MS)
    assert heard == []
    close(qtbot, motion)


def test_a_dozen_of_them_are_opened_and_closed_while_they_sound(
    qtbot: QtBot, sided: Path, heard: list[array[int]]
) -> None:
    """The player's law: an audio thread that waits for the interpreter would stop the window for good here."""
    for _ in range(12):
        motion = Motion(None, None, False)
        Drive(motion, 250, motion)
        motion.open(str(sided))
        qtbot.waitUntil(lambda opened=motion: opened.length_ms > 0, timeout=WAIT_MS)
        motion.play()
        heard.clear()
        qtbot.waitUntil(lambda: len(heard) > 1, timeout=WAIT_MS)
        close(qtbot, motion)


def test_without_a_sound_device_it_is_silent(qtbot: QtBot, sided: Path) -> None:
    motion = Motion(None, None, False)
    Drive(motion, 300, motion)
    motion.open(str(sided))
    qtbot.waitUntil(lambda: motion.length_ms > 0, timeout=WAIT_MS)
    motion.play()
    qtbot.waitUntil(lambda: motion.position_ms > 300, timeout=WAIT_MS)
    close(qtbot, motion)
