"""Reading what ffprobe said, and not believing all of it.

In: ffprobe's JSON, its complaints, the file's size and what its first bytes look like. Out: MediaInfo
and a problem code. ffprobe's success proves little: format, streams and numbers must agree (traps.md);
whether anything can be decoded is for the pictures to show.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from typing import Any

from recorder_desk.domain.exif import Exif
from recorder_desk.domain.media import MediaInfo, Probe

FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,h264,hevc,m4v,mjpeg,asf,flv,dhav,dv,mxf,"
    "mp3,wav,w64,flac,ogg,aac,amr,amrnb,amrwb,aiff,caf,ac3,"
    "image2,jpeg_pipe,png_pipe,bmp_pipe,webp_pipe,tiff_pipe,gif"
)
"""What may be opened at all: containers and bare streams that hold their own media. No playlist, no
script, no subtitle, no raw text."""

_PHOTOS = frozenset({"image2", "jpeg_pipe", "png_pipe", "bmp_pipe", "webp_pipe", "tiff_pipe", "gif"})
_PHOTO_BRANDS = frozenset({"heic", "heix", "heim", "heis", "mif1", "avif"})
_SIZED = frozenset({"mov,mp4,m4a,3gp,3g2,mj2", "wav", "avi"})
"""Containers that say how many bytes their streams take, so that a missing end shows."""

MAX_PIXELS = 70_000_000
_MAX_SECONDS = 7 * 24 * 3600
_LEAST_BITS_A_SECOND = 300
"""Less is no recording: the thriftiest speech codec takes 4750, a still picture held in H.264 about 1000."""

_SURE_SCORE = 26
_DURATION = re.compile(r"^\d{1,9}(\.\d+)?$")
_PLACE = re.compile(r"^([+-]\d{2,6}(?:\.\d+)?)([+-]\d{3,7}(?:\.\d+)?)")


def read_probe(raw: str, complaints: str, size: int, looks_like: str, exif: Exif | None = None) -> Probe:
    """MediaInfo and a problem code from ffprobe's JSON (`-show_format -show_streams -show_error`).

    `complaints` is its stderr, `size` the file's bytes, `looks_like` the container its first bytes show
    ('' when none), `exif` what a JPEG says of itself. Problems: `media.not-media`, `media.truncated`,
    `media.unreadable`, `media.encrypted`, `media.no-decodable-stream`, `media.implausible`, or ''.
    """
    said = _object(raw)
    form = _dict(said.get("format"))
    if not form:
        return Probe(MediaInfo("unknown"), raw, _why_unreadable(complaints, looks_like))
    sure = _int(form.get("probe_score")) >= _SURE_SCORE and _text(form.get("format_name")) not in _PHOTOS
    if not sure and not looks_like:
        return Probe(MediaInfo("unknown", container=_text(form.get("format_name"))), raw, "media.not-media")
    streams = [_dict(each) for each in _list(said.get("streams"))]
    info = _info(form, streams)
    if info.kind == "photo" and exif is not None:
        info = replace(
            info,
            created_at=exif.created_at or info.created_at,
            latitude=exif.latitude or info.latitude,
            longitude=exif.longitude or info.longitude,
            device=exif.device or info.device,
            rotation=exif.rotation or info.rotation,
        )
    problem = _problem(info, form, streams, size, complaints)
    if problem == "media.implausible":
        info = replace(info, duration_ms=0, bit_rate=0)
    return Probe(info, raw, problem)


def _why_unreadable(complaints: str, looks_like: str) -> str:
    if not looks_like or "not on whitelist" in complaints:
        return "media.not-media"
    return "media.truncated" if "moov atom not found" in complaints else "media.unreadable"


def _problem(info: MediaInfo, form: dict[str, Any], streams: list[dict[str, Any]], size: int, complaints: str) -> str:
    if info.kind == "unknown":
        other = any(each.get("codec_type") in ("subtitle", "data") for each in streams)
        return "media.not-media" if other else "media.no-decodable-stream"
    if any("Encryption" in _text(_dict(side).get("side_data_type")) for side in _sides(streams)):
        return "media.encrypted"
    if not (info.video_codec or info.audio_codec):
        return "media.no-decodable-stream"
    if _implausible(info, size):
        return "media.implausible"
    return "media.truncated" if _cut_off(info, form, streams, size, complaints) else ""


def _implausible(info: MediaInfo, size: int) -> bool:
    if info.kind == "photo":
        return info.width * info.height > MAX_PIXELS
    seconds = info.duration_ms / 1000
    return (
        info.width * info.height > MAX_PIXELS
        or seconds > _MAX_SECONDS
        or (seconds > 1 and size * 8 / seconds < _LEAST_BITS_A_SECOND)
        or info.audio_rate > 1_000_000
        or info.audio_channels > 64
    )


def _cut_off(info: MediaInfo, form: dict[str, Any], streams: list[dict[str, Any]], size: int, complaints: str) -> bool:
    """Whether the index speaks of more bytes than the file has."""
    if info.container not in _SIZED or info.kind == "photo":
        return False
    claimed = sum(_number(each.get("bit_rate")) * _number(each.get("duration")) / 8 for each in streams)
    return claimed > size * 1.02 + 65536 or "partial file" in complaints


def _info(form: dict[str, Any], streams: list[dict[str, Any]]) -> MediaInfo:
    tags = _tags(form)
    video, audio = _best(streams, "video"), _best(streams, "audio")
    brand = tags.get("major_brand", "").strip()
    container = _text(form.get("format_name"))
    kind = MediaInfo("unknown").kind
    if video and (container in _PHOTOS or (brand in _PHOTO_BRANDS and not audio)):
        kind = "photo"
    elif video:
        kind = "video"
    elif audio:
        kind = "audio"
    duration = max((_number(each.get("duration")) for each in (form, video, audio)), default=0.0)
    latitude, longitude = _place(tags, _tags(video))
    return MediaInfo(
        kind=kind,
        container=container,
        duration_ms=0 if kind == "photo" or not duration else max(1, round(duration * 1000)),
        video_codec=_codec(video),
        video_profile=_known(video.get("profile")),
        pixel_format=_known(video.get("pix_fmt")),
        width=_int(video.get("width")),
        height=_int(video.get("height")),
        frame_rate="" if kind == "photo" else _rate(video),
        rotation=_rotation(video),
        audio_codec=_codec(audio),
        audio_channels=_int(audio.get("channels")),
        audio_rate=_int(audio.get("sample_rate")),
        bit_rate=_int(form.get("bit_rate")),
        created_at=tags.get("com.apple.quicktime.creationdate", "")
        or tags.get("creation_time", "")
        or _tags(video or audio).get("creation_time", "")
        or tags.get("date", ""),
        latitude=latitude,
        longitude=longitude,
        device=_device(tags),
        brand=brand,
        video_stream=_int(video.get("index"), -1),
        audio_stream=_int(audio.get("index"), -1),
    )


def _best(streams: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """The stream meant: one that can be decoded and is not empty, the default one, the largest."""

    def merit(each: dict[str, Any]) -> tuple[bool, bool, int, int]:
        empty = each.get("nb_frames") in ("0", 0) or (_known(each.get("pix_fmt")) == "" and kind == "video")
        default = bool(_dict(each.get("disposition")).get("default"))
        return bool(_codec(each)), not empty, int(default), _int(each.get("width")) * _int(each.get("height"))

    fitting = [each for each in streams if each.get("codec_type") == kind and not _cover(each)]
    return max(fitting, key=merit, default={})


def _cover(stream: dict[str, Any]) -> bool:
    shown = _dict(stream.get("disposition"))
    return bool(shown.get("attached_pic") or shown.get("timed_thumbnails"))


def _codec(stream: dict[str, Any]) -> str:
    """The codec's name; '' where it cannot be decoded: unknown, or sound without channels or rate."""
    name = _known(stream.get("codec_name"))
    if stream.get("codec_type") == "audio" and not (
        _int(stream.get("channels")) > 0 and _int(stream.get("sample_rate")) > 0
    ):
        return ""
    # ISO/IEC 23003-3 hides behind AAC's name; hardly any player knows it.
    return "usac" if name == "aac" and _text(stream.get("profile")) == "xHE-AAC" else name


