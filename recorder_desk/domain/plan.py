"""What a recording needs to play everywhere: a pure decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PlanKind = Literal["nothing", "remux", "transcode", "sound", "still", "unplayable"]


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
