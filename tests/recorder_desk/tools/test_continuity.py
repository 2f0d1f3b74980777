"""Holes and stretches, measured in films that were made with them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from recorder_desk.domain.continuity import Stretch, findings_of
from recorder_desk.domain.media import MediaInfo
from recorder_desk.tools.continuity import measure, read_stretches, stretches
from recorder_desk.tools.looking import look
from recorder_desk.tools.programs import find_programs
from recorder_desk.tools.runner import never

PROGRAMS = find_programs("")
SOUND = "sine=frequency=440:sample_rate=48000"


def made(path: Path, *words: str) -> MediaInfo:
    command = [str(PROGRAMS.ffmpeg), "-v", "error", "-nostdin", "-y", *words, str(path)]
    subprocess.run(command, check=True, timeout=60)
    return look(PROGRAMS.ffprobe, path).info


def lavfi(*sources: str) -> list[str]:
    return [word for source in sources for word in ("-f", "lavfi", "-i", source)]


@pytest.mark.parametrize("ending", ["mp4", "ts", "mkv"])
def test_a_whole_film_has_no_holes(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"whole.{ending}"
    info = made(path, *lavfi("testsrc=d=4:s=320x240:r=25", f"{SOUND}:d=4"), "-c:v", "libx264", "-g", "50")
    found = measure(PROGRAMS.ffprobe, path, info, never)
    assert found.picture is not None and found.sound is not None
    assert (found.picture.packets, found.picture.hole_count, found.sound.hole_count) == (100, 0, 0)
    assert found.picture.end_ms - found.picture.first_ms == pytest.approx(4000, abs=41)
    assert findings_of("r", found) == ()


def test_half_a_second_that_is_not_there_is_found_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "hole.mp4"
    cut = "select='not(between(t,1.5,1.9801))',setpts=PTS"
    info = made(path, *lavfi("testsrc=d=4:s=320x240:r=25"), "-vf", cut, "-fps_mode", "passthrough", "-bf", "0")
    found = measure(PROGRAMS.ffprobe, path, info, never)
    assert found.picture is not None and found.picture.hole_count == 1
    (finding,) = findings_of("r", found)
    assert finding.code == "continuity.picture-hole"
    assert finding.facts["from_ms"] == pytest.approx(1500, abs=41)
    assert finding.facts["length_ms"] == pytest.approx(500, abs=41)


def test_sound_that_ends_early_is_told(tmp_path: Path) -> None:
    path = tmp_path / "short.mp4"
    info = made(path, *lavfi("testsrc=d=5:s=320x240:r=25", f"{SOUND}:d=2"), "-c:v", "libx264")
    found = findings_of("r", measure(PROGRAMS.ffprobe, path, info, never))
    assert [each.code for each in found] == ["continuity.sound-short"]


def test_frozen_black_and_silent_stretches_are_found_where_they_are(tmp_path: Path) -> None:
    path = tmp_path / "stretches.mp4"
    parts = lavfi("testsrc=d=4:s=320x240:r=25", "color=black:d=3:s=320x240:r=25", "color=red:d=4:s=320x240:r=25",
                  f"{SOUND}:d=4", "anullsrc=d=7:r=48000:cl=mono")  # fmt: skip
    graph = "[0][1][2]concat=n=3[v];[3][4]concat=n=2:v=0:a=1[a]"
    info = made(path, *parts, "-filter_complex", graph, "-map", "[v]", "-map", "[a]", "-c:v", "libx264")
    found = stretches(PROGRAMS.ffmpeg, path, info, never)
    assert [each.kind for each in found] == ["black", "silent", "frozen"]
    for each, (since, until) in zip(found, ((4000, 7000), (4000, 11_000), (7000, 11_000)), strict=True):
        assert (each.from_ms, each.until_ms) == (pytest.approx(since, abs=80), pytest.approx(until, abs=120))
    codes = [each.code for each in findings_of("r", None, found)]
    assert codes == ["continuity.black", "continuity.silent", "continuity.frozen"]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("", ()),
        ("frame:1 pts:2\nlavfi.black_start=1\nlavfi.black_end=3.5", (Stretch("black", 1000, 3500),)),
        ("lavfi.silence_start=2", (Stretch("silent", 2000, 9000),)),
        ("lavfi.silence_end=2", ()),
        ("lavfi.freezedetect.freeze_start=1\nlavfi.freezedetect.freeze_start=2\nlavfi.freezedetect.freeze_end=4",
         (Stretch("frozen", 1000, 4000),)),
    ],
)  # fmt: skip
def test_what_the_detectors_say_is_read(told: str, found: tuple[Stretch, ...]) -> None:
    assert read_stretches(told, 9000) == found


@pytest.mark.parametrize("data", [b"", b"not a film" * 100, bytes(5000)])
def test_what_is_no_film_measures_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(data)
    info = MediaInfo("video", "mov", 1000, "h264")
    assert measure(PROGRAMS.ffprobe, path, info, never).main is None
    assert stretches(PROGRAMS.ffmpeg, path, info, never) == ()
