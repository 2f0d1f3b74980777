"""Stills and clips for somebody outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.export import ExportFile, ExportWish


@dataclass(frozen=True, slots=True)
class OrderExport(Command):
    """Make a still or a clip of a recording as a new file; the recording stays as it is. Owed from now on.

    Of material that is restricted or shows data of a single respondent (统计法 28), somebody with the right
    `recordings.export-flagged` alone may order it, with a reason, and it gets a watermark.
    Raises `recording.unknown`, `export.not-readable`, `export.reason-missing`, `export.fast-flagged`,
    `export.no-case`, `export.no-time`, `desk.not-permitted`, and as `domain.export.checked`."""

    permission: ClassVar[str] = "recordings.export"
    recording: str
    wish: ExportWish
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NoteExported(Command):
    """Record that the file is at its place. Raises `export.unknown`, `export.over`."""

    permission: ClassVar[str] = "recordings.export"
    export: str
    file: ExportFile


@dataclass(frozen=True, slots=True)
class EndExport(Command):
    """An export is given up: it failed with this code, or somebody calls it off (`export.cancelled`).
    Raises `export.unknown`, `export.over`."""

    permission: ClassVar[str] = "recordings.export"
    export: str
    code: str = "export.cancelled"
