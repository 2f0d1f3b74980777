"""F: exact frames. Films whose every frame bears its number, in many containers; the public samples; hostile ones.

In full: a thousand frames anywhere and a thousand steps each way in every kind of film, and every sample. A sample's
frames bear no numbers: there each is compared with the same frame of a plain decoding from the first to the last.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from av import logging

from recorder_desk.errors import DeskError
from recorder_desk.ports import Film
from recorder_desk.tools.frame_pictures import Shape
from recorder_desk.tools.frames import WorkerFrames
from tests.recorder_desk.tools.numbered import KINDS, LONG_KINDS, number_on
from tests.torture.scope import FULL, Figures

MEDIA = Path(__file__).resolve().parents[2].parent / "shared" / "media"
COUNT, FRAMES = (1000, 600) if FULL else (40, 120)
ALL = {**KINDS, **LONG_KINDS}
CUT = ("pyramid.mp4", "open.ts", "reordered.avi", "jolting.mkv")
SAMPLES = sorted(each for each in (MEDIA / "real").rglob("*.m[po4][4v]*")) if MEDIA.is_dir() else []
SAMPLES += sorted(each for part in ("*.3gp", "*.mts", "*.ts", "*.MOV") for each in (MEDIA / "real").rglob(part))
SOUND_ONLY = {"bbb_mono_8kHz_12.2kbps_amrnb.3gp"}
WAIT_SECONDS = 60


@pytest.fixture
def frames() -> Iterator[WorkerFrames]:
    """The door, closed at the end."""
    door = WorkerFrames()
    yield door
    door.close()


def walk(film: Film, seed: str) -> Iterator[int]:
    """Frames anywhere, then steps back, then steps on, each from somewhere."""
    last, rng = len(film.index) - 1, random.Random(seed)
    for _ in range(COUNT):
        yield rng.randint(0, last)
    for way in (-1, 1):
        here = rng.randint(0, last)
        for _ in range(COUNT):
            here += way
            if not 0 <= here <= last:
                here = last if way < 0 else 0
            yield here


@pytest.mark.parametrize("kind", ALL if FULL else CUT)
def test_every_frame_is_the_one_asked_for(
    frames: WorkerFrames, kind: str, tmp_path: Path, record_property: Figures
) -> None:
    film = frames.open(ALL[kind](tmp_path / kind, FRAMES))
    assert len(film.index) == FRAMES
    wrong = [each for each in walk(film, kind) if number_on(film.picture(each).result(WAIT_SECONDS)) != each]
    record_property("torture", f"{kind}: {COUNT} anywhere, {2 * COUNT} steps, {len(wrong)} wrong")
    assert not wrong


def plainly(path: Path) -> list[bytes]:
    """The digest of every frame, decoded from the first to the last."""
    logging.set_level(None)
    digests: list[bytes] = []
    with av.open(str(path)) as container:
        stream, shape = container.streams.video[0], None
        aspect = stream.sample_aspect_ratio
        for packet in container.demux(stream):
            try:
                shown = stream.decode(packet)
            except (av.InvalidDataError, av.EOFError):
                continue
            for frame in shown:
                shape = shape or Shape(frame, (aspect.numerator, aspect.denominator) if aspect else (1, 1))
                digests.append(hashlib.sha256(shape.colours(frame, 0)[2]).digest())
    return digests


@pytest.mark.skipif(not SAMPLES, reason=f"NOT PROVEN here: there is no {MEDIA}")
@pytest.mark.parametrize("path", SAMPLES if FULL else SAMPLES[:3], ids=lambda path: path.name)
def test_samples_give_what_a_plain_decoding_gives(frames: WorkerFrames, path: Path, record_property: Figures) -> None:
    if path.name in SOUND_ONLY:
        with pytest.raises(DeskError):
            frames.open(path)
        return
    film, plain = frames.open(path), plainly(path)
    assert len(film.index) == len(plain)
    asked = list(dict.fromkeys(walk(film, path.name)))
    random.Random(path.name).shuffle(asked)
    wrong = [
        each
        for each in (asked if FULL else asked[:20])
        if hashlib.sha256(film.picture(each).result(WAIT_SECONDS).rgb).digest() != plain[each]
    ]
    record_property("torture", f"{path.name}: {len(plain)} frames, {len(wrong)} wrong")
    assert not wrong


@pytest.mark.skipif(not MEDIA.is_dir(), reason=f"NOT PROVEN here: there is no {MEDIA}")
def test_hostile_media_are_told_or_shown_and_nothing_hangs(frames: WorkerFrames, record_property: Figures) -> None:
    files = sorted(each for each in (MEDIA / "hostile").rglob("*") if each.is_file())
    opened = refused = 0
    for path in files if FULL else files[::6]:
        try:
            film = frames.open(path)
        except DeskError as error:
            assert error.code == "frames.unreadable"
            refused += 1
            continue
        opened += 1
        for number in {0, len(film.index) // 2, len(film.index) - 1}:
            error = film.picture(number).exception(WAIT_SECONDS)
            assert error is None or getattr(error, "code", "") == "frames.unreadable"
        film.close()
    record_property("torture", f"{opened} hostile files shown, {refused} refused")
    assert opened and refused
