"""Looking at a file with ffprobe.

In: a path. Out: what the probe says of an original; whether a proxy is whole.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, replace
from pathlib import Path

from recorder_desk.domain.exif import HEAD_BYTES, Exif, read_exif
from recorder_desk.domain.media import MediaInfo, Probe
from recorder_desk.domain.probing import read_probe
from recorder_desk.errors import DeskError
from recorder_desk.ports import Cancelled
from recorder_desk.tools import graphs, magic
from recorder_desk.tools.limits import limits_for
from recorder_desk.tools.runner import Collected, never, run

_MOST_JSON = 8 << 20
_CPU_SECONDS, _WALL_SECONDS = 30, 60.0


def look(ffprobe: Path, source: Path) -> Probe:
    """What a file is. Bad media is a problem in the Probe, never an error.

    Raises DeskError `media.ffmpeg-missing`.
    """
    try:
        size = source.stat().st_size
        with source.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return Probe(MediaInfo("unknown"), "", "media.unreadable")
    if not size:
        return Probe(MediaInfo("unknown"), "", "media.empty")
    if not graphs.safe(source):
        return Probe(MediaInfo("unknown"), "", "media.unreadable")
    collected = Collected(_MOST_JSON)
    limits = replace(limits_for(0, written=0), cpu_seconds=_CPU_SECONDS, wall_seconds=_WALL_SECONDS)
    try:
        ended = run(graphs.probe(ffprobe, source), limits, source=source, sink=collected)
    except DeskError as error:
        if error.code not in ("media.timeout", "media.unreadable"):
            raise
        return Probe(MediaInfo("unknown"), collected.text(), error.code)
    seems = magic.container_of(head[: magic.HEAD_BYTES], size) or ""
    exif: Exif | None = read_exif(head) if seems == "jpeg" else None
    return read_probe(collected.text(), ended.complaints, size, seems, exif)


@dataclass(frozen=True, slots=True)
class Whole:
    """What a proxy turned out to be; lengths in milliseconds, 0 where nothing could be decoded.

    `in_order`: its pictures come at the times at which they are to be seen. Copied out of a container
    that tells no such times (AVI), pictures that were stored out of order stay so.
    """

    duration_ms: int
    video_frames: int
    audio_frames: int
    width: int
    height: int
    in_order: bool = True


def first_frames(ffprobe: Path, proxy: Path, cancelled: Cancelled = never) -> Whole:
    """Probe a proxy and decode its beginning. Raises DeskError `media.timeout`, `media.cancelled`."""
    collected = Collected(_MOST_JSON)
    limits = limits_for(0, written=0)
    run(graphs.first_frames(ffprobe, proxy), limits, source=proxy, sink=collected, cancelled=cancelled)
    try:
        said = json.loads(collected.text())
    except ValueError:
        return Whole(0, 0, 0, 0, 0)
    frames = said.get("frames", ())
    kinds = [each.get("media_type") for each in frames]
    times = [each.get("pts") for each in frames if each.get("media_type") == "video"]
    picture: dict[str, int] = next((each for each in said.get("streams", ()) if each.get("codec_type") == "video"), {})
    return Whole(
        duration_ms=round(float(said.get("format", {}).get("duration", 0)) * 1000),
        video_frames=kinds.count("video"),
        audio_frames=kinds.count("audio"),
        width=int(picture.get("width", 0)),
        height=int(picture.get("height", 0)),
        in_order=all(a is not None and b is not None and a < b for a, b in itertools.pairwise(times)),
    )
