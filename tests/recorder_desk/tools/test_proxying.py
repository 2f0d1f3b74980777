"""A proxy plays what the original shows, was looked at before it got its name, and says how it was made."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import threading
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from recorder_desk.domain.media import Made, MediaInfo
from recorder_desk.domain.plan import Plan, plan_for
from recorder_desk.errors import DeskError
from recorder_desk.tools import looking, proxying
from recorder_desk.tools.limits import Limits
from tests.recorder_desk.tools.films import (
    H264,
    PROFILE,
    copied,
    decoded,
    described,
    film,
    ignore,
    media,
    no,
    pixels,
    tone,
)

AAC = ("-c:a", "aac", "-b:a", "64k")
AGAIN = Plan("transcode", "plan.foreign-picture")


def proxy(path: Path, into: Path, plan: Plan | None = None) -> tuple[Made, Plan]:
    info = media().probe(path, "video").info
    plan = plan or plan_for(info, PROFILE)
    made = media().proxy(path, info, plan, PROFILE, into, ignore, no)
    data = Path(made.path).read_bytes()
    assert (made.digest, made.bytes) == (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
    assert (made.role, made.tool, made.profile) == ("proxy", "ffmpeg", "review-720p@1")
    assert not list(into.glob("*.part")) and not any(str(into) in word for word in made.arguments)
    assert data.index(b"moov") < data.index(b"mdat"), "the index stands in front"
    again = plan_for(media().probe(Path(made.path), "video").info, PROFILE)
    assert again.kind == "nothing", "a proxy needs no proxy"
    return made, plan


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def test_a_transport_stream_is_remuxed(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.ts", *H264, *AAC, sound=tone(), seconds=3)
    made, plan = proxy(path, into)
    assert plan.kind == "remux" and made.facts["how"] == "remux" and Path(made.path).name == "proxy.mp4"
    assert made.arguments[0] == "ffmpeg" and "copy" in made.arguments
    assert made.arguments[-1] == "file:{out}/proxy.mp4" and "file:{source}" in made.arguments
    assert decoded(Path(made.path), "v") == decoded(path, "v") == 75
    assert (made.facts["width"], made.facts["height"]) == (320, 180)


def test_only_the_sound_is_made_anew(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.mov", *H264, "-c:a", "pcm_s16le", sound=tone(), seconds=3)
    made, plan = proxy(path, into)
    assert plan == Plan("transcode", "plan.foreign-sound", copy_video=True)
    assert "libx264" not in made.arguments and decoded(Path(made.path), "a") > 100


@pytest.mark.parametrize(
    ("name", "how", "sight", "size"),
    [
        ("original.avi", ("-c:v", "mpeg4", "-q:v", "4", "-c:a", "mp2"), "testsrc2=size=352x288:rate=25", (352, 288)),
        ("original.mkv", ("-c:v", "ffv1", "-c:a", "flac"), "testsrc2=size=321x181:rate=25", (320, 180)),
        ("original.mkv", ("-c:v", "ffv1", "-pix_fmt", "yuva420p", "-an"), "testsrc2=size=320x180:rate=25", (320, 180)),
        ("original.mp4", (*H264[:-1], "yuv420p10le", *AAC), "testsrc2=size=320x180:rate=60", (320, 180)),
        ("original.mp4", (*H264[:-1], "yuv444p", "-an"), "testsrc2=size=2x1200:rate=5", (2, 1200)),
        ("original.mp4", ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", *AAC),
         "testsrc2=size=1080x1920:rate=5", (720, 1280)),
        ("original.mkv", ("-c:v", "mjpeg", "-q:v", "5", "-an"), "testsrc2=size=2560x1440:rate=5", (1280, 720)),
        ("original.mpg", ("-c:v", "mpeg2video", "-aspect", "16:9", "-c:a", "mp2"), "testsrc2=size=720x576:rate=25",
         (1024, 576)),
        ("original.mkv", ("-c:v", "ffv1", "-an"), "testsrc2=size=16x16:rate=1", (16, 16)),
    ],
)  # fmt: skip
def test_whatever_it_was_it_plays(
    tmp_path: Path, into: Path, name: str, how: tuple[str, ...], sight: str, size: tuple[int, int]
) -> None:
    path = film(tmp_path / name, *how, sight=sight, sound="" if "-an" in how else tone(), seconds=2)
    made, plan = proxy(path, into)
    assert plan.kind == "transcode" and made.facts["how"] == "transcode"
    shown = described(Path(made.path))
    assert (shown["width"], shown["height"]) == size == (made.facts["width"], made.facts["height"])
    assert shown["pix_fmt"] == "yuv420p" and shown["sample_aspect_ratio"] == "1:1"
    frames = decoded(path, "v")
    assert abs(decoded(Path(made.path), "v") - frames) <= 1 and frames > 0


def test_a_turned_film_is_upright_in_its_proxy(tmp_path: Path, into: Path) -> None:
    """White on the left, black on the right; turned right, white is on top."""
    sight = "color=white:size=160x180:rate=25[a];color=black:size=160x180:rate=25[b];[a][b]hstack"
    flat = film(tmp_path / "flat.mp4", *H264, sight=sight)
    turned = copied(flat, tmp_path / "original.mp4", before=("-display_rotation", "-90"))
    made, _ = proxy(turned, into, AGAIN)
    assert (made.facts["width"], made.facts["height"]) == (180, 320)
    top, bottom = pixels(Path(made.path), 1, 2)
    assert top > 200 and bottom < 50


def test_variable_frame_rate_keeps_its_times(tmp_path: Path, into: Path) -> None:
    uneven = ("-vf", "setpts='(N+if(gt(N,10),40,0)+if(gt(N,20),3*N,0))/25/TB'", "-fps_mode", "vfr", "-c:v", "ffv1")
    path = film(tmp_path / "original.mkv", *uneven, "-frames:v", "40", seconds=60)
    made, _ = proxy(path, into)
    assert decoded(Path(made.path), "v") == decoded(path, "v")
    assert abs(int(made.facts["duration_ms"]) - int(made.facts["source_ms"])) <= 1, "to the end of the last frame"


def test_key_frames_stand_close(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.mkv", "-c:v", "ffv1", seconds=5)
    made, _ = proxy(path, into)
    command = [str(media()._programs.ffprobe), "-v", "error", "-select_streams", "v", "-show_packets", "-of", "csv=p=0"]
    said = subprocess.run(
        [*command, "-show_entries", "packet=flags", made.path], capture_output=True, check=True, text=True
    ).stdout.split()
    keys = [number for number, flags in enumerate(said) if flags.startswith("K")]
    assert keys[0] == 0 and max(b - a for a, b in zip(keys, [*keys[1:], len(said)], strict=True)) <= 50
    shown = described(Path(made.path))
    assert (shown["profile"], Fraction(shown["avg_frame_rate"])) == ("High", 25)


@pytest.mark.parametrize(
    ("name", "how", "called"),
    [
        ("original.wav", ("-c:a", "pcm_s16le"), "sound"),
        ("original.mp3", ("-c:a", "libmp3lame"), "sound"),
        ("original.wav", ("-c:a", "pcm_s16le", "-ar", "8000"), "sound"),
        ("original.flac", ("-c:a", "flac", "-ac", "6", "-ar", "96000"), "sound"),
        ("original.aac", ("-c:a", "aac", "-f", "adts"), "remux"),
    ],
)
def test_sound_becomes_m4a(tmp_path: Path, into: Path, name: str, how: tuple[str, ...], called: str) -> None:
    path = film(tmp_path / name, *how, sight="", sound=tone(), seconds=2)
    made, plan = proxy(path, into)
    assert plan.kind == "sound" and made.facts["how"] == called and Path(made.path).name == "proxy.m4a"
    assert abs(int(made.facts["duration_ms"]) - 2000) < 150


def test_sound_stays_in_step_over_a_gap(tmp_path: Path, into: Path) -> None:
    """Sound missing from second 1 to 3 of a transport stream: what follows still comes at its time."""
    sound = "sine=frequency=440:sample_rate=48000,aselect='not(between(t,1,3))'"
    path = film(tmp_path / "original.ts", "-c:v", "mpeg2video", "-c:a", "mp2", sound=sound, seconds=5)
    made, _ = proxy(path, into)
    folder = tmp_path / "wave"
    folder.mkdir()
    info = media().probe(Path(made.path), "video").info
    pictures, _ = media().pictures(Path(made.path), info, folder, no)
    from recorder_desk.domain.waveform import unpack

    wave = unpack(Path(next(each.path for each in pictures if each.role == "waveform")).read_bytes())
    highs = wave.peaks[1::2]
    assert min(highs[10:40]) > 1000 and max(highs[65:140]) < 200 and min(highs[165:230]) > 1000


def test_a_remux_that_is_not_whole_gives_way_to_a_transcode(
    tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = film(tmp_path / "original.ts", *H264, *AAC, sound=tone(), seconds=3)
    looked: list[Path] = []
    real = looking.first_frames

    def half(ffprobe: Path, made: Path, cancelled: object) -> looking.Whole:
        looked.append(made)
        whole = real(ffprobe, made)
        return replace(whole, video_frames=0) if len(looked) == 1 else whole

    monkeypatch.setattr(proxying.looking, "first_frames", half)
    made, plan = proxy(path, into)
    assert plan.kind == "remux" and len(looked) == 2
    assert (made.facts["how"], made.facts["gave_up"]) == ("transcode", "remux") and "libx264" in made.arguments


def test_a_remux_shorter_than_it_should_be_is_not_believed(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.ts", *H264, seconds=3)
    info = replace(media().probe(path, "video").info, duration_ms=9_000)
    made = media().proxy(path, info, plan_for(info, PROFILE), PROFILE, into, ignore, no)
    assert (made.facts["how"], made.facts["gave_up"]) == ("transcode", "remux")
    assert made.facts["source_ms"] == 9_000 and abs(int(made.facts["duration_ms"]) - 3000) < 100


def test_what_cannot_be_decoded_has_no_proxy(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.mp4", *H264, "-movflags", "+faststart")
    info = media().probe(path, "video").info
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat") + 4
    data[start:] = bytes(len(data) - start)
    path.write_bytes(data)
    with pytest.raises(DeskError, match=r"media\.transcode-failed") as caught:
        media().proxy(path, info, AGAIN, PROFILE, into, ignore, no)
    assert caught.value.blame == "environment" and not list(into.iterdir())


@pytest.mark.parametrize("kind", ["nothing", "still", "unplayable"])
def test_a_plan_without_a_proxy_is_our_mistake(tmp_path: Path, into: Path, kind: str) -> None:
    with pytest.raises(DeskError, match=r"media\.transcode-failed") as caught:
        plan = Plan(kind, "plan.x")  # type: ignore[arg-type]
        media().proxy(tmp_path / "original.mp4", MediaInfo("video"), plan, PROFILE, into, ignore, no)
    assert caught.value.blame == "defect"


def test_progress_is_told_in_media_milliseconds(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.mkv", "-c:v", "ffv1", sight="testsrc2=size=640x360:rate=25", seconds=6)
    info = media().probe(path, "video").info
    told: list[int] = []
    media().proxy(path, info, AGAIN, PROFILE, into, told.append, no)
    assert min(told) > 0 and 5_500 <= sum(told) <= 6_000


def test_a_cancelled_proxy_leaves_nothing_and_no_process(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.mkv", "-c:v", "mjpeg", sight="testsrc2=size=1280x720:rate=25", seconds=12)
    info = media().probe(path, "video").info
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append((into / "proxy.mp4.part").exists())
        return asked[-1]

    with pytest.raises(DeskError, match=r"media\.cancelled"):
        media().proxy(path, info, AGAIN, PROFILE, into, ignore, cancelled)
    assert not list(into.iterdir())
    assert not [each for each in threading.enumerate() if each.name.startswith("media-")]


def test_a_proxy_that_takes_too_long_is_stopped(tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(tmp_path / "original.mkv", "-c:v", "mjpeg", sight="testsrc2=size=1280x720:rate=25", seconds=12)
    info = media().probe(path, "video").info
    monkeypatch.setattr(proxying, "limits_for", lambda *given: Limits(8 << 30, 600, 1 << 30, 0.5))
    with pytest.raises(DeskError, match=r"media\.timeout"):
        media().proxy(path, info, AGAIN, PROFILE, into, ignore, no)
    assert not list(into.iterdir())


def test_a_proxy_larger_than_it_can_be_is_stopped(tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = film(tmp_path / "original.mkv", "-c:v", "mjpeg", sight="testsrc2=size=640x360:rate=25", seconds=4)
    info = media().probe(path, "video").info
    monkeypatch.setattr(proxying, "limits_for", lambda *given: Limits(8 << 30, 600, 50_000, 60))
    with pytest.raises(DeskError, match=r"media\.transcode-failed"):
        media().proxy(path, info, AGAIN, PROFILE, into, ignore, no)
    assert not list(into.iterdir())


def test_a_full_disk_is_told_as_such(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.ts", *H264, "-b:v", "8M", sight="testsrc2=size=1280x720:rate=25", seconds=4)
    assert path.stat().st_size > 1_200_000
    mount, umount = shutil.which("mount"), shutil.which("umount")
    size = ["-t", "tmpfs", "-o", "size=1m", "tmpfs", str(into)]
    if not mount or not umount or subprocess.run([mount, *size], capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small file system here")
    try:
        info = media().probe(path, "video").info
        with pytest.raises(DeskError, match=r"media\.disk-full") as caught:
            media().proxy(path, info, plan_for(info, PROFILE), PROFILE, into, ignore, no)
        assert caught.value.blame == "environment" and not list(into.iterdir())
    finally:
        subprocess.run([umount, str(into)], check=True)


def test_what_an_earlier_try_left_does_not_matter(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.ts", *H264)
    (into / "proxy.mp4.part").write_bytes(b"half")
    (into / "proxy.mp4").write_bytes(b"old")
    made, _ = proxy(path, into)
    assert made.bytes > 1000 and [each.name for each in into.iterdir()] == ["proxy.mp4"]


def test_the_source_is_never_written(tmp_path: Path, into: Path) -> None:
    path = film(tmp_path / "original.ts", *H264, *AAC, sound=tone())
    path.chmod(0o444)
    before = (path.stat(), path.read_bytes())
    proxy(path, into)
    assert (path.stat().st_mtime_ns, path.read_bytes()) == (before[0].st_mtime_ns, before[1])


@pytest.mark.parametrize("spare", [1 << 20, -100_000])
def test_a_long_film_is_written_once_where_the_index_has_room(
    tmp_path: Path, spare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxying, "_SPARE_INDEX", spare)
    path = film(tmp_path / "long.mkv", *H264, sight="testsrc2=size=128x96:rate=50", seconds=61)
    (tmp_path / "out").mkdir()
    made, _ = proxy(path, tmp_path / "out")
    assert ("-moov_size" in made.arguments) is (spare > 0), "too little room: the index is moved instead"
