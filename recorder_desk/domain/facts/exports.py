"""Stills and clips made of recordings."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.export import ExportFile, ExportWish
from recorder_desk.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class ExportOrdered(Fact):
    """Somebody wants a still or a clip of a recording. `caption` is the case's number if it is written into the
    picture; `flagged` whether the material may leave only with a reason and a watermark."""

    export: str
    recording: str
    source_digest: str
    wish: ExportWish
    caption: str
    reason: str
    flagged: bool


@dataclass(frozen=True, slots=True)
class ExportMade(Fact):
    """The file is where it was wanted."""

    export: str
    recording: str
    path: str
    file: ExportFile


@dataclass(frozen=True, slots=True)
class ExportFailed(Fact):
    """It was not made, or was called off (`export.cancelled`); nothing was left at its place."""

    export: str
    recording: str
    code: str
