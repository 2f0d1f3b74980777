"""What can be done with a recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.media import Made, Probe
from recorder_desk.domain.plan import Plan


@dataclass(frozen=True, slots=True)
class DescribeMedia(Command):
    """Record what the probe found and what the recording needs to play. Raises `recording.unknown`."""

    permission: ClassVar[str] = "recordings.derive"
    recording: str
    probe: Probe
    plan: Plan
    tool: str


@dataclass(frozen=True, slots=True)
class AddDerivatives(Command):
    """Record finished derivatives (paths relative to the folder of derivatives). Raises `recording.unknown`."""

    permission: ClassVar[str] = "recordings.derive"
    recording: str
    step: str
    made: tuple[Made, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ForgetDerivatives(Command):
    """Derivatives are not where or what they were: they are owed again. Raises `recording.unknown`.

    `lost` pairs a recording with the roles of what it lost (`probe`: the probe's own words)."""

    permission: ClassVar[str] = "recordings.derive"
    lost: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class NoteStepFailed(Command):
    """Record that owed work on a recording failed; it is owed again after a pause. Raises `recording.unknown`."""

    permission: ClassVar[str] = "recordings.derive"
    recording: str
    step: str
    code: str


@dataclass(frozen=True, slots=True)
class OrderRetry(Command):
    """Try failed steps of a recording again now. Raises `recording.unknown`."""

    permission: ClassVar[str] = "recordings.derive"
    recording: str


@dataclass(frozen=True, slots=True)
class OpenViewing(Command):
    """Open a recording to look. Raises `recording.unknown`, `recording.not-playable`, and where a reason is asked for
    `viewing.restricted`, `viewing.respondent` (what is said of the recording asks for it) or
    `recording.reason-missing` (the setting `viewing_reason` does)."""

    permission: ClassVar[str] = "recordings.view"
    recording: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoteWatched(Command):
    """Note what was seen in a viewing since the last note: spans (from, until; ms), and how long it was on the screen.
    Nothing is noted where there is nothing new. Raises `viewing.unknown`, `viewing.not-yours` (who opened it notes),
    `viewing.bad-span`."""

    permission: ClassVar[str] = "recordings.view"
    viewing: str
    spans: tuple[tuple[int, int], ...]
    shown_ms: int = 0


@dataclass(frozen=True, slots=True)
class RecordCheck(Command):
    """Record what re-reading an original showed. Raises `recording.unknown`."""

    permission: ClassVar[str] = "archive.check"
    recording: str
    digest: str
    findings: tuple[Finding, ...]
