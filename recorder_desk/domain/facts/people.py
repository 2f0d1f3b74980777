"""Officers."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.officer import OfficerFields


@dataclass(frozen=True, slots=True)
class OfficerAdded(Fact):
    """An officer is in the register."""

    officer: str
    fields: OfficerFields


@dataclass(frozen=True, slots=True)
class OfficerAmended(Fact):
    """The register says something else of him now."""

    officer: str
    fields: OfficerFields


@dataclass(frozen=True, slots=True)
class OfficerLeft(Fact):
    """He is no longer chosen for what is to come; what he did stays."""

    officer: str
    reason: str
