"""What ffmpeg and ffprobe are asked to do, as argument vectors.

In: what the media is, where it lies, what is wanted. Out: vectors, each with every guard: only files
and pipes, only known formats, bounded pictures, memory and streams, streams named one by one. The
graphs are built and compiled with ffmpeg-python and never run by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import ffmpeg

from recorder_desk.domain.media import MediaInfo
from recorder_desk.domain.plan import Profile
from recorder_desk.domain.probing import FORMATS, MAX_PIXELS

WAVE_RATE = 8000
TILE_WIDTH, TILE_HEIGHT = 160, 90
POSTER_WIDTH = 640
SHORT_MS = 100
_STRIP_COLUMNS, _STRIP_TILES, _LEAST_INTERVAL_MS = 10, 60, 40
_LAST_GOP_MS = 10_000
_DARK = 24
"""Mean luma below which a frame is as good as black (16 is black)."""
_DECODE_ALL_PIXELS = 250 * 1920 * 1080
"""Up to so many pixels in all, every frame is decoded for the filmstrip, and not key frames only."""
_MAX_ALLOC = 512 << 20
_MAX_STREAMS = 32
_COPIED_QUEUE = 64
"""Packets that may wait to be written: with ffmpeg's 8, reader and writer wake each other for nearly every one."""
_PATTERN = re.compile(r"%(%|\d*d|[*?\[{])")
_LEFT_TURN, _RIGHT_TURN = "cclock", "clock"


@dataclass(frozen=True, slots=True)
class Strip:
    """The shape of a filmstrip: `count` tiles, row by row, one each `interval_ms`."""

    columns: int
    rows: int
    count: int
    interval_ms: int


def safe(path: Path) -> bool:
    """Whether a path is taken literally: ffmpeg reads `%` in a name as a pattern for other files."""
    return "%" not in path.name and not _PATTERN.search(str(path))


def file(path: Path) -> str:
    """A path as ffmpeg is given it: never an option, never another protocol."""
    return f"file:{path.absolute()}"


