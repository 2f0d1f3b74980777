"""Recordings beside one another."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.alignment import Found
from recorder_desk.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class RecordingsAligned(Fact):
    """Position `p` of `other` is at `offset_ms + p * (1 + drift_ppm / 1e6)` of `recording`, ± `error_ms` (-1: not
    known); `by` what tells so."""

    recording: str
    other: str
    offset_ms: int
    error_ms: int
    drift_ppm: int
    by: Found
