"""Marks in recordings."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.mark import MarkFields


@dataclass(frozen=True, slots=True)
class MarkAdded(Fact):
    """Somebody points at a moment or a range; `code` leads back to it."""

    mark: str
    recording: str
    code: str
    fields: MarkFields


@dataclass(frozen=True, slots=True)
class MarkChanged(Fact):
    """A mark says something else."""

    mark: str
    recording: str
    before: MarkFields
    fields: MarkFields


@dataclass(frozen=True, slots=True)
class MarkRemoved(Fact):
    """A mark counts no more; its code is given to no other."""

    mark: str
    recording: str
    code: str
    fields: MarkFields
