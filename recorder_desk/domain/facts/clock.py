"""Readings of recorders' clocks."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.clock import How
from recorder_desk.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class ClockPointAdded(Fact):
    """A recorder showed `recorder_at` when it was `true_at` (UTC stamps), ± `error_ms`."""

    point: str
    recorder: str
    recorder_at: str
    true_at: str
    error_ms: int
    how: How
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClockPointWithdrawn(Fact):
    """That reading was wrong; it stays as a trace and counts no more."""

    point: str
    recorder: str
    reason: str
