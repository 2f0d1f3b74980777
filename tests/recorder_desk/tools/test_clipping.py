"""Clips: exactly the frames that were asked for, or a true word about which they are."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from pathlib import Path

import pytest

from recorder_desk.domain.clip import ClipOrder, Clipped, Painted
from recorder_desk.domain.export import Hush, Veil, VeilKey, cut_of
from recorder_desk.domain.ink import Ink
from recorder_desk.domain.media import MediaInfo
from recorder_desk.errors import DeskError
from tests.recorder_desk.tools.counted import INFO, SILENT, frames, index_of, numbers, samples
from tests.recorder_desk.tools.films import media
from tests.window.player.numbered_films import HEIGHT, WIDTH, film, tone


def clip(source: Path, order: ClipOrder, into: Path, info: MediaInfo = INFO) -> Clipped:
    into.mkdir(exist_ok=True)
    return media().clip(source, info, order, into, lambda done: None, lambda: False)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("films") / "numbered.mp4", 200)


@pytest.mark.parametrize(("since", "until"), [(0, 400), (1000, 2000), (1030, 3210), (4001, 4039), (7500, 0)])
def test_an_exact_clip_has_exactly_the_frames_of_its_range(
    source: Path, tmp_path: Path, since: int, until: int
) -> None:
    index = index_of(source)
    cut = cut_of(index, since, until)
    made = clip(source, ClipOrder(cut, index), tmp_path / "room")
    assert numbers(Path(made.path)) == list(range(cut.first, cut.last + 1))
    assert (cut.first, cut.last) == (since // 40, (until - 1) // 40 if until else 199)
    assert made.cut == cut
    wanted = (cut.until_us - cut.from_us) / 1e6
    assert abs(len(samples(Path(made.path))) / 48000 - wanted) < 0.1


@pytest.mark.parametrize(
    "more",
    [
        ("-g", "250", "-bf", "3"),
        ("-vf", "select='not(mod(floor(n/3)+n\\,4))',setpts=PTS", "-fps_mode", "vfr"),
        ("-output_ts_offset", "3.7"),
    ],
)
def test_long_groups_and_uneven_rates_are_cut_on_the_frame(tmp_path: Path, more: tuple[str, ...]) -> None:
    source = film(tmp_path / "odd.mp4", 200, sound=False, more=more)
    index, told = index_of(source), numbers(source)
    cut = cut_of(index, 2210, 5730)
    made = clip(source, ClipOrder(cut, index), tmp_path / "room", SILENT)
    assert numbers(Path(made.path)) == told[cut.first : cut.last + 1]


def test_transport_streams_too(tmp_path: Path) -> None:
    source = film(tmp_path / "stream.ts", 200, more=("-f", "mpegts"))
    index = index_of(source)
    for fast in (False, True):
        cut = cut_of(index, 3000, 4000)
        made = clip(source, ClipOrder(cut, index, fast=fast), tmp_path / "room", replace(INFO, container="mpegts"))
        assert numbers(Path(made.path)) == list(range(made.cut.first, made.cut.last + 1))


@pytest.mark.parametrize(("since", "until"), [(0, 400), (1030, 3210), (2000, 2040), (7500, 0)])
def test_a_fast_clip_says_which_frames_it_really_has(source: Path, tmp_path: Path, since: int, until: int) -> None:
    index = index_of(source)
    cut = cut_of(index, since, until)
    made = clip(source, ClipOrder(cut, index, fast=True), tmp_path / "room")
    assert made.cut.first == max(each for each in index.keys if each <= cut.first)
    assert cut.last <= made.cut.last <= cut.last + 3
    assert numbers(Path(made.path)) == list(range(made.cut.first, made.cut.last + 1))
    assert (made.cut.from_us, made.cut.until_us) == (made.cut.first * 40_000, made.cut.last * 40_000 + 40_000)


def test_a_veil_hides_what_is_below_it_and_nothing_else(tmp_path: Path) -> None:
    source = film(tmp_path / "numbered.mp4", 100, sound=False)
    index, cut = index_of(source), cut_of(index_of(source), 400, 2400)
    veil = Veil((VeilKey(1000, 40, 10, 60, 40), VeilKey(2000, 140, 50, 100, 40)))
    plain = clip(source, ClipOrder(cut, index), tmp_path / "plain", SILENT)
    made = clip(source, ClipOrder(cut, index, veils=(veil,)), tmp_path / "veiled", SILENT)
    there = 0
    for at, (before, after) in enumerate(zip(frames(Path(plain.path)), frames(Path(made.path)), strict=True)):
        place = veil.at(index.times_us[cut.first + at] / 1000)
        changed = {(each % WIDTH, each // WIDTH) for each in range(len(before)) if abs(before[each] - after[each]) > 60}
        if place is None:
            assert changed == set()
            continue
        there += 1
        inside = {p for p in changed if 0 <= p[0] - place.x < place.width and 0 <= p[1] - place.y < place.height}
        assert changed == inside
        row = after[(place.y + place.height // 2) * WIDTH :][place.x : place.x + place.width]
        assert max(abs(a - b) for a, b in itertools.pairwise(row)) < 90  # no bar has its edges any more
    assert there == 26


def test_a_hush_is_silent_and_a_tone_is_one(source: Path, tmp_path: Path) -> None:
    index = index_of(source)
    hushes = (Hush(1500, 2000), Hush(3000, 3500, tone=True))
    made = clip(source, ClipOrder(cut_of(index, 1000, 4000), index, hushes=hushes), tmp_path / "room")
    heard = samples(Path(made.path))

    def loud(since: float, until: float) -> float:
        part = heard[int(since * 48000) : int(until * 48000)]
        return math.sqrt(sum(each * each for each in part) / len(part))

    assert loud(0.1, 0.45) > 0.05
    assert loud(0.55, 0.95) < 0.0005
    assert loud(1.1, 1.9) > 0.05
    tones = heard[int(2.1 * 48000) : int(2.4 * 48000)]
    crossings = sum(1 for a, b in itertools.pairwise(tones) if a < 0 <= b)
    assert abs(crossings / 0.3 - 1000) < 5


def test_what_is_drawn_is_there(tmp_path: Path) -> None:
    source = film(tmp_path / "numbered.mp4", 75, sound=False)
    index = index_of(source)
    plates = [Ink(32, 16, bytes([value]) * (32 * 16)) for value in (0, 120, 250)]
    mark = bytearray(WIDTH * HEIGHT * 4)
    for y in range(60, 80):
        for x in range(200, 300):
            mark[4 * (y * WIDTH + x) : 4 * (y * WIDTH + x) + 4] = bytes((255, 255, 255, 255))
    painted = Painted(iter(plates), 400_000, bytes(mark))
    made = clip(source, ClipOrder(cut_of(index, 0, 0), index, painted=painted), tmp_path / "room", SILENT)
    shown = frames(Path(made.path))
    assert len(shown) == 75
    for at, frame in enumerate(shown):
        wanted = (0, 120, 250, 250)[(at * 40 + 400) // 1000]
        assert abs(frame[(4 + 8) * WIDTH + 4 + 16] - wanted) < 40
        assert frame[70 * WIDTH + 250] > 200


def test_sound_alone_is_cut_too(tmp_path: Path) -> None:
    source = tone(tmp_path / "tone.wav", 5)
    info = MediaInfo("audio", "wav", 5000, audio_codec="pcm_s16le", audio_rate=44100, audio_channels=1)
    cut = replace(cut_of(index_of(film(tmp_path / "x.mp4", 10)), 0, 0), first=-1, last=-1, from_us=1_000_000,
                  until_us=3_000_000)  # fmt: skip
    made = clip(source, ClipOrder(cut, hushes=(Hush(1500, 2000),)), tmp_path / "room", info)
    heard = samples(Path(made.path))
    assert abs(len(heard) / 48000 - 2) < 0.06
    assert max(map(abs, heard[int(0.55 * 48000) : int(0.95 * 48000)])) < 0.001
    with pytest.raises(DeskError) as refused:  # these samples cannot lie in such a container
        clip(source, ClipOrder(cut, fast=True), tmp_path / "fast", info)
    assert refused.value.code == "export.fast-not-possible"


def test_a_clip_that_is_called_off_or_bad_leaves_nothing(source: Path, tmp_path: Path) -> None:
    index, room = index_of(source), tmp_path / "room"
    room.mkdir()
    with pytest.raises(DeskError) as refused:
        media().clip(source, INFO, ClipOrder(cut_of(index, 0, 0), index), room, lambda done: None, lambda: True)
    assert refused.value.code == "media.cancelled"
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(source.read_bytes()[:400] + b"\0" * 4000)
    with pytest.raises(DeskError) as refused:
        clip(broken, ClipOrder(cut_of(index, 0, 0), index), room)
    assert refused.value.code == "media.transcode-failed"
