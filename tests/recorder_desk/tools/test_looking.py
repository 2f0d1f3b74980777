"""A file is what it is, not what its name or its numbers say; and looking never opens another file."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import pytest

from recorder_desk.domain.plan import DAMAGED_PARTS, plan_for
from tests.recorder_desk.tools.films import H264, PROFILE, film, media, no, tone


def test_probe_of_a_plain_recording(tmp_path: Path) -> None:
    tags = ("-metadata", "creation_time=2026-03-01T01:02:03Z", "-metadata", "location=+36.6700+117.0200/")
    path = film(tmp_path / "original.mp4", *H264, "-c:a", "aac", *tags, "-movflags", "use_metadata_tags", sound=tone())
    found = media().probe(path, "video")
    info = found.info
    assert (found.problem, info.kind, info.video_codec, info.audio_codec) == ("", "video", "h264", "aac")
    assert (info.width, info.height, info.frame_rate) == (320, 180, "25/1")
    assert abs(info.duration_ms - 2000) < 60 and info.created_at.startswith("2026-03-01T01:02:03")
    assert (info.latitude, info.longitude) == ("36.670000", "117.020000")
    assert '"streams"' in found.raw
    assert plan_for(info, PROFILE).kind == "nothing"


def test_probe_of_a_sidecar_runs_nothing(tmp_path: Path) -> None:
    found = media().probe(tmp_path / "there is no such file.log", "sidecar")
    assert (found.info.kind, found.raw, found.problem) == ("sidecar", "", "")


def test_a_log_named_as_media_is_not_media(tmp_path: Path) -> None:
    lines = "".join(f"2026-03-01 08:00:{n % 60:02d} $GPRMC,POWER ON battery={n}\n" for n in range(4000))
    for name in ("original.log", "original.mp4", "original.gps", "original.srt", "original.h264", "original.jpg"):
        path = tmp_path / name
        path.write_text(lines)
        found = media().probe(path, "video")
        assert (found.problem, found.info.kind) == ("media.not-media", "unknown"), name


def test_a_wav_that_claims_hours(tmp_path: Path) -> None:
    path = film(tmp_path / "original.wav", "-c:a", "pcm_s16le", "-ar", "8000", sight="", sound=tone(), seconds=0.3)
    data = bytearray(path.read_bytes())
    data[4:8] = data[data.index(b"data") + 4 : data.index(b"data") + 8] = struct.pack("<I", 0x7FFFFFF0)
    path.write_bytes(data)
    found = media().probe(path, "audio")
    assert found.problem in ("media.implausible", "media.truncated") or abs(found.info.duration_ms - 300) < 20
    slow = bytearray(path.read_bytes())
    slow[24:32] = struct.pack("<II", 1, 2)  # a sample a second, says the header
    path.write_bytes(slow)
    found = media().probe(path, "audio")
    assert found.problem == "media.implausible" and found.info.duration_ms == 0


def test_a_file_cut_off_before_its_index(tmp_path: Path) -> None:
    path = film(tmp_path / "original.mp4", *H264)
    path.write_bytes(path.read_bytes()[:-4000])
    assert media().probe(path, "video").problem == "media.truncated"


def test_a_file_cut_off_behind_its_index(tmp_path: Path) -> None:
    path = film(tmp_path / "original.mp4", *H264, "-b:v", "4M", "-movflags", "+faststart", seconds=4)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    found = media().probe(path, "video")
    assert (found.problem, found.info.kind) == ("media.truncated", "video")
    made, problem = media().pictures(path, found.info, tmp_path, no)
    assert [each.role for each in made] == ["poster", "filmstrip"], "what is there is shown"
    assert problem == DAMAGED_PARTS


def test_empty_missing_and_random_files(tmp_path: Path) -> None:
    empty, noise = tmp_path / "empty.mp4", tmp_path / "noise.mp4"
    empty.touch()
    noise.write_bytes(bytes((n * 7919 + n // 251) % 256 for n in range(40_000)))
    assert media().probe(empty, "video").problem == "media.empty"
    assert media().probe(tmp_path / "gone.mp4", "video").problem == "media.unreadable"
    assert media().probe(noise, "video").problem in ("media.not-media", "media.unreadable")


def test_a_playlist_does_not_pull_in_another_file(tmp_path: Path) -> None:
    secret = film(tmp_path / "secret.ts", *H264)
    for name, text in (
        ("original.mp4", f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2,\nfile://{secret}\n#EXT-X-ENDLIST\n"),
        ("list.mp4", f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:2,\n{secret.name}\n#EXT-X-ENDLIST\n"),
        ("concat.mp4", f"ffconcat version 1.0\nfile {secret.name}\n"),
        ("sdp.mp4", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"),
    ):
        (tmp_path / name).write_text(text)
        found = media().probe(tmp_path / name, "video")
        assert (found.problem, found.info.kind) == ("media.not-media", "unknown"), name


@pytest.mark.skipif(sys.platform == "win32", reason="a name Windows does not allow")
def test_a_name_that_is_a_pattern_reads_no_siblings(tmp_path: Path) -> None:
    for number in range(3):
        film(tmp_path / f"x{number:03d}.jpg", "-frames:v", "1", "-pix_fmt", "yuvj420p")
    pattern = tmp_path / "x%03d.jpg"
    pattern.write_bytes((tmp_path / "x000.jpg").read_bytes())
    assert media().probe(pattern, "photo").problem == "media.unreadable"
    info = media().probe(tmp_path / "x000.jpg", "photo").info
    assert info.kind == "photo"
    assert media().pictures(pattern, info, tmp_path, no) == ([], "media.unreadable")


def test_a_picture_beyond_all_bounds_is_refused(tmp_path: Path) -> None:
    path = film(tmp_path / "original.jpg", "-frames:v", "1", "-pix_fmt", "yuvj420p")
    data = bytearray(path.read_bytes())
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", 60_000, 60_000)
    path.write_bytes(data)
    found = media().probe(path, "photo")
    made, problem = media().pictures(path, found.info, tmp_path, no)
    assert not made and problem == "media.no-decodable-stream"
