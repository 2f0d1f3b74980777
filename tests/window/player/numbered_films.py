"""Films whose every frame tells its own number, as a bar code of sixteen bars."""

from __future__ import annotations

import subprocess
from pathlib import Path

from PySide6.QtGui import QImage

from recorder_desk.tools import programs

WIDTH, HEIGHT, BARS = 320, 96, 16


def ffmpeg() -> str:
    """The program the desk itself would use."""
    return str(programs.find_programs("").ffmpeg)


def picture(number: int) -> bytes:
    """One grey frame: bar k is white where bit k of the number is set."""
    bar = WIDTH // BARS
    row = b"".join((b"\xeb" if number >> bit & 1 else b"\x10") * bar for bit in range(BARS))
    return row * HEIGHT


def number_in(image: QImage) -> int:
    """The number painted into a frame, read from the middle of each bar."""
    bar = image.width() / BARS
    middle = image.height() // 2
    return sum(1 << bit for bit in range(BARS) if image.pixelColor(int((bit + 0.5) * bar), middle).lightness() > 127)


def film(
    path: Path,
    frames: int,
    rate: str = "25",
    *,
    sound: bool = True,
    sound_seconds: float = 0,
    more: tuple[str, ...] = (),
) -> Path:
    """An H.264 (and AAC) film of that many numbered frames, as the desk's proxies are made."""
    seconds = sound_seconds or frames / (eval_rate(rate))
    argv = [ffmpeg(), "-nostdin", "-v", "error", "-y"]
    argv += ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", rate, "-i", "pipe:0"]
    if sound:
        argv += ["-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}"]
    argv += ["-map", "0:v", *(("-map", "1:a", "-c:a", "aac") if sound else ())]
    argv += ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "50", "-bf", "2"]
    argv += ["-movflags", "+faststart", *more, str(path)]
    raw = b"".join(picture(number) for number in range(frames))
    # -nostdin only stops ffmpeg from reading keys; the frames come through the pipe all the same.
    subprocess.run(argv, input=raw, check=True, capture_output=True, timeout=120)
    return path


def eval_rate(rate: str) -> float:
    """`30000/1001` as a number."""
    top, _, bottom = rate.partition("/")
    return int(top) / int(bottom or 1)


def tone(path: Path, seconds: float) -> Path:
    """A sound file."""
    source = f"sine=frequency=300:duration={seconds}"
    subprocess.run(
        [ffmpeg(), "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", source, str(path)], check=True, timeout=60
    )
    return path
