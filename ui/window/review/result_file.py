"""The result of a review as a new file. In: a review whole, a path. Out: PDF or XLSX."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from recorder_desk.domain.review import ReviewDetail
from ui import review_words, workbooks
from ui.phrases import Phrases
from ui.sheets import write_new
from ui.window.sheets.review_sheet import review_sheet


def write_result(path: Path, detail: ReviewDetail, phrases: Phrases, item_name: Callable[[str], str]) -> None:
    """By its ending, a PDF unless it is `.xlsx`. Raises DeskError `desk.file-unwritable`; never writes over a file."""
    if path.suffix.lower() == ".xlsx":
        rows = review_words.sheet_rows(detail, phrases, item_name)
        data = workbooks.packed([phrases.say("sheet.review.title")], rows)
    else:
        shown = [each for line in detail.lines for each in (*line.proposal.evidence, *line.score.shown.evidence)]
        data = review_sheet(detail, {each.item: item_name(each.item) for each in shown}, phrases)
    write_new(path, data)
