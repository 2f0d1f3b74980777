"""Recorders, their wearers, and when they come back."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.recorder import RecorderFields


@dataclass(frozen=True, slots=True)
class RecorderAdded(Fact):
    """A recorder is in the register."""

    recorder: str
    fields: RecorderFields


@dataclass(frozen=True, slots=True)
class RecorderAmended(Fact):
    """The register says something else of it now."""

    recorder: str
    fields: RecorderFields


@dataclass(frozen=True, slots=True)
class RecorderMarked(Fact):
    """This mark means this recorder ('': none of ours), also on recordings received before."""

    recorder: str
    mark: str


@dataclass(frozen=True, slots=True)
class RecorderDocked(Fact):
    """A volume was docked whose `sn.txt` says this."""

    device: str
    sn: str


@dataclass(frozen=True, slots=True)
class RecorderWorn(Fact):
    """Somebody wears it from a day on."""

    wearing: str
    recorder: str
    officer: str
    certificate: str
    since: str


@dataclass(frozen=True, slots=True)
class WearingEnded(Fact):
    """From this day on nobody wears it by that entry."""

    wearing: str
    until: str


@dataclass(frozen=True, slots=True)
class WearingWithdrawn(Fact):
    """That entry was wrong; it stays as a trace."""

    wearing: str
    reason: str


@dataclass(frozen=True, slots=True)
class RecorderHandedOut(Fact):
    """It went out and is expected back."""

    handin: str
    recorder: str
    expected_at: str


@dataclass(frozen=True, slots=True)
class RecorderHandedIn(Fact):
    """Somebody saw it come back."""

    handin: str


@dataclass(frozen=True, slots=True)
class LateHandInExplained(Fact):
    """Why it came late."""

    handin: str
    reason: str
