"""Codes that were filmed: where they were looked for, and what was read."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class CodesSought(Fact):
    """A recording was looked through for codes: so many of its frames, by this tool."""

    recording: str
    frames: int
    tool: str


@dataclass(frozen=True, slots=True)
class FootagePrinted(Fact):
    """What the pictures of a recording look like, as `domain/likeness.py` writes prints."""

    recording: str
    prints: str


@dataclass(frozen=True, slots=True)
class FootageAlike(Fact):
    """A recording seems to show the same footage as an earlier one, at `shift_ms` later there: a hint.

    `agree` of `of` pictures that could be compared are alike."""

    recording: str
    other: str
    shift_ms: int
    agree: int
    of: int


@dataclass(frozen=True, slots=True)
class CodeFilmed(Fact):
    """A code is to be seen in a recording, from the frame at `from_ms` to that at `until_ms`.

    `case` is the case it was drawn for, or ''. It was drawn at `drawn_at`, which belongs to the frame at
    `at_ms`, true to ± `error_ms` when `live`. `code` says why it does not count (`code.*`), or is ''.
    """

    recording: str
    case: str
    drawn_at: str
    at_ms: int
    from_ms: int
    until_ms: int
    readings: int
    live: bool
    error_ms: int
    code: str = ""