def strip_for(info: MediaInfo) -> Strip:
    """Ten tiles of what is short, one a second of what is longer, 60 at most."""
    tenth, sixtieth = -(-info.duration_ms // 10), -(-info.duration_ms // _STRIP_TILES)
    interval = max(_LEAST_INTERVAL_MS, min(1000, tenth), sixtieth)
    count = max(1, -(-info.duration_ms // interval))
    columns = min(_STRIP_COLUMNS, count)
    return Strip(columns, -(-count // columns), count, interval)


def worth_all_frames(info: MediaInfo) -> bool:
    """Whether decoding every frame is cheap enough (key frames may be many seconds apart)."""
    over, _, under = info.frame_rate.partition("/")
    rate = int(over) / int(under) if over and under else 30.0
    return info.duration_ms / 1000 * rate * info.width * info.height <= _DECODE_ALL_PIXELS


def probe(ffprobe: Path, source: Path) -> list[str]:
    """Everything ffprobe knows of a file, as JSON."""
    shown = ["-show_format", "-show_streams", "-show_error", "-of", "json"]
    return [str(ffprobe), *quiet(), *flat(guards()), *shown, file(source)]


def first_frames(ffprobe: Path, source: Path) -> list[str]:
    """Length and streams of a proxy, and the first packets decoded, as JSON."""
    wanted = "format=duration:stream=codec_type,codec_name,width,height:frame=media_type,pts"
    shown = ["-read_intervals", "%+#40", "-show_entries", wanted, "-of", "json"]
    return [str(ffprobe), *quiet(), *flat(guards()), *shown, file(source)]


def pictures(program: Path, source: Path, info: MediaInfo, parts: dict[str, Path], *, keys: bool) -> list[str]:
    """Poster, filmstrip and sound samples in one pass; `parts` says which, by role, and where to.

    Samples go to stdout: 16 bits, mono, WAVE_RATE a second, silence where the sound has gaps.
    """
    source_of = input_of(source, **({"skip_frame": "nokey"} if keys else {}))
    strip = partial(_strip, strip=strip_for(info), keys=keys)
    outputs = []
    if "poster" in parts and "filmstrip" in parts:
        both = video_of(source_of, info).filter_multi_output("split")
        outputs = [strip(both[0], parts["filmstrip"])]
        outputs += [_lit_poster(both[1], info, parts["poster"])]
    elif "filmstrip" in parts:
        outputs = [strip(video_of(source_of, info), parts["filmstrip"])]
    if "waveform" in parts:
        outputs += [_samples(_even(source_of, info, WAVE_RATE), info)]
    return compiled(program, outputs)


def first_picture(program: Path, source: Path, info: MediaInfo, part: Path) -> list[str]:
    """A poster of the first frame that can be decoded; of a photo, turned upright."""
    stream = _upright(source, info) if info.kind == "photo" else video_of(input_of(source), info)
    return compiled(program, [_jpeg(_fitted(stream), part)])


def photo(program: Path, source: Path, info: MediaInfo, part: Path) -> list[str]:
    """A photo in its own size, turned upright, as JPEG."""
    return compiled(program, [_jpeg(_upright(source, info), part, quality=2)])


def sound_pictures(program: Path, source: Path, info: MediaInfo, part: Path, rate: int = WAVE_RATE) -> list[str]:
    """A poster drawn from sound, and its samples (`rate` a second) to stdout, in one pass."""
    both = _even(input_of(source), info, rate).filter_multi_output("asplit")
    # At least a second, for nothing is drawn of fewer samples than there are columns.
    drawn = both[0].filter("apad", whole_len=rate)
    drawn = drawn.filter("showwavespic", s="640x360", colors="0x8FA3B8", scale="sqrt", draw="full")
    return compiled(program, [_jpeg(drawn, part), _samples(both[1], info, rate)])


def remux(program: Path, source: Path, info: MediaInfo, part: Path, *, kind: str, room: int = 0) -> list[str]:
    """The streams as they are, in MP4. `room` bytes are kept at the front for the index, so that the
    file need not be written twice; 0: write it and move the index to the front."""
    stream = input_of(source, fflags="+genpts")
    streams = [video_of(stream, info)] if kind == "mp4" else []
    streams += [audio_of(stream, info)] if info.audio_codec else []
    index: dict[str, Any] = {"moov_size": room} if room else {"movflags": "+faststart"}
    options = {"c": "copy", "thread_queue_size": _COPIED_QUEUE, **index}
    return compiled(program, [_container(streams, part, kind, options)], "-progress", "pipe:1")


def transcode(
    program: Path, source: Path, info: MediaInfo, profile: Profile, part: Path, copy: tuple[bool, bool]
) -> list[str]:
    """Video as the profile has it; `copy` says whether picture and sound are kept as they are."""
    copy_video, copy_audio = copy
    stream = input_of(source, **({"fflags": "+genpts"} if copy_video else {}))
    options: dict[str, Any] = {"movflags": "+faststart"}
    if copy_video:
        streams = [video_of(stream, info)]
        options["c:v"] = "copy"
    else:
        streams = [_scaled(video_of(stream, info), profile.height)]
        options |= {"c:v": profile.video_codec, **profile.video_options}
    if info.audio_codec:
        streams.append(audio_of(stream, info) if copy_audio else _even(stream, info))
        options |= {"c:a": "copy"} if copy_audio else _audio_options(profile, info)
    return compiled(program, [_container(streams, part, "mp4", bounded(info) | options)], "-progress", "pipe:1")


def sound(program: Path, source: Path, info: MediaInfo, profile: Profile, part: Path) -> list[str]:
    """Sound alone, as the profile has it."""
    options = {"movflags": "+faststart", **bounded(info), **_audio_options(profile, info)}
    even = _even(input_of(source), info)
    if 0 < info.duration_ms < SHORT_MS:  # resampler and encoder swallow what is shorter than they look ahead
        even = audio_of(input_of(source), info).filter("apad", whole_dur=SHORT_MS / 1000).filter("aresample")
    return compiled(program, [_container([even], part, "ipod", options)], "-progress", "pipe:1")


def quiet() -> list[str]:
    """What every run is told: errors only, and how much memory at once."""
    return ["-hide_banner", "-v", "error", "-max_alloc", str(_MAX_ALLOC)]


def guards() -> dict[str, Any]:
    """What every input is opened with: files only, formats of the list, bounded pictures."""
    return {
        "protocol_whitelist": "file,pipe",
        "format_whitelist": FORMATS,
        "max_pixels": MAX_PIXELS,
        "max_streams": _MAX_STREAMS,
    }


def flat(options: dict[str, Any]) -> list[str]:
    """Options as words of a command line."""
    return [word for name, value in options.items() for word in (f"-{name}", str(value))]


def input_of(source: Path, **options: Any) -> Any:
    """A file as ffmpeg may open it."""
    return ffmpeg.input(file(source), **guards(), **options)


def video_of(source: Any, info: MediaInfo) -> Any:
    """The picture's stream, named."""
    return source[str(info.video_stream)] if info.video_stream >= 0 else source["V:0"]


def audio_of(source: Any, info: MediaInfo) -> Any:
    """The sound's stream, named."""
    return source[str(info.audio_stream)] if info.audio_stream >= 0 else source["a:0"]


def _upright(source: Path, info: MediaInfo) -> Any:
    stream = video_of(input_of(source, noautorotate=None), info)
    for turn in {90: (_RIGHT_TURN,), 180: (_RIGHT_TURN, _RIGHT_TURN), 270: (_LEFT_TURN,)}.get(info.rotation, ()):
        stream = stream.filter("transpose", turn)
    return stream


def _even(source: Any, info: MediaInfo, *rate: int) -> Any:
    """Sound with silence put where it has gaps, so that it stays in step."""
    return audio_of(source, info).filter("aresample", *rate, **{"async": 1, "first_pts": 0})


def bounded(info: MediaInfo) -> dict[str, Any]:
    """An end, so that one false time stamp does not make hours of silence."""
    return {"t": info.duration_ms * 2 // 1000 + 60} if info.duration_ms else {}


def _strip(stream: Any, part: Path, strip: Strip, keys: bool) -> Any:
    width, height = f"max(2,min({TILE_WIDTH},{TILE_HEIGHT}*dar))", f"max(2,min({TILE_HEIGHT},{TILE_WIDTH}/dar))"
    evenly = stream.filter("fps", fps=f"1000/{strip.interval_ms}", start_time=0)
    if keys:  # behind the last key frame there is more; what is missing at the end beyond that stays black
        evenly = evenly.filter("tpad", stop=-(-_LAST_GOP_MS // strip.interval_ms), stop_mode="clone")
    small = (
        evenly.filter("scale", w=width, h=height)
        .filter("setsar", 1)
        .filter("pad", TILE_WIDTH, TILE_HEIGHT, -1, -1)
        .filter("tile", f"{strip.columns}x{strip.rows}")
    )
    return _jpeg(small, part)


def _lit_poster(stream: Any, info: MediaInfo, part: Path) -> Any:
    """The first frame from a tenth of the length on that is not black."""
    later = stream.filter("select", f"gte(t,{info.duration_ms / 10000:.3f})")
    lit = (
        _fitted(later)
        .filter("format", "yuv420p")
        .filter("signalstats")
        .filter("metadata", mode="select", key="lavfi.signalstats.YAVG", value=_DARK, function="greater")
        .filter("trim", end_frame=1)  # `-frames:v` alone would go on measuring every frame
    )
    return _jpeg(lit, part)


def _fitted(stream: Any) -> Any:
    """At most POSTER_WIDTH wide, square pixels, never larger than it is."""
    width = f"max(2,trunc(min({POSTER_WIDTH},iw*max(sar,0.01))/2)*2)"
    return stream.filter("scale", w=width, h="max(2,trunc(ow/dar/2)*2)").filter("setsar", 1)


def _scaled(stream: Any, height: int) -> Any:
    """The shorter side at most `height`, even sizes (the nearest, of two the smaller), square pixels, 8 bits
    4:2:0 in the range of television, without alpha."""
    wide = f"min({height},ih)*dar"
    tall = f"min({height},iw*sar)"
    width = f"max(2,trunc(if(gte(dar,1),{wide},{tall})/2+0.499)*2)"
    return (
        stream.filter("scale", w=width, h="max(2,trunc(ow/dar/2+0.499)*2)", out_range="tv")
        .filter("setsar", 1)
        .filter("format", "yuv420p")
    )


def _jpeg(stream: Any, part: Path, quality: int = 4) -> Any:
    full = stream.filter("scale", out_range="full").filter("format", "yuvj420p")
    options = {"c:v": "mjpeg", "q:v": quality, "frames:v": 1, "f": "mjpeg", "map_metadata": -1}
    return ffmpeg.output(full, file(part), **options)


def _samples(stream: Any, info: MediaInfo, rate: int = WAVE_RATE) -> Any:
    options = {"f": "s16le", "ac": 1, "ar": rate, "c:a": "pcm_s16le", **bounded(info)}
    return ffmpeg.output(stream, "pipe:1", **options)


def _container(streams: Sequence[Any], part: Path, kind: str, options: dict[str, Any]) -> Any:
    plain = {"f": kind, "map_metadata": -1, "map_chapters": -1, "sn": None, "dn": None}
    return ffmpeg.output(*streams, file(part), **plain, **options)


def _audio_options(profile: Profile, info: MediaInfo) -> dict[str, Any]:
    fewer = {"ac": 2} if info.audio_channels > 2 else {}
    return {"c:a": profile.audio_codec, **profile.audio_options, **fewer}


def compiled(program: Path, outputs: Sequence[Any], *more: str) -> list[str]:
    """The command line of these outputs."""
    before = [str(program), "-nostdin", *quiet(), "-nostats", "-y", *more]
    whole = outputs[0] if len(outputs) == 1 else ffmpeg.merge_outputs(*outputs)
    return [str(word) for word in ffmpeg.compile(whole, cmd=before)]
