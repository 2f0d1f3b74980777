"""Streams that do not fit together: a proxy all the same, with every picture at its time."""

from __future__ import annotations

import itertools
import json
import subprocess
from pathlib import Path

import pytest

from recorder_desk.domain.media import Made
from recorder_desk.domain.plan import Plan, plan_for
from tests.recorder_desk.tools.films import (
    H264,
    PROFILE,
    PROGRAMS,
    decoded,
    described,
    film,
    ignore,
    media,
    no,
    pixels,
    tone,
)

UNORDERED = ("-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-pix_fmt", "yuv420p")


def proxy(path: Path, into: Path, named: str = "video") -> tuple[Made, Plan]:
    info = media().probe(path, named).info
    plan = plan_for(info, PROFILE)
    into.mkdir()
    return media().proxy(path, info, plan, PROFILE, into, ignore, no), plan


def times(path: str | Path, stream: str = "v") -> list[float]:
    command = [str(PROGRAMS.ffprobe), "-v", "error", "-select_streams", stream, "-of", "json"]
    done = subprocess.run([*command, "-show_entries", "frame=pts_time", str(path)], capture_output=True, check=True)
    return [float(each["pts_time"]) for each in json.loads(done.stdout)["frames"]]


@pytest.mark.parametrize("sound", [("-an",), ("-c:a", "libmp3lame")])
def test_pictures_out_of_an_avi_come_at_their_times(tmp_path: Path, sound: tuple[str, ...]) -> None:
    """An AVI tells no times of showing: pictures stored out of order cannot be copied out of it."""
    tones = "" if "-an" in sound else tone()
    path = film(tmp_path / "original.avi", *UNORDERED, *sound, sound=tones, seconds=3)
    made, plan = proxy(path, tmp_path / "out")
    assert plan.copy_video and made.facts["how"] == "transcode" and made.facts["gave_up"]
    shown = times(made.path)
    assert len(shown) == decoded(path, "v") == 75
    assert all(0.03 < b - a < 0.05 for a, b in itertools.pairwise(shown)), shown


def test_pictures_in_order_are_copied_out_of_an_avi(tmp_path: Path) -> None:
    path = film(tmp_path / "original.avi", *H264, "-bf", "0", seconds=3)
    made, plan = proxy(path, tmp_path / "out")
    assert (plan.kind, made.facts["how"]) == ("remux", "remux")


@pytest.mark.parametrize(("sight", "heard"), [(6, 1), (1, 6)])
def test_a_film_whose_streams_end_at_different_times(tmp_path: Path, sight: int, heard: int) -> None:
    """A microphone that was switched off, a lens that was: what is there is shown to its end."""
    quiet = f"sine=frequency=440:sample_rate=48000:duration={heard}"
    short = f"testsrc2=size=320x180:rate=25:duration={sight}"
    path = film(tmp_path / "original.mkv", "-c:v", "mpeg4", "-c:a", "mp2", sight=short, sound=quiet, seconds=6)
    made, plan = proxy(path, tmp_path / "out")
    assert plan.kind == "transcode" and abs(int(made.facts["duration_ms"]) - 6000) < 100
    assert abs(times(made.path)[-1] - sight) < 0.1 and abs(times(made.path, "a")[-1] - heard) < 0.1


def test_sound_that_cannot_be_read_does_not_keep_the_picture_from_playing(tmp_path: Path) -> None:
    whole = film(tmp_path / "whole.mp4", *H264, "-c:a", "aac", sound=tone())
    data = whole.read_bytes()
    assert data.count(b"stsd") == 2
    last = data.rindex(b"stsd")  # the description of the sound
    path = tmp_path / "original.mp4"
    path.write_bytes(data[:last] + b"free" + data[last + 4 :])
    made, plan = proxy(path, tmp_path / "out")
    assert plan == Plan("remux", "plan.unreadable-sound", copy_video=True)
    assert made.facts["how"] == "remux" and len(times(made.path)) == 50 and times(made.path, "a") == []


def test_a_foreign_photo_is_shown_in_its_own_size(tmp_path: Path) -> None:
    """White on the left, black on the right, larger than a poster."""
    sight = "color=white:size=801x1001:rate=1[a];color=black:size=800x1001:rate=1[b];[a][b]hstack"
    made_of = media()
    path = tmp_path / "original.bmp"
    film(path, "-frames:v", "1", "-pix_fmt", "bgr24", "-update", "1", sight=sight)
    made, plan = proxy(path, tmp_path / "out", "photo")
    assert plan == Plan("photo", "plan.foreign-photo") and Path(made.path).name == "proxy.jpg"
    assert (made.facts["width"], made.facts["height"]) == (1601, 1001)
    assert described(Path(made.path))["codec_name"] == "mjpeg"
    left, right = pixels(Path(made.path), 2, 1)
    assert left > 230 and right < 25
    assert made.tool == "ffmpeg" and made.version == made_of.version() and made.profile == PROFILE.label
