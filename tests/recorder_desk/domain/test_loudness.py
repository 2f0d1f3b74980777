"""What is read out of a waveform: columns at any zoom, speech, clipped places."""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain.loudness import SPEECH_STEP_MS, Loudness, clipped, speech
from recorder_desk.domain.waveform import Waveform

STRETCH_US = 20_000


def wave(seconds: float, loud: Callable[[float], float]) -> Waveform:
    """Twenty milliseconds a stretch; `loud` tells the amplitude (0 to 32,767) at a time in seconds."""
    peaks = array("h")
    for at in range(int(seconds * 50)):
        amplitude = int(loud(at / 50))
        peaks.append(-amplitude)
        peaks.append(amplitude)
    return Waveform(STRETCH_US, 8000, peaks)


def syllables(at: float) -> float:
    """Four a second, loud and nearly silent in turn, with a breath every two seconds."""
    return 40 if at % 2 > 1.7 else 120 + 9000 * max(0.0, math.sin(2 * math.pi * 4 * at)) ** 2


def mean_of(told: list[float] | tuple[float, ...], since: float, until: float) -> float:
    part = told[int(since * 1000 / SPEECH_STEP_MS) : int(until * 1000 / SPEECH_STEP_MS)]
    return sum(part) / len(part)


def test_speech_is_found_between_silence_hum_and_noise() -> None:
    rng = random.Random(5)

    def day(at: float) -> float:
        if at < 10:
            return 30 + rng.random() * 20  # a quiet room
        if at < 20:
            return syllables(at)
        if at < 30:
            return 8000  # an engine
        return 6000 + rng.random() * 2500  # rain

    told = list(speech(wave(40, day)))
    assert len(told) == 80
    assert all(0 <= each <= 1 for each in told)
    assert mean_of(told, 11, 19) > 0.7
    for since, until in ((0, 9), (21, 29), (31, 40)):
        assert mean_of(told, since, until) < 0.1


def test_a_few_knocks_are_no_speech() -> None:
    told = speech(wave(20, lambda at: 20_000 if at % 3 < 0.02 else 40))
    assert max(told) < 0.1


def test_silence_and_nothing_tell_nothing() -> None:
    assert list(speech(Waveform(STRETCH_US, 8000, array("h")))) == []
    assert set(speech(wave(5, lambda _: 0))) == {0.0}
    assert clipped(Waveform(STRETCH_US, 8000, array("h"))) == ()
    assert not Loudness.of(Waveform(STRETCH_US, 8000, array("h")))


def test_clipped_places_are_told_as_ranges_and_a_single_knock_is_not() -> None:
    told = clipped(wave(30, lambda at: 32_767 if 10 <= at < 12 or 12.2 <= at < 13 or at == 20 else 9_000))
    assert told == ((10_000, 13_000),)


@given(st.integers(0, 59_000), st.integers(20, 60_000), st.integers(1, 400))
def test_columns_hold_the_loudest_of_their_part_at_any_zoom(since: int, span: int, count: int) -> None:
    columns = LOUD.columns(since, since + span, count)
    assert len(columns) == count
    assert all(0 <= each <= 1 for each in columns)
    knock = (KNOCK_MS - since) / span * count  # which column the knock falls on
    if 1 <= knock < count - 1:
        assert max(columns[max(0, int(knock) - 1) : int(knock) + 2]) > 0.95
    elif knock < -1 or knock > count + 1:
        coarse = span / count > 160
        assert coarse or max(columns) < 0.5


KNOCK_MS = 33_000
LOUD = Loudness.of(wave(60, lambda at: 30_000 if at == KNOCK_MS / 1000 else 3_000))


def test_beyond_the_sound_there_is_silence() -> None:
    assert list(LOUD.columns(61_000, 70_000, 5)) == [0.0] * 5
