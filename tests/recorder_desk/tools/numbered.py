"""Numbered films in many containers, and which number a decoded picture bears."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from recorder_desk.domain.frames import Picture
from tests.window.player.numbered_films import BARS, ffmpeg, film

Maker = Callable[[Path, int], Path]


def number_on(picture: Picture) -> int:
    """The number painted on a picture that lies upright."""
    bar, row = picture.width / BARS, picture.height // 2 * picture.width
    return sum(1 << bit for bit in range(BARS) if picture.rgb[3 * (row + int((bit + 0.5) * bar))] > 127)


def maker(*more: str, rate: str = "25") -> Maker:
    """Makes a film of so many frames with these words for ffmpeg."""
    return lambda path, frames: film(path, frames, rate, more=more)


def _jolting(path: Path, frames: int) -> Path:
    """Frames that last differently long: 1, 2 or 3 of the usual."""
    times = "setpts='(N*2-mod(N\\,2)+gte(mod(N\\,6)\\,4))/(25*TB)'"
    return film(path, frames, more=("-vf", times, "-fps_mode", "passthrough"))


def _turned(degrees: int) -> Maker:
    """Held another way: its pictures lie on a side or on their head, and the file says so."""
    stored = {90: "transpose=clock", 180: "hflip,vflip", 270: "transpose=cclock"}[degrees]

    def make(path: Path, frames: int) -> Path:
        lying = film(path.with_name(f"lying-{path.name}"), frames, more=("-vf", stored))
        argv = [ffmpeg(), "-nostdin", "-v", "error", "-y", "-display_rotation", str(degrees), "-i", str(lying)]
        subprocess.run([*argv, "-c", "copy", str(path)], check=True, timeout=60)
        return path

    return make


_GROUP = ("-sc_threshold", "0")
KINDS: dict[str, Maker] = {
    "plain.mp4": maker(),
    "still.mp4": maker("-bf", "0"),
    "pyramid.mp4": maker("-bf", "5", "-x264-params", "b-pyramid=normal:open-gop=1", "-g", "30"),
    "unlisted.mp4": maker("-use_editlist", "0"),
    "television.mp4": maker(rate="30000/1001"),
    "long.mp4": maker("-g", "250", "-keyint_min", "250", "-sc_threshold", "0"),
    "jolting.mp4": _jolting,
    "jolting.mkv": _jolting,
    "plain.mkv": maker(),
    "late.mkv": maker("-output_ts_offset", "5"),
    "plain.ts": maker(),
    "open.ts": maker("-x264-params", "open-gop=1"),
    "reordered.avi": maker(),
    "plain.avi": maker("-bf", "0"),
    "older.ts": maker("-c:v", "mpeg2video", "-bf", "2", "-q:v", "2"),
    "older.avi": maker("-c:v", "mpeg4", "-bf", "2", "-q:v", "2"),
    "left.mp4": _turned(90),
    "head.mp4": _turned(180),
    "right.mov": _turned(270),
    "modern.mp4": maker("-c:v", "libx265", "-x265-params", "log-level=none"),
}


LONG_KINDS: dict[str, Maker] = {
    f"gop{gop}{bframes}.{ending}": maker(*_GROUP, "-g", str(gop), "-keyint_min", str(gop), "-bf", str(bframes))
    for gop in (30, 60, 250)
    for bframes in (0, 3)
    for ending in ("mp4", "ts", "mkv")
}
"""One of each length of a group of frames, with and without frames out of order, in each kind of container."""
