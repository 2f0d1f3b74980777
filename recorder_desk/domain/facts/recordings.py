"""Recordings: what they are, what was made of them, who looked, what a check showed."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.media import Made, MediaInfo


@dataclass(frozen=True, slots=True)
class MediaDescribed(Fact):
    """What a recording's media is, as the probe told."""

    recording: str
    media: MediaInfo
    problem: str
    plan: str
    plan_reason: str
    tool: str


@dataclass(frozen=True, slots=True)
class DerivativesMade(Fact):
    """Derivatives exist now, paths relative to the folder of derivatives. `step` is what made them.

    `problem` is what the maker noticed about the media meanwhile (a code or '')."""

    recording: str
    step: str
    made: tuple[Made, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DerivativesForgotten(Fact):
    """Derivatives were not found as they were made, and are owed again. `roles` names them; `probe` among
    them stands for the probe's own words."""

    recording: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepFailed(Fact):
    """Owed work on a recording failed; it is owed again from `again_at` (or never, when '')."""

    recording: str
    step: str
    code: str
    attempt: int
    again_at: str


@dataclass(frozen=True, slots=True)
class RetryOrdered(Fact):
    """An operator wants failed steps of a recording tried again now."""

    recording: str


@dataclass(frozen=True, slots=True)
class RecordingViewed(Fact):
    """A recording was opened to look (调阅); `source` is original, proxy or rescue. `viewing` is its id, '' where none
    was kept."""

    recording: str
    source: str
    reason: str
    viewing: str = ""


@dataclass(frozen=True, slots=True)
class RecordingWatched(Fact):
    """What was seen in a viewing since the last such fact: spans from–until (ms), and how long it was on the screen."""

    viewing: str
    recording: str
    spans: tuple[tuple[int, int], ...]
    shown_ms: int


@dataclass(frozen=True, slots=True)
class RecordingChecked(Fact):
    """An original was re-read against its digest; no findings means that all is well."""

    recording: str
    digest: str
    findings: tuple[Finding, ...] = ()
