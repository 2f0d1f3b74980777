"""Clips of a code being filmed: drawn as the window draws it, encoded by a real encoder."""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta
from pathlib import Path

from recorder_desk.domain.filmed_code import REDRAWN_MS, CodeBook
from recorder_desk.tools.programs import find_programs
from ui.qr import modules

RATE = 25
PROGRAMS = find_programs("")
MS = timedelta(milliseconds=1)


def gray(text: str, scale: int) -> tuple[bytes, int]:
    """A code as gray pixels, and how many a side has."""
    rows = [bytes(0 if dark else 255 for dark in row for _ in range(scale)) * scale for row in modules(text)]
    return b"".join(rows), len(rows) * scale


def photographed(path: Path, text: str) -> Path:
    """A photo of a code."""
    picture, side = gray(text, 8)
    raw = path.with_suffix(".gray")
    raw.write_bytes(picture)
    command = [str(PROGRAMS.ffmpeg), "-nostdin", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray"]
    command += ["-s", f"{side}x{side}", "-i", str(raw), "-frames:v", "1", "-pix_fmt", "yuvj420p", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=60)
    raw.unlink()
    return path


def filming(
    path: Path, book: CodeBook, case: str, true: datetime, *, since_ms: int, for_ms: int = 2000, seconds: int = 20,
    gop: int = 25, scale: int = 6, size: str = "1280x720", bend: str = "null", live: bool = True, rate: str = "4M",
) -> Path:  # fmt: skip
    """A clip whose first frame is exposed at `true`; from `since_ms` on the code is to be seen. `bend` is a filter
    on the code alone; `scale` pixels a module."""
    frames, side = [], 0
    for number in range(for_ms * RATE // 1000):
        shown = (since_ms + number * 1000 // RATE) // REDRAWN_MS * REDRAWN_MS if live else 0
        picture, side = gray(book.write(case, true + shown * MS, live=live), scale)
        frames.append(picture)
    raw = path.with_suffix(".gray")
    raw.write_bytes(b"".join(frames))
    graph = f"[1]format=yuv420p,{bend},setpts=PTS+{since_ms / 1000}/TB[c];[0][c]overlay=(W-w)/2:(H-h)/2:eof_action=pass"
    command = [
        str(PROGRAMS.ffmpeg), "-nostdin", "-v", "error", "-y", "-f", "lavfi",
        "-i", f"testsrc2=size={size}:rate={RATE}:duration={seconds}",
        "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{side}x{side}", "-r", str(RATE), "-i", str(raw),
        "-filter_complex", f"{graph}:repeatlast=0", "-c:v", "libx264", "-preset", "veryfast", "-b:v", rate,
        "-g", str(gop), "-keyint_min", str(gop), "-sc_threshold", "0", "-pix_fmt", "yuv420p", str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, timeout=120)
    raw.unlink()
    return path
