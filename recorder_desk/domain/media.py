"""What a recording's media is: values only. `domain/plan.py` decides what it needs to play."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

MediaKind = Literal["video", "audio", "photo", "sidecar", "unknown"]
DerivativeRole = Literal["poster", "filmstrip", "waveform", "proxy", "rescue"]


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What the probe found. Whole numbers and text only, so that it can be journalled as it is.

    `frame_rate` is a fraction as text ('30000/1001'); `rotation` is degrees clockwise to show it
    upright (0, 90, 180, 270); `created_at` is the raw text of the container, never corrected;
    `latitude`, `longitude` are decimal degrees as text. `device` is what the file says made it,
    `brand` the major brand of an ISO base media file. `video_stream`, `audio_stream` are the numbers
    of the streams meant, in the container. Absent: '' or 0, of stream numbers -1.
    """

    kind: MediaKind
    container: str = ""
    duration_ms: int = 0
    video_codec: str = ""
    video_profile: str = ""
    pixel_format: str = ""
    width: int = 0
    height: int = 0
    frame_rate: str = ""
    rotation: int = 0
    audio_codec: str = ""
    audio_channels: int = 0
    audio_rate: int = 0
    bit_rate: int = 0
    created_at: str = ""
    latitude: str = ""
    longitude: str = ""
    device: str = ""
    brand: str = ""
    video_stream: int = -1
    audio_stream: int = -1


DERIVATIVE_DIGEST = "sha256"
"""Derivatives can be made again, and their digest need only find a damaged one: processors have
instructions for SHA-256, which makes it three times as quick as the SHA-512 of originals."""


@dataclass(frozen=True, slots=True)
class Made:
    """A derivative as its maker hands it over: a finished file and how it came about.

    `arguments` is the argument vector without the paths of this machine (`{source}`, `{out}`).
    `digest` is `sha256:hex` (`DERIVATIVE_DIGEST`); `facts` holds what a reader needs (columns of a filmstrip, …).
    """

    role: DerivativeRole
    path: str
    digest: str
    bytes: int
    tool: str
    version: str
    arguments: tuple[str, ...]
    profile: str
    facts: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Probe:
    """Raw output of the probe (JSON text) and what we read from it; `problem` is a code or ''."""

    info: MediaInfo
    raw: str
    problem: str = ""
