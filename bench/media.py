"""A proxy by remux and by transcode, against ffmpeg alone.

In: a long H.264 film in MPEG-TS, and a short 1080p MPEG-4 film in AVI. Out: two figures. Ours is the
media port's `proxy`: the guarded ffmpeg within its limits, then looking at the result, flushing it and
hashing it. The peer is the same program with the arguments anybody would give (remux), or with ours (transcode).
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.figures import Aim, Figure, interleaved
from bench.scale import Scale
from bench.sources import clear
from recorder_desk.domain.plan import plan_for
from recorder_desk.tools.ffmpeg_media import FfmpegMedia
from recorder_desk.tools.profiles import shipped_profile
from recorder_desk.tools.programs import find_programs

OURS, BARE = "proxy", "ffmpeg"
_SIGHT = "testsrc2=size={size}:rate=25,noise=alls=6:allf=t"
_SOUND = "sine=frequency=220:beep_factor=3:sample_rate=48000"
_PIECE_SECONDS = 20
PROFILE = "review-720p"


def measure(place: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """Remux with `-c copy` and transcode to the shipped profile."""
    place.mkdir(parents=True)
    say("making the films")
    long = _repeated(place / "long.ts", scale.remux_seconds)
    film = _film(
        place / "old.avi", "1920x1080", scale.transcode_seconds, "-c:v", "mpeg4", "-q:v", "4", "-c:a", "pcm_s16le"
    )
    try:
        return [
            _contest(place, long, "remux", f"{scale.remux_seconds} s of H.264/AAC from MPEG-TS", 1.2, scale.repeats),
            _contest(
                place, film, "transcode", f"{scale.transcode_seconds} s of 1080p MPEG-4 to 720p", 1.05, scale.repeats
            ),
        ]
    finally:
        clear(place)


def _contest(place: Path, source: Path, kind: str, what: str, most: float, repeats: int) -> Figure:
    media, into, bare = FfmpegMedia(find_programs("")), place / "made", place / "bare"
    profile = shipped_profile(PROFILE)
    info = media.probe(source, "video").info
    plan = plan_for(info, profile)
    if plan.kind != kind:
        raise RuntimeError(f"{source.name} needs {plan.kind}, not {kind}")

    def empty(folder: Path) -> None:
        clear(folder)
        folder.mkdir()
        source.read_bytes()  # warm for both

    made: list[tuple[str, ...]] = []

    def ours() -> float:
        empty(into)
        began = time.perf_counter()
        made.append(media.proxy(source, info, plan, profile, into, _nobody, _never).arguments)
        return time.perf_counter() - began

    def theirs() -> float:
        empty(bare)
        plain = ("-i", "file:{source}", "-c", "copy", "file:{out}/proxy.mp4")
        return _bare(plain if kind == "remux" else made[-1][1:], source, bare)

    taken = interleaved(repeats, {OURS: ours, BARE: theirs})
    peer = "ffmpeg -c copy" if kind == "remux" else "ffmpeg, same arguments"
    return Figure(kind, what, peer, taken[OURS], taken[BARE], Aim(most))


def _nobody(done: int) -> None:
    """Progress is not shown."""


def _never() -> bool:
    return False


def _bare(arguments: Sequence[str], source: Path, into: Path) -> float:
    """ffmpeg alone, as a shell would run it; seconds."""
    words = [word.replace("{source}", str(source)).replace("{out}", str(into)) for word in arguments]
    command = [str(find_programs("").ffmpeg), "-nostdin", *(word for word in words if word != "-nostdin")]
    began = time.perf_counter()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def _film(path: Path, size: str, seconds: int, *how: str) -> Path:
    sources = ["-f", "lavfi", "-i", _SIGHT.format(size=size), "-f", "lavfi", "-i", _SOUND]
    command = [str(find_programs("").ffmpeg), "-nostdin", "-v", "error", *sources, "-t", str(seconds), *how, str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


def _repeated(path: Path, seconds: int) -> Path:
    """A short H.264/AAC film, joined to itself by copying until it is `seconds` long."""
    short = min(_PIECE_SECONDS, seconds)
    piece = _film(
        path.with_name("piece.ts"), "1280x720", short,
        "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "4M", "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "mpegts",
    )  # fmt: skip
    command = [str(find_programs("").ffmpeg), "-nostdin", "-v", "error", "-stream_loop", str(seconds // short - 1)]
    subprocess.run([*command, "-i", str(piece), "-c", "copy", "-f", "mpegts", str(path)], check=True)
    piece.unlink()
    return path
