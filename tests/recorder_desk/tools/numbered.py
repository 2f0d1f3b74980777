"""Numbered films in many containers, and which number a decoded picture bears."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from recorder_desk.domain.frames import Picture
from tests.window.player.numbered_films import BARS, film

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
    "modern.mp4": maker("-c:v", "libx265", "-x265-params", "log-level=none"),
}
