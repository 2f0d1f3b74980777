"""Numbered films, made once; a bare motion with a surface to read the numbers from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.window.player.numbered_films import film, number_in, tone
from ui.window.player.motion import Motion
from ui.window.player.surface import VideoSurface

WAIT_MS = 20_000
HOLES = frozenset({1, 40, 41, 60})
FRAMES = 100


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """25.mp4 and ntsc.mp4 (whole), holes.mp4 (frames dropped), long.mp4 (sound goes on), tone.wav."""
    place = tmp_path_factory.mktemp("films")
    film(place / "25.mp4", FRAMES)
    film(place / "ntsc.mp4", 90, "30000/1001")
    gone = "+".join(f"eq(n\\,{each})" for each in sorted(HOLES))
    film(place / "holes.mp4", FRAMES, more=("-vf", f"select='not({gone})'", "-fps_mode", "vfr"))
    film(place / "long.mp4", 50, sound_seconds=4)
    tone(place / "tone.wav", 4)
    return place


@dataclass(slots=True)
class Seat:
    """A motion and what it shows."""

    motion: Motion
    surface: VideoSurface
    qtbot: QtBot

    @property
    def number(self) -> int:
        """The number painted into the frame that is shown."""
        return number_in(self.surface.image)

    def settle(self) -> int:
        """Wait until what was asked for is shown; its number."""
        self.qtbot.waitUntil(lambda: not (self.motion.seeking or self.surface.image.isNull()), timeout=WAIT_MS)
        self.qtbot.wait(1)
        if self.motion.seeking:
            return self.settle()
        return self.number


Opened = Callable[..., Seat]


@pytest.fixture
def opened_film(qtbot: QtBot) -> Iterator[Opened]:
    """Opens a film in a bare motion; closed in order at the end."""
    seats: list[Seat] = []

    def start(path: Path, rate: str = "25", at_ms: int = 0) -> Seat:
        seat = Seat(Motion(None, Fraction(rate), True), VideoSurface(), qtbot)
        seat.motion.framed.connect(seat.surface.show_frame)
        seat.motion.open(str(path), at_ms)
        seats.append(seat)
        seat.settle()
        return seat

    yield start
    for seat in seats:
        close(qtbot, seat.motion)
        seat.surface.deleteLater()


def close(qtbot: QtBot, motion: Motion) -> None:
    """Close a motion and wait until Qt has deleted it with all that plays."""
    motion.close()
    qtbot.waitUntil(lambda: not isValid(motion), timeout=WAIT_MS)
