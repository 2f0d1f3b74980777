"""What a recording needs to play everywhere: a pure decision.

In: what the probe found. Out: a plan and its reason, a code. `everywhere` means every player we ship or
know of: H.264 8-bit 4:2:0 up to High profile and AAC in MP4; AAC in M4A; JPEG.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recorder_desk.domain.media import MediaInfo

PlanKind = Literal["nothing", "remux", "transcode", "sound", "photo", "still", "unplayable"]

NEEDS_PROXY = frozenset({"remux", "transcode", "sound", "photo"})
"""The plans that ask for a proxy; the others play as they are, or never."""

DAMAGED_PARTS = "media.damaged-parts"
"""The problem of a recording that plays, but parts of which cannot be decoded."""
DAMAGED = "plan.damaged-parts"
"""Why it is coded anew then."""

_H264_PROFILES = frozenset({"Baseline", "Constrained Baseline", "Main", "High", "Progressive High"})
_EIGHT_BIT_420 = frozenset({"yuv420p", "yuvj420p"})
_ISO = "mov,mp4,m4a,3gp,3g2,mj2"
_MAX_CHANNELS = 8


@dataclass(frozen=True, slots=True)
class Profile:
    """A named, versioned way to make a proxy (`resources/profiles/*.toml`)."""

    name: str
    version: int
    height: int
    video_codec: str
    video_options: dict[str, str | int]
    audio_codec: str
    audio_options: dict[str, str | int]

    @property
    def label(self) -> str:
        """`name@version`, as recorded with each derivative."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class Plan:
    """`kind` and the reason, a code (`plan.plays-as-it-is`, `plan.foreign-container`, …).

    `copy_video` and `copy_audio` say which streams a remux or transcode keeps as they are.
    """

    kind: PlanKind
    reason: str
    copy_video: bool = False
    copy_audio: bool = False


def plan_for(info: MediaInfo, profile: Profile) -> Plan:
    """The least work after which a recording plays everywhere.

    What plays already is never made again, in whatever size; of the rest as many streams as possible
    are copied, so `profile` only says how, not whether. A file without readable streams is unplayable.
    """
    if info.kind == "photo":
        return _photo(info)
    if info.kind == "audio":
        return _sound(info)
    if info.kind == "video" and info.video_codec:
        return _video(info)
    if info.kind == "video" and info.audio_codec:
        return Plan("sound", "plan.no-readable-picture", copy_audio=_plain_audio(info))
    return Plan("unplayable", "plan.no-readable-stream")


def careful(plan: Plan, *, damaged: bool) -> Plan:
    """The plan for a recording parts of which cannot be decoded: a player is given only what was coded anew.

    Qt's player ends at the first such part, and now and then the whole program with it."""
    if not damaged or plan.kind not in ("nothing", "remux", "transcode", "sound"):
        return plan
    return Plan("sound" if plan.kind == "sound" else "transcode", DAMAGED)


def _photo(info: MediaInfo) -> Plan:
    if not info.video_codec:
        return Plan("unplayable", "plan.no-readable-stream")
    if info.video_codec == "mjpeg":
        return Plan("still", "plan.plays-as-it-is")
    return Plan("photo", "plan.foreign-photo")


def _sound(info: MediaInfo) -> Plan:
    if not info.audio_codec:
        return Plan("unplayable", "plan.no-readable-stream")
    if not _plain_audio(info):
        return Plan("sound", "plan.foreign-sound")
    if _plain_container(info):
        return Plan("nothing", "plan.plays-as-it-is")
    return Plan("sound", "plan.foreign-container", copy_audio=True)


def _video(info: MediaInfo) -> Plan:
    picture = _plain_video(info)
    sound = not info.audio_codec or _plain_audio(info)
    if picture and sound:
        if not _plain_container(info):
            return Plan("remux", "plan.foreign-container", copy_video=True, copy_audio=True)
        if info.audio_stream >= 0 and not info.audio_codec:  # players stumble over it
            return Plan("remux", "plan.unreadable-sound", copy_video=True)
        return Plan("nothing", "plan.plays-as-it-is")
    if picture:
        return Plan("transcode", "plan.foreign-sound", copy_video=True)
    return Plan("transcode", "plan.foreign-picture", copy_audio=bool(info.audio_codec) and sound)


def _plain_video(info: MediaInfo) -> bool:
    return (
        info.video_codec == "h264"
        and info.video_profile in _H264_PROFILES
        and info.pixel_format in _EIGHT_BIT_420
        and info.width > 0
        and info.height > 0
    )


def _plain_audio(info: MediaInfo) -> bool:
    return info.audio_codec == "aac" and 0 < info.audio_channels <= _MAX_CHANNELS


def _plain_container(info: MediaInfo) -> bool:
    """ISO/IEC 14496-12 files that say so; QuickTime before it names itself `qt` or not at all."""
    return info.container == _ISO and info.brand not in ("", "qt")