def _rate(video: dict[str, Any]) -> str:
    for name in ("avg_frame_rate", "r_frame_rate"):
        over, _, under = _text(video.get(name)).partition("/")
        if over.isdecimal() and under.isdecimal() and int(over) and int(under):
            return f"{int(over)}/{int(under)}"
    return ""


def _rotation(video: dict[str, Any]) -> int:
    """Degrees clockwise; ffprobe counts the display matrix the other way round."""
    for side in _list(video.get("side_data_list")):
        turned = _dict(side).get("rotation")
        if isinstance(turned, int | float) and math.isfinite(turned):
            return round(-turned / 90) * 90 % 360
    old = _tags(video).get("rotate", "")
    return int(old) // 90 * 90 % 360 if old.isdecimal() and len(old) < 5 else 0


def _place(*tags: dict[str, str]) -> tuple[str, str]:
    """ISO 6709 annex H text as decimal degrees; 0,0 is what a phone without a fix writes."""
    names = ("com.apple.quicktime.location.iso6709", "location", "location-eng")
    for text in (each[name] for each in tags for name in names if name in each):
        match = _PLACE.match(text)
        if match:
            latitude, longitude = _angle(match[1], 2), _angle(match[2], 3)
            if abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude or longitude):
                return f"{latitude:.6f}", f"{longitude:.6f}"
    return "", ""


def _angle(text: str, digits: int) -> float:
    """±DD, ±DDMM or ±DDMMSS with a fraction of the last (ISO 6709); longitudes have three digits."""
    sign, number = -1 if text[0] == "-" else 1, text[1:]
    whole = number.partition(".")[0]
    if len(whole) <= digits + 1:
        return sign * float(number)
    degrees = float(whole[:digits])
    if len(whole) == digits + 2:
        return sign * (degrees + float(number[digits:]) / 60)
    return sign * (degrees + float(number[digits : digits + 2]) / 60 + float(number[digits + 2 :]) / 3600)


def _device(tags: dict[str, str]) -> str:
    make = tags.get("com.apple.quicktime.make", "") or tags.get("com.android.manufacturer", "")
    model = tags.get("com.apple.quicktime.model", "") or tags.get("com.android.model", "")
    return " ".join(filter(None, (make or tags.get("make", ""), model or tags.get("model", ""))))[:200]


def _object(raw: str) -> dict[str, Any]:
    try:
        return _dict(json.loads(raw))
    except (ValueError, RecursionError):
        return {}


def _sides(streams: list[dict[str, Any]]) -> list[Any]:
    return [side for each in streams for side in _list(each.get("side_data_list"))]


def _tags(part: dict[str, Any]) -> dict[str, str]:
    tags = _dict(part.get("tags")).items()
    return {name.lower(): value[:1000] for name, value in tags if isinstance(value, str)}


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _known(value: object) -> str:
    text = _text(value)
    return "" if text == "unknown" else text


def _number(value: object) -> float:
    """A duration or rate ffprobe gave as text, never negative; 0 for anything else."""
    return float(value) if isinstance(value, str) and _DURATION.match(value) else 0.0


def _int(value: object, absent: int = 0) -> int:
    if isinstance(value, int):
        return min(value, 2**53)
    return int(_number(value)) if isinstance(value, str) else absent
