"""Films whose clocks run apart stay within a picture of each other; a gap in one stops no other. Time is made up."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat
from pytestqt.qtbot import QtBot

from recorder_desk.domain.alignment import Alignment, Lane
from ui.window.together.conductor import TICK_MS, Conductor
from ui.window.together.part import Part

FORMAT = QVideoFrameFormat(QSize(16, 16), QVideoFrameFormat.PixelFormat.Format_YUV420P)


class Film(QObject):
    """A film as the player would play it: its clock runs `ppm` fast, it is late to begin, and pictures come when they
    like."""

    framed, moved, sized, ended = Signal(QVideoFrame), Signal(), Signal(), Signal()
    failed = Signal(str)

    def __init__(self, length_ms: float, ppm: float, late_ms: float, seed: int, frame_ms: float = 40) -> None:
        super().__init__()
        self.length_ms, self._ppm, self._late, self._frame_ms = length_ms, ppm, late_ms, frame_ms
        self.position_ms = self.at_ms = 0.0
        self.rate, self._wait, self.playing, self.volume, self.seeks = 1.0, 0.0, False, 0.0, 0
        self._chance, self._given = random.Random(seed), -1
        self._coming: deque[tuple[float, int]] = deque()
        self._now = 0.0

    def open(self, path: str, at_ms: int = 0) -> None:
        self.seek(at_ms)

    def seek(self, at_ms: int) -> None:
        self.at_ms, self.seeks = float(at_ms), self.seeks + 1
        self._given = int(self.at_ms // self._frame_ms)
        self._coming.clear()
        self._give(self._given)

    def play(self) -> None:
        self.playing, self._wait = True, self._late

    def pause(self) -> None:
        self.playing = False

    def set_speed(self, rate: float) -> None:
        self.rate = rate

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def close(self) -> None:
        self.playing = False

    def advance(self, by_ms: float) -> None:
        self._now += by_ms
        if self.playing:
            gone, self._wait = max(0.0, by_ms - self._wait), max(0.0, self._wait - by_ms)
            self.at_ms = min(self.length_ms, self.at_ms + gone * self.rate * (1 + self._ppm / 1e6))
            while (self._given + 1) * self._frame_ms <= min(self.at_ms, self.length_ms - 1):
                self._given += 1
                rarely = 70.0 if self._chance.random() < 0.002 else 0.0
                self._coming.append((self._now + self._chance.uniform(0, 12) + rarely, self._given))
        while self._coming and self._coming[0][0] <= self._now:
            self._give(self._coming.popleft()[1])

    def _give(self, number: int) -> None:
        frame = QVideoFrame(FORMAT)
        frame.setStartTime(round(number * self._frame_ms * 1000))
        frame.setEndTime(round((number + 1) * self._frame_ms * 1000))
        self.framed.emit(frame)


@dataclass(slots=True)
class Room:
    """A conductor and its films, and the time there."""

    conductor: Conductor
    films: list[Film]
    seconds: float = 0.0

    def pass_(self, seconds: float) -> list[float]:
        """Let time go on; how far apart what was shown lay, beat by beat."""
        found = []
        for _ in range(round(seconds * 1000 / TICK_MS)):
            self.seconds += TICK_MS / 1000
            for film in self.films:
                film.advance(TICK_MS)
            self.conductor.tick()
            found.append(self.conductor.apart_ms)
        return found


def room(*made: tuple[Film, Alignment], gaps: tuple[tuple[int, int], ...] = ()) -> Room:
    parts = []
    for number, (film, lies) in enumerate(made):
        lane = Lane(str(number), f"{number}.mp4", "video", round(film.length_ms), "", -1, True, lies, False, gaps)
        parts.append(Part(lane, "", "25", film))  # type: ignore[arg-type]  # it moves as one
    found = Room(None, [film for film, _ in made])  # type: ignore[arg-type]  # in a moment
    found.conductor = Conductor(parts, None, lambda: found.seconds)
    found.conductor._timer.stop = lambda: None
    found.conductor._timer.start = lambda *_: None
    found.conductor.open()
    return found


def test_ten_minutes_with_clocks_that_run_apart_stay_within_a_picture(qtbot: QtBot) -> None:
    drifts = (0, 80, -120, 200)
    films = [
        Film(640_000, ppm, late, seed)
        for seed, (ppm, late) in enumerate(zip((50, -300, 900, 0), (20, 90, 150, 60), strict=True))
    ]
    lies = [Alignment(offset, 5, ppm) for offset, ppm in zip((0, 2_013, -1_507, 730), drifts, strict=True)]
    here = room(*zip(films, lies, strict=True))
    conductor = here.conductor
    began = conductor.time_ms
    conductor.play()
    here.pass_(3)
    seeks = [film.seeks for film in films]
    apart = here.pass_(600)
    assert max(apart) <= 40.5
    assert sum(each > 40 for each in apart) < len(apart) / 1000
    assert conductor.time_ms - began == pytest.approx(603_000, rel=3e-4)  # the heard one's clock runs 50 ppm fast
    assert [film.seeks for film in films] == seeks  # nobody was sent about
    for part, film in zip(conductor.parts, films, strict=True):
        assert part.frames > 0.97 * 603 * 25
        assert film.rate == 1 if part.audible else abs(film.rate - 1) < 0.07


def test_a_gap_in_one_stops_no_other(qtbot: QtBot) -> None:
    films = [Film(20_000, 0, 20, 1), Film(4_000, 0, 20, 2), Film(20_000, 0, 20, 3)]
    here = room((films[0], Alignment(0)), (films[1], Alignment(3_000)), (films[2], Alignment(-500)))
    conductor = here.conductor
    assert conductor.time_ms == 3_000  # where all run
    conductor.seek(0)
    conductor.play()
    here.pass_(2)
    assert [part.inside for part in conductor.parts] == [True, False, True]
    assert [film.playing for film in films] == [True, False, True]
    here.pass_(3)
    assert all(part.inside for part in conductor.parts) and conductor.apart_ms <= 40.5
    here.pass_(4)
    assert [part.inside for part in conductor.parts] == [True, False, True]
    assert conductor.time_ms == pytest.approx(9_000, abs=60)
    here.pass_(15)
    assert not conductor.playing and conductor.time_ms == conductor.until_ms == 20_000
    conductor.play()
    assert conductor.time_ms == conductor.since_ms == -500


def test_one_is_heard_and_a_hand_moves_it(qtbot: QtBot) -> None:
    films = [Film(20_000, 0, 0, 1), Film(20_000, 0, 0, 2), Film(20_000, 0, 0, 3)]
    here = room((films[0], Alignment(0)), (films[1], Alignment(1_000, 30)), (films[2], Alignment(0, 5, 0, "sound")))
    conductor = here.conductor
    assert [film.volume for film in films] == [0.8, 0, 0]
    conductor.choose(1)
    conductor.set_volume(-60)
    assert [film.volume for film in films] == [0, 0, 0]
    conductor.mute()
    assert [film.volume for film in films] == [0, 0.6, 0]
    conductor.choose(9)
    assert conductor.chosen == 1
    conductor.nudge(-40)
    assert conductor.parts[1].alignment == Alignment(960, 30, 0, "hand")
    conductor.choose(0)
    conductor.nudge(10)
    assert [part.alignment.offset_ms for part in conductor.parts] == [0, 950, -10]
    conductor.step(1)
    assert conductor.time_ms == 1_040
    conductor.faster(1)
    conductor.play()
    here.pass_(2)
    assert conductor.time_ms == pytest.approx(1_040 + 3_000, abs=80)
    conductor.pause()
    assert {part.inside for part in conductor.parts} == {True} and conductor.apart_ms <= 40


def test_one_that_breaks_or_gets_lost_does_not_hold_up_the_others(qtbot: QtBot) -> None:
    films = [Film(60_000, 0, 20, 1), Film(60_000, 0, 20, 2), Film(60_000, 0, 20, 3)]
    here = room((films[0], Alignment(0)), (films[1], Alignment(100)), (films[2], Alignment(200)))
    here.conductor.play()
    here.pass_(3)
    films[1].failed.emit("player.broken")
    films[2].at_ms -= 900  # the machine was busy
    films[2]._given -= 22
    seeks = films[2].seeks
    here.pass_(4)
    assert films[2].seeks > seeks
    assert here.conductor.time_ms == pytest.approx(7_200, abs=150)
    assert here.conductor.parts[1].due_ms is None
    assert max(here.pass_(2)) <= 40.5
