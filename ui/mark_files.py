"""Marks as files, for both faces: CSV, XLSX and WebVTT in and out. In: a path. Out: what it would add; a new file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from recorder_desk.domain import mark_import as mi
from recorder_desk.domain.encodings import read_text
from recorder_desk.domain.mark import KINDS, MarkRow
from recorder_desk.domain.tables import ImportPlan
from ui.phrases import LANGUAGES, Phrases
from ui.sheets import bytes_of, read_rows, write_new, write_rows


def read_marks(path: Path, there: Sequence[MarkRow], length_ms: int) -> tuple[ImportPlan[mi.MarkChange], str]:
    """What a file adds to the marks that are there, and how it was written.

    Raises DeskError as `sheets.read_rows`, `mark_import.read_table`, `mark_import.read_vtt`."""
    if path.suffix.lower() == ".vtt":
        told = read_text(bytes_of(path))
        return mi.plan(mi.read_vtt(told.text), there, length_ms, kind_words()), told.encoding
    rows, written_as = read_rows(path)
    return mi.plan(mi.read_table(rows), there, length_ms, kind_words()), written_as


def write_marks(path: Path, rows: Sequence[MarkRow], language: str) -> None:
    """A new file, WebVTT, XLSX or CSV by its ending, the headings of a table in a language.

    Raises DeskError `desk.file-unwritable`; never writes over a file."""
    if path.suffix.lower() == ".vtt":
        write_new(path, mi.write_vtt(rows).encode())
        return
    chinese = language.startswith("zh")
    write_rows(path, [headings[0] if chinese else name for name, headings in mi.COLUMNS.items()], mi.rows(rows))


def kind_words() -> dict[str, str]:
    """The names of kinds in both languages, as people write them into tables."""
    return {Phrases(language).word(f"mark-{kind}"): kind for language in LANGUAGES for kind in KINDS}
