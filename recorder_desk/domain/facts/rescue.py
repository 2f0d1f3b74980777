"""Rescue copies of recordings that were cut off."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class RescueOrdered(Fact):
    """A rescue copy of a recording is to be made after a healthy one. `DerivativesMade` tells that it was."""

    recording: str
    sibling: str
