"""Recordings of one act find each other by their sound, whatever recorded them; those of different acts never do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.scenes import CODECS, RATE, Take, act, record
from recorder_desk.domain.alignment import Alignment
from recorder_desk.domain.media import MediaInfo
from recorder_desk.errors import DeskError
from recorder_desk.tools import aligning
from tests.recorder_desk.tools.films import film, media, no, tone

NEAR_MS = 10


def heard(take: Take) -> tuple[Path, MediaInfo]:
    return take.path, media().probe(take.path, "audio").info


def aligned(one: Take, other: Take, expected: float, within: int) -> Alignment:
    return media().align(heard(one), heard(other), round(expected), within, no)


@pytest.mark.parametrize(
    ("seed", "kind", "codecs"),
    [
        (1, "voices", ("aac", "mp3")),
        (2, "street", ("opus", "adpcm")),
        (3, "both", ("aac-ts", "alaw")),
        (4, "voices", ("pcm", "aac-ts")),
    ],
)
def test_one_act_is_found_again(tmp_path: Path, seed: int, kind: str, codecs: tuple[str, str]) -> None:
    chance = np.random.default_rng(seed)
    whole = act(chance, 110, kind)
    one, other = (record(tmp_path, f"{number}", whole, 85, chance, codec) for number, codec in enumerate(codecs))
    true = one.offset_of(other)
    found = aligned(one, other, true + chance.uniform(-2500, 2500), 4_000)
    assert (found.clear, found.by) == (True, "sound")
    assert abs(found.offset_ms - true) <= NEAR_MS
    end = 60_000  # and a minute later still, so that the drift is right, too
    drift = (1 + one.ppm / 1e6) / (1 + other.ppm / 1e6) - 1
    assert abs(found.there(end) - (true + end * (1 + drift))) <= NEAR_MS
    assert 0 < found.error_ms <= NEAR_MS
    back = aligned(other, one, -true, 2_000)
    assert back.clear and abs(back.offset_ms - found.inverse().offset_ms) <= 2


def test_every_codec_is_in_the_cut() -> None:
    assert {"aac", "aac-ts", "mp3", "opus", "pcm", "alaw", "adpcm"} == CODECS.keys()


def test_it_is_found_far_from_where_it_was_expected(tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    whole = act(chance, 320, "both")
    one, other = record(tmp_path, "one", whole, 300, chance, "pcm"), record(tmp_path, "other", whole, 60, chance, "mp3")
    found = aligned(one, other, 0, 10 * 60_000)
    assert found.clear and abs(found.offset_ms - one.offset_of(other)) <= NEAR_MS


@pytest.mark.parametrize("hum", [False, True])
def test_different_acts_are_not_taken_for_one(tmp_path: Path, hum: bool) -> None:
    """Also not where both have the mains and a beep each second in them."""
    chance = np.random.default_rng(6)
    takes = [
        record(tmp_path, f"{n}", act(chance, 80, kind, hum=hum), 70, chance)
        for n, kind in enumerate(("both", "voices"))
    ]
    for within in (1_500, 20_000):
        assert not aligned(*takes, expected=0, within=within).clear


def test_a_tone_and_silence_tell_nothing(tmp_path: Path) -> None:
    """A tone is like itself everywhere."""
    sounds = [
        film(tmp_path / f"{n}.wav", sight="", sound=tone(hertz), seconds=30) for n, hertz in enumerate((440, 440))
    ]
    silent = film(tmp_path / "silent.wav", sight="", sound="anullsrc=r=16000", seconds=30)
    one, other, quiet = ((path, media().probe(path, "audio").info) for path in (*sounds, silent))
    assert not media().align(one, other, 0, 5_000, no).clear
    assert not media().align(one, quiet, 0, 5_000, no).clear
    assert not media().align(one, other, 90_000, 5_000, no).clear  # where both never ran


def test_a_piece_is_found_to_the_sample() -> None:
    chance = np.random.default_rng(7)
    whole = (3000 * chance.standard_normal(20 * RATE)).astype(np.float32)
    lag, clearness = aligning.find(whole, whole[31_234 : 31_234 + 4 * RATE]) or (0, 0)
    assert abs(lag - 31_234) < 0.5 and clearness > 10
    assert aligning.find(whole[:10], whole) is None


def test_it_stops_when_it_is_not_wanted_any_more(tmp_path: Path) -> None:
    path = film(tmp_path / "a.wav", sight="", sound=tone(), seconds=30)
    file = path, media().probe(path, "audio").info
    with pytest.raises(DeskError) as caught:
        media().align(file, file, 0, 1_000, lambda: True)
    assert caught.value.code == "media.cancelled"
