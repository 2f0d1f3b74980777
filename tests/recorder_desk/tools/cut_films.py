"""Films as recorders code them, whole and cut off before their index."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

from recorder_desk.domain.mp4 import Read, boxes
from tests.recorder_desk.tools.films import PROGRAMS

CODED: dict[str, tuple[str, ...]] = {
    "plain.mp4": ("-c:v", "libx264", "-preset", "veryfast", "-g", "50", "-bf", "0", "-c:a", "aac"),
    "reordered.mp4": ("-c:v", "libx264", "-preset", "veryfast", "-g", "50", "-bf", "2", "-c:a", "aac"),
    "baseline.mov": ("-c:v", "libx264", "-profile:v", "baseline", "-g", "25", "-c:a", "pcm_s16le", "-ar", "8000"),
    "slices.mp4": ("-c:v", "libx264", "-x264opts", "slices=4", "-g", "25", "-bf", "0", "-c:a", "aac"),
    "hevc.mp4": (
        "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error:bframes=0", "-g", "25", "-tag:v",
        "hvc1", "-c:a", "aac",
    ),
}  # fmt: skip


def coded(path: Path, how: str, seconds: int = 8) -> Path:
    """A film with something to see and noise to hear."""
    command = [str(PROGRAMS.ffmpeg), "-v", "error", "-nostdin", "-y", "-f", "lavfi"]
    command += ["-i", f"mandelbrot=s=320x180:rate=25:maxiter=60:start_x={-0.74 - len(path.name) / 1e4}", "-f", "lavfi"]
    command += ["-i", "anoisesrc=a=0.3", "-t", str(seconds), *CODED[how], "-pix_fmt", "yuv420p", str(path)]
    subprocess.run(command, check=True, timeout=120)
    return path


def reader(data: bytes) -> Read:
    """Bytes by offset."""
    return lambda offset, count: data[offset : offset + count]


def cut_off(whole: bytes, seed: int) -> bytes:
    """What is left of a film when the recorder lost power somewhere in it."""
    media = next(box for box in boxes(reader(whole), 0, len(whole)) if box.kind == b"mdat")
    chance = random.Random(seed)
    return whole[: chance.randrange(media.start + (media.end - media.start) // 4, media.end)]


def packets(path: Path) -> list[tuple[int, int]]:
    """Where each picture of a healthy film lies, and how long it is."""
    told = subprocess.run(
        [str(PROGRAMS.ffprobe), "-v", "error", "-select_streams", "v", "-show_entries", "packet=pos,size", "-of",
         "csv=p=0", str(path)], check=True, capture_output=True, text=True, timeout=60,
    ).stdout.split()  # fmt: skip
    return [(int(line.strip(",").split(",")[1]), int(line.split(",")[0])) for line in told]


def pixels(path: Path) -> list[str]:
    """The MD5 of each picture, in the order in which they are shown."""
    told = subprocess.run(
        [str(PROGRAMS.ffmpeg), "-v", "error", "-nostdin", "-i", str(path), "-map", "0:v", "-f", "framemd5", "-"],
        check=True, capture_output=True, text=True, timeout=120,
    ).stdout.splitlines()  # fmt: skip
    return [line.split(",")[-1].strip() for line in told if line and not line.startswith("#")]
