"""What ffprobe says is read with doubt: format, streams and numbers must agree."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recorder_desk.domain.exif import Exif
from recorder_desk.domain.probing import read_probe

MP4 = "mov,mp4,m4a,3gp,3g2,mj2"
VIDEO: dict[str, Any] = {
    "index": 0, "codec_type": "video", "codec_name": "h264", "profile": "High", "pix_fmt": "yuv420p", "width": 1920,
    "height": 1080, "avg_frame_rate": "30000/1001", "duration": "10.0", "bit_rate": "4000000", "nb_frames": "300",
}  # fmt: skip
SOUND: dict[str, Any] = {
    "index": 1, "codec_type": "audio", "codec_name": "aac", "profile": "LC", "channels": 2, "sample_rate": "48000",
    "duration": "10.0", "bit_rate": "128000",
}  # fmt: skip


def probe(*streams: dict[str, Any], size: int = 5_200_000, complaints: str = "", looks: str = "iso", **form: Any):  # type: ignore[no-untyped-def]
    given = {"format_name": MP4, "duration": "10.0", "probe_score": 100, "tags": {"major_brand": "isom"}, **form}
    return read_probe(json.dumps({"format": given, "streams": list(streams)}), complaints, size, looks)


def test_read_probe_of_a_plain_recording() -> None:
    tags = {
        "major_brand": "mp42", "creation_time": "2026-03-01T01:02:03.000000Z", "location": "+36.6700+117.0200/",
        "com.android.manufacturer": "ACME", "com.android.model": "Cam 1",
    }  # fmt: skip
    turned = VIDEO | {"side_data_list": [{"side_data_type": "Display Matrix", "rotation": -90}]}
    found = probe(turned, SOUND, tags=tags)
    info = found.info
    assert (found.problem, info.kind, info.container, info.duration_ms) == ("", "video", MP4, 10_000)
    assert (info.width, info.height, info.frame_rate, info.rotation) == (1920, 1080, "30000/1001", 90)
    assert (info.audio_codec, info.audio_channels, info.audio_rate) == ("aac", 2, 48000)
    assert (info.created_at, info.latitude, info.longitude) == (
        "2026-03-01T01:02:03.000000Z",
        "36.670000",
        "117.020000",
    )
    assert (info.device, info.brand, info.video_stream, info.audio_stream) == ("ACME Cam 1", "mp42", 0, 1)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("+27.5916+086.5640+8850/", ("27.591600", "86.564000")),
        ("-3402.5+15113.25/", ("-34.041667", "151.220833")),
        ("+401234.5-0740510.1/", ("40.209583", "-74.086139")),
        ("+00.0000+000.0000/", ("", "")),
        ("+95.0+000.0/", ("", "")),
        ("nowhere", ("", "")),
    ],
)
def test_read_probe_reads_iso_6709(text: str, place: tuple[str, str]) -> None:
    info = probe(VIDEO, tags={"location": text}).info
    assert (info.latitude, info.longitude) == place


def test_cover_art_is_no_video() -> None:
    cover = VIDEO | {"codec_name": "mjpeg", "disposition": {"attached_pic": 1}}
    assert probe(cover, SOUND, format_name="mp3", looks="mp3", size=200_000).info.kind == "audio"


def test_an_empty_track_is_not_the_one_meant() -> None:
    empty = VIDEO | {"nb_frames": "0", "pix_fmt": "unknown", "width": 3840, "height": 2160}
    assert probe(empty, SOUND, VIDEO | {"index": 2}).info.video_stream == 2


def test_photos_by_format_and_by_brand() -> None:
    still = VIDEO | {"codec_name": "mjpeg", "duration": "0.04"}
    exif = Exif("2026:01:02 03:04:05", "1.5", "2.5", "SONY HDR", 270)
    given = {"format": {"format_name": "image2", "duration": "0.04", "probe_score": 50}, "streams": [still]}
    info = read_probe(json.dumps(given), "", 100_000, "jpeg", exif).info
    assert (info.kind, info.duration_ms, info.frame_rate, info.rotation) == ("photo", 0, "", 270)
    assert (info.created_at, info.latitude, info.device) == ("2026:01:02 03:04:05", "1.5", "SONY HDR")
    heic = probe(VIDEO | {"codec_name": "hevc"}, tags={"major_brand": "heic"})
    assert heic.info.kind == "photo"


@pytest.mark.parametrize(
    ("problem", "given"),
    [
        ("media.truncated", {"raw": "{}", "complaints": "moov atom not found"}),
        ("media.not-media", {"raw": "{}", "complaints": "Format not on whitelist 'mov'"}),
        ("media.not-media", {"raw": "", "looks": ""}),
        ("media.unreadable", {"raw": "not json at all"}),
        ("media.unreadable", {"raw": "[" * 100_000}),
    ],
)
def test_why_nothing_could_be_opened(problem: str, given: dict[str, str]) -> None:
    found = read_probe(given["raw"], given.get("complaints", ""), 5000, given.get("looks", "iso"))
    assert (found.problem, found.info.kind) == (problem, "unknown")


def test_a_log_that_passes_for_a_bare_stream_is_not_media() -> None:
    found = probe(SOUND | {"codec_name": "mp3"}, format_name="mp3", probe_score=25, looks="")
    assert found.problem == "media.not-media"
    assert probe({"index": 0, "codec_type": "subtitle", "codec_name": "subrip"}).problem == "media.not-media"


def test_numbers_that_cannot_be_true_are_not_believed() -> None:
    hours = probe(SOUND | {"duration": "4560.0"}, size=5000, format_name="wav", duration="4560.0", looks="wav")
    assert (hours.problem, hours.info.duration_ms) == ("media.implausible", 0)
    assert probe(VIDEO | {"width": 60000, "height": 60000}, SOUND).problem == "media.implausible"
    assert probe(VIDEO, duration="1000000.0", size=10**9).problem == "media.implausible"
    still = probe(VIDEO | {"bit_rate": "9460"}, size=7019, duration="4.0")
    assert still.problem == "", "seven kilobytes of four seconds are a real recording"


def test_an_index_of_more_than_there_is_means_a_missing_end() -> None:
    assert probe(VIDEO, SOUND, size=3_000_000).problem == "media.truncated"
    assert probe(VIDEO, SOUND, complaints="stream 0, offset 0x2110a: partial file").problem == "media.truncated"
    assert probe(VIDEO, SOUND, size=3_000_000, format_name="mpegts").problem == "", "rates there are guesses"


def test_streams_nobody_can_decode() -> None:
    locked = VIDEO | {"side_data_list": [{"side_data_type": "Encryption initialization data"}]}
    assert probe(locked, SOUND).problem == "media.encrypted"
    assert probe(SOUND | {"channels": 0}).problem == "media.no-decodable-stream"
    assert probe().problem == "media.no-decodable-stream"
    assert probe(SOUND | {"profile": "xHE-AAC"}).info.audio_codec == "usac"


@pytest.mark.parametrize("wrong", [None, [], {}, "x", -1, 1e308, True, "NaN", "9" * 400])
def test_any_field_of_any_type_is_survived(wrong: object) -> None:
    for name in (*VIDEO, "disposition", "side_data_list", "tags", "channels", "sample_rate"):
        probe(VIDEO | {name: wrong}, SOUND | {name: wrong})
    for name in ("format_name", "duration", "bit_rate", "tags", "probe_score"):
        probe(VIDEO, **{name: wrong})
    read_probe(json.dumps({"format": wrong, "streams": wrong}), "", 1, "")
