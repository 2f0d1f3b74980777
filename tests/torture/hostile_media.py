"""Media that somebody made to do harm, and media that chance made: hand-made attacks and seeded mutants.

In: a folder. Out: files, each with what it reaches for beside it. Made at test time, from ffmpeg's own test pictures.
"""

from __future__ import annotations

import ctypes
import os
import random
import socket
import struct
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.recorder_desk.tools.films import H264, film, tone

SECRETS = ("secret.ts", "secret.mp4", "attack.sub", "attack001.jpg", "attack002.jpg")
_OPENED, _NOT_WAITING = 0x20, os.O_NONBLOCK | os.O_CLOEXEC
_EVENT = struct.Struct("iIII")


def secrets(folder: Path) -> list[Path]:
    """What lies beside an attack, and is nobody's business."""
    film(folder / "secret.ts", *H264, seconds=1)
    film(folder / "secret.mp4", *H264, seconds=1)
    (folder / "attack.sub").write_bytes(os.urandom(4096))
    for number in (1, 2):
        film(folder / f"attack{number:03d}.jpg", "-frames:v", "1", "-update", "1")
    return [folder / name for name in SECRETS]


def attacks(folder: Path, port: int) -> dict[str, Path]:
    """One file for each way to make ffmpeg reach out; `port` is where somebody listens."""
    there, here = f"http://127.0.0.1:{port}", f"file://{folder}"
    head, end = "#EXTM3U\n#EXT-X-TARGETDURATION:3\n", "\n#EXT-X-ENDLIST\n"
    key = f'#EXT-X-KEY:METHOD=AES-128,URI="{here}/attack.sub"\n'
    mpd = (
        '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S"><Period>'
        '<AdaptationSet mimeType="video/mp4">'
        '<Representation id="1" bandwidth="1"><BaseURL>{}</BaseURL></Representation>'
        "</AdaptationSet></Period></MPD>"
    )
    texts = {
        "list-beside.m3u8": f"{head}#EXTINF:2,\nsecret.ts{end}",
        "list-absolute.mp4": f"{head}#EXTINF:2,\n{here}/secret.ts{end}",
        "list-fetched.m3u8": f"{head}#EXTINF:2,\n{there}/x.ts{end}",
        "list-key.m3u8": f"{head}{key}#EXTINF:2,\nsecret.ts{end}",
        "list-chained.m3u8": f"{head}#EXTINF:2,\nconcat:{folder}/secret.ts|{folder}/attack.sub{end}",
        "script-beside.mkv": "ffconcat version 1.0\nfile secret.ts\n",
        "script-fetched.avi": f"ffconcat version 1.0\nfile '{there}/x.ts'\n",
        "dash-file.mp4": mpd.format(f"{here}/secret.mp4"),
        "dash-fetched.mp4": mpd.format(f"{there}/x.mp4"),
        "session.sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video {port} RTP/AVP 96\n",
        "redirect.mov": f"RTSPtext rtsp://127.0.0.1:{port}/x",
        "attack.idx": "# VobSub index file, v7 (do not modify this line!)\nid: en, index: 0\n"
        "timestamp: 00:00:00:001, filepos: 000000000\n",
        "attack%03d.jpg": "no picture at all",
    }
    made = {}
    for name, text in texts.items():
        made[name] = folder / name
        made[name].write_text(text, "utf-8")
    for name, content in {"pixels.png": _bomb(), "hours.wav": _long_sound()}.items():
        made[name] = folder / name
        made[name].write_bytes(content)
    return made


def _bomb() -> bytes:
    """A PNG of a few kilobytes that says it has 2.5 thousand million pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(4_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _long_sound() -> bytes:
    """A WAV of 5 kB that says it is hours long."""
    shape = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    return (
        struct.pack("<4sI4s", b"RIFF", 0x7FFFFF00, b"WAVE")
        + shape
        + struct.pack("<4sI", b"data", 0x7FFFFF00)
        + bytes(5000)
    )


def mutants(folder: Path, count: int, seed: int = 20261123) -> list[Path]:
    """Small films of four kinds, each mutant changed in one to five places by a chance that is always the same."""
    chance, made = random.Random(seed), []
    small = "testsrc2=size=160x120:rate=10"
    bases = [
        film(folder / "base.mp4", *H264, "-c:a", "aac", sight=small, sound=tone(), seconds=1),
        film(folder / "base.ts", *H264, "-c:a", "mp2", sight=small, sound=tone(), seconds=1),
        film(folder / "base.avi", "-c:v", "mpeg4", sight=small, seconds=1),
        film(folder / "base.jpg", "-frames:v", "1", "-update", "1", sight=small),
    ]
    contents = [each.read_bytes() for each in bases]
    for number in range(count):
        which = number % len(bases)
        path = folder / f"mutant{number}{bases[which].suffix}"
        path.write_bytes(_changed(bytearray(contents[which]), chance))
        made.append(path)
    return made


def _changed(content: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 5)):
        near = min(len(content), 600) if chance.random() < 0.5 else len(content)  # headers are where harm is done
        at, long = chance.randrange(max(near, 1)), chance.randint(1, 64)
        how = chance.randrange(6)
        if how == 0:
            content[at : at + long] = chance.randbytes(len(content[at : at + long]))
        elif how == 1:
            content[at] ^= 1 << chance.randrange(8)
        elif how == 2:
            content[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", bytes(4), b"\x7f\xff\xff\xff", b"\0\0\0\x01"))
        elif how == 3:
            content[at:at] = content[at : at + long * 20]
        elif how == 4:
            del content[at : at + long]
        elif len(content) > 2000:
            del content[chance.randrange(1000, len(content)) :]
    return bytes(content)


@contextmanager
def door() -> Iterator[tuple[int, list[object]]]:
    """A listener on this machine, and who knocked."""
    knocks: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def wait() -> None:
            while True:
                try:
                    visitor, address = listener.accept()
                except OSError:
                    return
                knocks.append(address)
                visitor.close()

        waiting = threading.Thread(target=wait)
        waiting.start()
        try:
            yield listener.getsockname()[1], knocks
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            waiting.join()


@contextmanager
def watched(paths: Sequence[Path]) -> Iterator[list[str]]:
    """Names of files that were opened, told by the kernel (inotify), complete when it is left."""
    libc, opened = ctypes.CDLL(None, use_errno=True), list[str]()
    notices = libc.inotify_init1(_NOT_WAITING)
    assert notices >= 0
    try:
        names = {libc.inotify_add_watch(notices, os.fsencode(path), _OPENED): path.name for path in paths}
        assert len(names) == len(paths) and min(names) >= 0
        yield opened
        while told := _read(notices):
            at = 0
            while at < len(told):
                which, _, _, more = _EVENT.unpack_from(told, at)
                opened.append(names[which])
                at += _EVENT.size + more
    finally:
        os.close(notices)


def _read(notices: int) -> bytes:
    try:
        return os.read(notices, 1 << 16)
    except BlockingIOError:
        return b""
