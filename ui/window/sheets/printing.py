"""From what is told of a case or recording to its PDF, whichever sheet it is. In: values, settings. Out: bytes.

Pictures are read and frames decoded here: in the window this runs on a reader thread of the desk, never on Qt's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from recorder_desk.domain.sheets import Catalogue, MarkSheet, Statement
from recorder_desk.ports.frames import Frames
from recorder_desk.queries.base import Query
from ui.phrases import Phrases
from ui.window.sheets.catalogue_sheet import catalogue_sheet
from ui.window.sheets.mark_sheet import mark_sheet
from ui.window.sheets.statement_sheet import statement_sheet
from ui.window.sheets.stills import stills_of

Told: TypeAlias = Catalogue | MarkSheet | Statement


@dataclass(frozen=True, slots=True)
class PrintSheet(Query[bytes]):
    """A sheet as PDF; `now` (UTC stamp) stands on it."""

    told: Told
    case_retention: str
    now: str
    language: str


def printed(query: PrintSheet, frames: Frames) -> bytes:
    """The PDF."""
    told, phrases = query.told, Phrases(query.language)
    if isinstance(told, Catalogue):
        return catalogue_sheet(told, query.case_retention, query.now, phrases)
    if isinstance(told, MarkSheet):
        return mark_sheet(told, stills_of(told.marks, frames), query.now, phrases)
    return statement_sheet(told, query.now, phrases)
