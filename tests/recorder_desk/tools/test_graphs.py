"""What ffmpeg is asked is written down word for word, with every guard in every vector."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.probing import FORMATS
from recorder_desk.tools import graphs
from tests.recorder_desk.tools.films import PROFILE

FFMPEG, SOURCE, OUT = Path("ffmpeg"), Path("/vault/x/original.ts"), Path("/home/out")
INFO = MediaInfo(
    "video", "mpegts", 600_000, "h264", "High", "yuv420p", 1920, 1080, "25/1",
    audio_codec="aac", audio_channels=6, audio_rate=48000, video_stream=1, audio_stream=3,
)  # fmt: skip
GUARDS = (
    ("-protocol_whitelist", "file,pipe"),
    ("-format_whitelist", FORMATS),
    ("-max_pixels", "70000000"),
    ("-max_streams", "32"),
    ("-max_alloc", "536870912"),
)
PARTS = {"poster": OUT / "poster.jpg.part", "filmstrip": OUT / "filmstrip.jpg.part", "waveform": OUT / "w"}
VECTORS = {
    "probe": graphs.probe(Path("ffprobe"), SOURCE),
    "first-frames": graphs.first_frames(Path("ffprobe"), SOURCE),
    "pictures": graphs.pictures(FFMPEG, SOURCE, INFO, PARTS, keys=True),
    "first-picture": graphs.first_picture(FFMPEG, SOURCE, INFO, OUT / "p"),
    "photo": graphs.first_picture(FFMPEG, SOURCE, replace(INFO, kind="photo", rotation=270), OUT / "p"),
    "sound-pictures": graphs.sound_pictures(FFMPEG, SOURCE, INFO, OUT / "p"),
    "remux": graphs.remux(FFMPEG, SOURCE, INFO, OUT / "proxy.mp4.part", kind="mp4"),
    "transcode": graphs.transcode(FFMPEG, SOURCE, INFO, PROFILE, OUT / "proxy.mp4.part", (False, False)),
    "copy-video": graphs.transcode(FFMPEG, SOURCE, INFO, PROFILE, OUT / "proxy.mp4.part", (True, False)),
    "sound": graphs.sound(FFMPEG, SOURCE, INFO, PROFILE, OUT / "proxy.m4a.part"),
}


@pytest.mark.parametrize("name", VECTORS)
def test_every_vector_has_every_guard_before_its_input(name: str) -> None:
    words = VECTORS[name]
    pairs = list(itertools.pairwise(words))
    source = words.index(f"file:{SOURCE}")
    for guard in GUARDS:
        assert guard in pairs and pairs.index(guard) < source
    if words[0] == "ffmpeg":
        assert words[1] == "-nostdin" and words.count("-i") == 1
        assert words[source - 1] == "-i"
        assert all(word.startswith(("file:/home/out/", "pipe:1")) for word in words if "/home/out" in word)


def test_the_remux_word_for_word() -> None:
    tail = VECTORS["remux"][VECTORS["remux"].index("-i") :]
    assert " ".join(tail) == (
        "-i file:/vault/x/original.ts -map 0:1 -map 0:3 -f mp4 -c copy -dn -map_chapters -1 -map_metadata -1"
        " -movflags +faststart -sn -thread_queue_size 64 file:/home/out/proxy.mp4.part"
    )


def test_the_transcode_word_for_word() -> None:
    tail = VECTORS["transcode"][VECTORS["transcode"].index("-i") :]
    assert tail[3] == (
        r"[0:1]scale=h=max(2\,trunc(ow/dar/2+0.499)*2):out_range=tv"
        r":w=max(2\,trunc(if(gte(dar\,1)\,min(720\,ih)*dar\,min(720\,iw*sar))/2+0.499)*2)[s0];"
        "[s0]setsar=1[s1];[s1]format=yuv420p[s2];[0:3]aresample=async=1:first_pts=0[s3]"
    )
    assert " ".join(tail[4:]) == (
        "-map [s2] -map [s3] -f mp4 -ac 2 -b:a 128k -bf 0 -c:a aac -c:v libx264 -crf 23 -dn -g 50 -map_chapters -1"
        " -map_metadata -1 -movflags +faststart -pix_fmt yuv420p -preset veryfast -profile:v high -sn -t 1260"
        " file:/home/out/proxy.mp4.part"
    )


def test_pictures_come_from_key_frames_in_one_run() -> None:
    words = VECTORS["pictures"]
    assert words[words.index("-skip_frame") + 1] == "nokey"
    assert words.count("-frames:v") == 2 and words[-1] == "pipe:1"
    assert "-progress" not in words, "samples go to the same pipe"


def test_a_photo_is_turned_by_us_alone() -> None:
    words = VECTORS["photo"]
    assert "-noautorotate" in words and "transpose=cclock" in " ".join(words)


@pytest.mark.parametrize(
    ("duration", "shape"),
    [
        (0, graphs.Strip(1, 1, 1, 40)),
        (41, graphs.Strip(2, 1, 2, 40)),
        (4_000, graphs.Strip(10, 1, 10, 400)),
        (12_000, graphs.Strip(10, 2, 12, 1000)),
        (600_000, graphs.Strip(10, 6, 60, 10_000)),
        (10_800_001, graphs.Strip(10, 6, 60, 180_001)),
    ],
)
def test_strip_for(duration: int, shape: graphs.Strip) -> None:
    assert graphs.strip_for(replace(INFO, duration_ms=duration)) == shape


def test_safe_names() -> None:
    for fine in ("/vault/a/original.jpg", "/100%/original.mp4", "/vault/ä b'c/x.ts"):
        assert graphs.safe(Path(fine)), fine
    for bad in ("/v/x%03d.jpg", "/v/100%.mp4", "/v%d/original.jpg", "/v%%/original.jpg", "/v%*/original.jpg"):
        assert not graphs.safe(Path(bad)), bad


def test_worth_all_frames() -> None:
    assert graphs.worth_all_frames(replace(INFO, duration_ms=5_000))
    assert not graphs.worth_all_frames(INFO)
    assert graphs.worth_all_frames(replace(INFO, duration_ms=5_000, frame_rate=""))
