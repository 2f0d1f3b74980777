"""Command lines that cut clips: decoded and encoded anew, copied as they are, or of sound alone.

In: where frames lie in the file's own time, what is drawn or taken out. Out: argument vectors. Everything in a filter
is a number of ours or a file of ours; text was drawn before. How inputs are guarded: `graphs.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ffmpeg

from recorder_desk.domain.export import Hush
from recorder_desk.domain.media import MediaInfo
from recorder_desk.tools.graphs import audio_of, compiled, file, flat, guards, input_of, quiet, video_of

PLATE, MARK, MOVES, TAKEN = "plate.gray", "over.rgba", "moves.txt", "taken.txt"
_TICKS = 90_000
_CELL_SHARE = 30
"""A veil shows one value for each thirtieth of the picture's shorter side: no face is left in it."""
_TONE_HERTZ, _TONE_LOUD = 1000, 0.2
_QUALITY = {"c:v": "libx264", "preset": "veryfast", "crf": 18, "pix_fmt": "yuv420p"}
_SOUND = {"c:a": "aac", "b:a": "160k"}
_PLAIN = {"map_metadata": -1, "map_chapters": -1, "sn": None, "dn": None, "movflags": "+faststart"}


@dataclass(frozen=True, slots=True)
class Window:
    """A range in the file's own seconds: where decoding begins (None: at the start), the bounds between which frames
    are taken, when the first is shown, and how long it takes in all."""

    seek: float | None
    since: float
    until: float
    zero: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Layers:
    """What is drawn, as files in the working folder: `plate` (width, height, seconds ahead), `mark`, and how many veils
    the file of moves tells of. `width` and `height` of the picture."""

    width: int
    height: int
    plate: tuple[int, int, float] | None = None
    mark: bool = False
    veils: int = 0


def first_times(ffprobe: Path, source: Path, info: MediaInfo) -> list[str]:
    """When the first picture is shown, in the file's own time: a line of text each, of a few."""
    return [
        str(ffprobe), *quiet(), *flat(guards()), "-select_streams", _stream(info), "-read_intervals", "%+#12",
        "-show_entries", "frame=pts_time", "-of", "csv=p=0", file(source),
    ]  # fmt: skip


def packet_times(
    ffprobe: Path, source: Path, info: MediaInfo, reach: tuple[float, float] | None = None
) -> list[str]:  # fmt: skip
    """Time and flags of each packet of the picture, in the order in which they are stored; `reach` bounds them."""
    part = ["-read_intervals", f"{reach[0]:.6f}%{reach[1]:.6f}"] if reach else []
    return [
        str(ffprobe), *quiet(), *flat(guards()), "-select_streams", _stream(info), *part,
        "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0", file(source),
    ]  # fmt: skip


def _stream(info: MediaInfo) -> str:
    return str(info.video_stream) if info.video_stream >= 0 else "V:0"


def exact(
    program: Path, source: Path, info: MediaInfo, window: Window, frames: int, layers: Layers, hushes: Sequence[Hush],
    part: Path, note: str,
) -> list[str]:  # fmt: skip
    """Exactly these frames, encoded anew at the times they have, with the sound that belongs to them."""
    where = (
        {"seek_timestamp": 1, "noaccurate_seek": None, "ss": f"{window.seek:.6f}"} if window.seek is not None else {}
    )
    opened = input_of(source, copyts=None, **where)
    seen = video_of(opened, info).filter("trim", start=f"{window.since:.6f}", end=f"{window.until:.6f}")
    seen = seen.filter("settb", f"1/{_TICKS}").filter("setpts", f"PTS-{round(window.zero * _TICKS)}")
    seen = seen.filter("format", "yuv420p")
    seen = _drawn(_veiled(seen, layers, part.parent), layers, part.parent)
    seen = seen.filter("pad", "ceil(iw/2)*2", "ceil(ih/2)*2")
    streams = [seen]
    if info.audio_codec:
        streams.append(_hushed(_heard(audio_of(opened, info), window.zero, window.zero + window.seconds), hushes))
    options = {
        **_QUALITY, "fps_mode": "passthrough", "enc_time_base:v": "-1", "video_track_timescale": _TICKS,
        "frames:v": frames, "t": f"{window.seconds + 1:.3f}", **(_SOUND if info.audio_codec else {}),
    }  # fmt: skip
    return _written(program, streams, part, options, note, "mp4")


def sound(
    program: Path, source: Path, info: MediaInfo, since: float, until: float, hushes: Sequence[Hush], part: Path,
    note: str,
) -> list[str]:  # fmt: skip
    """Exactly this range of sound, encoded anew."""
    heard = _hushed(_heard(audio_of(input_of(source), info), since, until), hushes)
    return _written(program, [heard], part, {**_SOUND}, note, "ipod")


