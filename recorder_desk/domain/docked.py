"""Docked files: seen, not yet ours. What they are called decides what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["video", "audio", "photo", "sidecar"]
Outcome = Literal["received", "twin", "waiting", "refused", "failed"]

VIDEO = frozenset(
    [
        "mp4",
        "m4v",
        "mov",
        "qt",
        "avi",
        "mkv",
        "webm",
        "ts",
        "mts",
        "m2ts",
        "mpg",
        "mpeg",
        "ps",
        "vob",
        "3gp",
        "3g2",
        "wmv",
        "asf",
        "flv",
        "ogv",
        "dv",
        "insv",
        "lrv",
        "h264",
        "264",
        "h265",
        "265",
        "hevc",
        "dav",
        "mjpeg",
        "mjpg",
    ]
)
AUDIO = frozenset(
    [
        "wav",
        "mp3",
        "m4a",
        "m4b",
        "aac",
        "flac",
        "ogg",
        "oga",
        "opus",
        "amr",
        "awb",
        "wma",
        "ac3",
        "aif",
        "aiff",
        "caf",
        "mka",
    ]
)
PHOTO = frozenset(
    ["jpg", "jpeg", "jpe", "png", "heic", "heif", "avif", "bmp", "tif", "tiff", "webp", "gif", "dng", "insp"]
)
SIDECAR = frozenset(["log", "srt", "vtt", "gps", "gpx", "nmea", "kml", "3gf", "thm", "xml", "sha256", "md5", "mhl"])
TEMPORARY = frozenset(["part", "tmp", "temp", "crdownload", "partial", "filepart"])


def extension(name: str) -> str:
    """The lower-case ending of a name without its dot, or ''."""
    stem, _, ending = name.rpartition(".")
    return ending.lower() if stem and not stem.endswith("/") and "/" not in ending else ""


def kind_of_name(name: str) -> Kind | None:
    """What a file claims to be by its name; None when the name claims nothing we take."""
    ending = extension(name)
    if ending in VIDEO:
        return "video"
    if ending in AUDIO:
        return "audio"
    if ending in PHOTO:
        return "photo"
    return "sidecar" if ending in SIDECAR else None


def is_temporary(name: str) -> bool:
    """Whether a name says that its writer is not done, or that it is not meant to be seen."""
    return name.startswith((".", "~")) or name.endswith("~") or extension(name) in TEMPORARY


@dataclass(frozen=True, slots=True)
class DockedFile:
    """A regular file in a drop folder as the last scan saw it.

    `path` is as the file system has it (surrogate escapes allowed), `device` names the volume
    it is on, sizes are bytes and times nanoseconds since 1970.
    """

    path: str
    device: str
    size: int
    mtime_ns: int
    inode: int
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """Something in a drop folder that we do not take, and why (`dock.temporary-name`, …)."""

    path: str
    code: str


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """How it ended for one offered file, told only after the fact is on disk.

    `path` in stored form; `recording`, `digest`, `code` are '' where there is none.
    """

    path: str
    outcome: Outcome
    recording: str = ""
    digest: str = ""
    bytes: int = 0
    code: str = ""


DockPhase = Literal["idle", "reading", "copying", "verifying", "safe", "waiting", "gone", "failed"]


@dataclass(frozen=True, slots=True)
class DockState:
    """A drop folder or offer at this moment, as its card shows it. Times UTC stamps, sizes bytes.

    `known` files were dealt with in an earlier pass and still lie there; `unreadable` are those of the
    `left_alone` that may be recordings and may not be read: with them nothing is called safe."""

    dock: str
    path: str
    phase: DockPhase
    offer: bool = False
    files_total: int = 0
    files_done: int = 0
    bytes_total: int = 0
    bytes_done: int = 0
    received: int = 0
    twins: int = 0
    waiting: int = 0
    refused: int = 0
    failed: int = 0
    left_alone: int = 0
    unreadable: int = 0
    known: int = 0
    bytes_per_second: int = 0
    last_code: str = ""
    last_name: str = ""
    at: str = ""
