"""Films as a plain linear decode has them: every frame in order, its number, its time. None of the desk's own tools."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from recorder_desk.domain.frames import FrameIndex
from recorder_desk.domain.media import MediaInfo
from tests.recorder_desk.tools.films import PROGRAMS
from tests.window.player.numbered_films import BARS, HEIGHT, WIDTH

INFO = MediaInfo("video", "mov,mp4,m4a,3gp,3g2,mj2", 4000, "h264", width=WIDTH, height=HEIGHT, audio_codec="aac")
SILENT = MediaInfo("video", "mov,mp4,m4a,3gp,3g2,mj2", 4000, "h264", width=WIDTH, height=HEIGHT)


def pixels(path: Path, form: str = "gray") -> bytes:
    """Every frame of the picture, one after the other."""
    argv = [
        str(PROGRAMS.ffmpeg),
        "-nostdin",
        "-v",
        "error",
        "-i",
        str(path),
        "-map",
        "0:v:0",
        "-fps_mode",
        "passthrough",
    ]
    return subprocess.run([*argv, "-f", "rawvideo", "-pix_fmt", form, "-"], check=True, capture_output=True).stdout


def frames(path: Path, size: tuple[int, int] = (WIDTH, HEIGHT), form: str = "gray") -> list[bytes]:
    """The frames apart."""
    one, whole = size[0] * size[1] * (3 if form == "rgb24" else 1), pixels(path, form)
    return [whole[at : at + one] for at in range(0, len(whole), one)]


def number_of(frame: bytes, size: tuple[int, int] = (WIDTH, HEIGHT)) -> int:
    """The number painted into a gray frame, read in the middle of each bar."""
    bar, row = size[0] / BARS, frame[size[0] * (size[1] // 2) :]
    return sum(1 << bit for bit in range(BARS) if row[int((bit + 0.5) * bar)] > 127)


def numbers(path: Path, size: tuple[int, int] = (WIDTH, HEIGHT)) -> list[int]:
    """The numbers of all frames, in order."""
    return [number_of(each, size) for each in frames(path, size)]


def samples(path: Path) -> list[float]:
    """Its sound, 48,000 a second, one channel."""
    argv = [
        str(PROGRAMS.ffmpeg),
        "-nostdin",
        "-v",
        "error",
        "-i",
        str(path),
        "-map",
        "0:a:0",
        "-ac",
        "1",
        "-ar",
        "48000",
    ]
    told = subprocess.run([*argv, "-f", "s16le", "-"], check=True, capture_output=True).stdout
    return [each / 32768 for each in memoryview(told[: len(told) // 2 * 2]).cast("h")]


def index_of(path: Path) -> FrameIndex:
    """When each frame is shown, from the decoder's own words."""
    told = _probe(path, "frame=pts_time,duration_time,key_frame,width,height")["frames"]
    times = [round(float(each["pts_time"]) * 1e6) for each in told]
    keys = [at for at, each in enumerate(told) if int(each["key_frame"])]
    end = times[-1] + round(float(told[-1].get("duration_time", 0.04)) * 1e6)
    zero = times[0]
    return FrameIndex([each - zero for each in times], keys, end - zero, told[0]["width"], told[0]["height"])


def _probe(path: Path, entries: str) -> Any:
    argv = [str(PROGRAMS.ffprobe), "-v", "error", "-select_streams", "V:0", "-show_entries", entries, "-of", "json"]
    return json.loads(subprocess.run([*argv, str(path)], check=True, capture_output=True).stdout)
