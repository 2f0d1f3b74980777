"""Command lines that only look: gray frames, packets, what the detectors see.

In: a source and what is known of it. Out: argument vectors; nothing they run writes a file.
How inputs are guarded: `graphs.py`.
"""

from __future__ import annotations

from pathlib import Path

import ffmpeg

from recorder_desk.domain.media import MediaInfo
from recorder_desk.tools.graphs import audio_of, bounded, compiled, file, flat, guards, input_of, quiet, video_of

FROZEN, BLACK, SILENT = {"n": "-60dB", "d": 2}, {"d": 2}, {"n": "-50dB", "d": 5}
"""What counts: a picture that changes by less for two seconds, black for two, quieter for five."""


def grays(
    program: Path, source: Path, info: MediaInfo, size: tuple[int, int], rate: int, *, keys: bool = False,
    since_ms: int = 0, for_ms: int = 0,
) -> list[str]:  # fmt: skip
    """Frames as gray pixels to stdout, row by row: of a photo one, else `rate` a second (one that stays, again)."""
    part = {"ss": f"{since_ms / 1000:.3f}", "t": f"{for_ms / 1000:.3f}"} if for_ms else {}
    stream = video_of(input_of(source, noautorotate=None, **({"skip_frame": "nokey"} if keys else {}), **part), info)
    if info.kind != "photo":
        stream = stream.filter("fps", fps=rate, start_time=0, eof_action="pass")
    gray = stream.filter("scale", w=size[0], h=size[1], out_range="full").filter("format", "gray")
    once = {"frames:v": 1} if info.kind == "photo" else {} if for_ms else bounded(info)
    return compiled(program, [ffmpeg.output(gray, "pipe:1", f="rawvideo", **once)])


def packets(ffprobe: Path, source: Path) -> list[str]:
    """Kind, stream, time and length in seconds of every packet, a line each; nothing is decoded."""
    shown = ["-show_entries", "packet=codec_type,stream_index,pts_time,duration_time", "-of", "csv=p=0"]
    return [str(ffprobe), *quiet(), *flat(guards()), *shown, file(source)]


def stretches(program: Path, source: Path, info: MediaInfo) -> list[str]:
    """Decode picture and sound once; the detectors write what they see to stdout."""
    opened = input_of(source)
    streams = []
    if info.video_codec:
        seen = video_of(opened, info).filter("freezedetect", **FROZEN).filter("blackdetect", **BLACK)
        streams.append(seen.filter("metadata", "print", file="-"))
    if info.audio_codec:
        streams.append(audio_of(opened, info).filter("silencedetect", **SILENT).filter("ametadata", "print", file="-"))
    return compiled(program, [ffmpeg.output(*streams, "-", f="null")])


def hearing(program: Path, source: Path, info: MediaInfo, rate: int, since_ms: int, for_ms: int) -> list[str]:
    """Sound of a stretch to stdout: 16 bits, mono, `rate` a second, silence where it has gaps."""
    part = {"ss": f"{since_ms / 1000:.3f}", "t": f"{for_ms / 1000:.3f}"}
    even = audio_of(input_of(source, **part), info).filter("aresample", rate, **{"async": 1, "first_pts": 0})
    options = {"f": "s16le", "ac": 1, "ar": rate, "c:a": "pcm_s16le", "t": part["t"]}
    return compiled(program, [ffmpeg.output(even, "pipe:1", **options)])