def copied(
    program: Path, source: Path, info: MediaInfo, seek: float, seconds: float, frames: int, part: Path, note: str
) -> list[str]:
    """The packets from a key frame on as they are; `frames` 0: of sound alone. Beside it, which pictures were taken:
    a list of packets, their times counted from `seek`."""
    where: dict[str, Any] = {"seek_timestamp": 1, "noaccurate_seek": None} if frames else {}
    opened = input_of(source, ss=f"{seek:.6f}", **where)
    sound = [audio_of(opened, info)] if info.audio_codec else []
    options: dict[str, Any] = {"c": "copy", "t": f"{seconds:.6f}", "avoid_negative_ts": "make_zero"}
    if not frames:
        return _written(program, sound, part, options, note, "ipod")
    seen, counted = video_of(opened, info), {"c": "copy", "frames:v": frames}
    taken = ffmpeg.output(seen, file(part.with_name(TAKEN)), f="framecrc", **counted)
    return _written(program, [seen, *sound], part, {**options, **counted}, note, "mp4", taken)


def _written(
    program: Path, streams: Sequence[Any], part: Path, options: dict[str, Any], note: str, kind: str, *more: Any
) -> list[str]:
    made = ffmpeg.output(*streams, file(part), f=kind, **_PLAIN, **options, metadata=f"comment={note}")
    return compiled(program, [made, *more], "-progress", "pipe:1")


def _heard(stream: Any, since: float, until: float) -> Any:
    """A range of sound, beginning at 0, silence where it has gaps."""
    part = stream.filter("atrim", start=f"{since:.6f}", end=f"{until:.6f}")
    return part.filter("asetpts", f"PTS-{since:.6f}/TB").filter("aresample", **{"async": 1, "first_pts": 0})


def _hushed(stream: Any, hushes: Sequence[Hush]) -> Any:
    """Without the sound of these ranges, to the sample; milliseconds from the beginning of the clip."""
    if not hushes:
        return stream
    told = _during(hushes)
    tone = _during([each for each in hushes if each.tone])
    kept = f"val(ch)*not({told})"
    heard = f"{kept}+{_TONE_LOUD}*sin(2*PI*{_TONE_HERTZ}*t)*gt({tone},0)" if tone != "0" else kept
    return stream.filter("aeval", heard, channel_layout="same")


def _during(hushes: Iterable[Hush]) -> str:
    parts = [f"gte(t,{each.from_ms / 1000:.3f})*lt(t,{each.until_ms / 1000:.3f})" for each in hushes]
    return "+".join(parts) or "0"


def _veiled(stream: Any, layers: Layers, folder: Path) -> Any:
    """Rectangles that move as the file tells, each showing a few large cells, smoothed."""
    if not layers.veils:
        return stream
    width, height = layers.width, layers.height
    cell = max(8, min(width, height) // _CELL_SHARE)
    base, coarse, mask = (stream.filter_multi_output("split", 3)[at] for at in range(3))
    blurred = coarse.filter("scale", w=max(1, width // cell), h=max(1, height // cell), flags="area")
    blurred = blurred.filter("scale", w=width, h=height, flags="bilinear")
    mask = (
        mask.filter("format", "gray").filter("lut", c0=0).filter("sendcmd", filename=str((folder / MOVES).absolute()))
    )
    for veil in range(layers.veils):
        mask = mask.filter(f"drawbox@v{veil}", x=-9, y=-9, w=1, h=1, color="white", t="fill")
    mask = mask.filter("lut", c0="if(gt(val,100),255,0)")
    veil_of = ffmpeg.filter([blurred, mask], "alphamerge")
    return ffmpeg.filter([base, veil_of], "overlay", format="yuv420", eof_action="pass")


def moves(changes: Iterable[tuple[float, int, tuple[int, int, int, int]]]) -> str:
    """What the file of moves says: from these seconds on, the veil of this number is there (x, y, width, height)."""
    lines = []
    for at, veil, place in changes:
        told = ", ".join(f"drawbox@v{veil} {name} {value}" for name, value in zip("xywh", place, strict=True))
        lines.append(f"{max(0.0, at):.6f} {told};")
    return "\n".join(lines) + "\n"


def _drawn(stream: Any, layers: Layers, folder: Path) -> Any:
    if layers.plate is not None:
        width, height, ahead = layers.plate
        plate = _raw(folder / PLATE, "gray", width, height).filter("settb", f"1/{_TICKS}")
        plate = plate.filter("setpts", f"PTS-{round(ahead * _TICKS)}")
        margin = max(4, layers.height // 60)
        stream = ffmpeg.filter([stream, plate], "overlay", x=margin, y=margin, eof_action="repeat")
    if layers.mark:
        mark = _raw(folder / MARK, "rgba", layers.width, layers.height)
        stream = ffmpeg.filter([stream, mark], "overlay", x=0, y=0, eof_action="repeat")
    return stream


def _raw(path: Path, pixels: str, width: int, height: int) -> Any:
    """Pixels we have written, one picture a second."""
    shape = {"f": "rawvideo", "pixel_format": pixels, "video_size": (width, height), "framerate": 1}
    return ffmpeg.input(file(path), protocol_whitelist="file", format_whitelist="rawvideo", **shape)
