"""Small media made with ffmpeg's own sources, and the desk's own door to ffmpeg."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from recorder_desk.tools.ffmpeg_media import FfmpegMedia
from recorder_desk.tools.profiles import shipped_profile
from recorder_desk.tools.programs import find_programs

PROGRAMS = find_programs("")
PROFILE = shipped_profile("review-720p")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def media() -> FfmpegMedia:
    """The port as the program has it."""
    return FfmpegMedia(PROGRAMS)


def film(
    path: Path, *how: str, sight: str = "testsrc2=size=320x180:rate=25", sound: str = "", seconds: float = 2
) -> Path:
    """A file of moving bars, and of a tone if `sound` is a source; `how` are options of the output."""
    sources = [word for each in (sight, sound) if each for word in ("-f", "lavfi", "-i", each)]
    command = [str(PROGRAMS.ffmpeg), "-nostdin", "-v", "error", "-y", *sources, "-t", str(seconds), *how, str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=60)
    return path


def copied(path: Path, target: Path, *, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Path:
    """The streams of a file as they are, with other options of input and output."""
    command = [str(PROGRAMS.ffmpeg), "-nostdin", "-v", "error", "-y", *before, "-i", str(path)]
    subprocess.run([*command, "-c", "copy", *after, str(target)], check=True, stdin=subprocess.DEVNULL, timeout=60)
    return target


def tone(hertz: int = 440) -> str:
    """A source of sound."""
    return f"sine=frequency={hertz}:sample_rate=48000"


def decoded(path: Path, stream: str) -> int:
    """How many frames of a stream (`v`, `a`) plain ffmpeg decodes, without any of our guards."""
    command = [
        str(PROGRAMS.ffmpeg),
        "-nostdin",
        "-v",
        "info",
        "-i",
        str(path),
        "-map",
        f"0:{stream}?",
        "-f",
        "framecrc",
        "-",
    ]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False)
    return sum(1 for line in done.stdout.splitlines() if line and not line.startswith(b"#"))


def described(path: Path) -> dict[str, Any]:
    """The first picture stream as ffprobe has it."""
    command = [str(PROGRAMS.ffprobe), "-v", "error", "-of", "json", "-show_streams", "-show_format", str(path)]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    said: dict[str, Any] = json.loads(done.stdout)
    return next(each for each in said["streams"] if each["codec_type"] == "video")


def pixels(path: Path, width: int, height: int) -> list[int]:
    """A picture shrunk to so many grey pixels, row by row."""
    command = [str(PROGRAMS.ffmpeg), "-nostdin", "-v", "error", "-i", str(path), "-frames:v", "1"]
    command += ["-vf", f"scale={width}:{height}:flags=area,format=gray", "-f", "rawvideo", "-"]
    return list(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)


def no() -> bool:
    """Never cancelled."""
    return False


def ignore(done: int) -> None:
    """Nobody to tell."""
