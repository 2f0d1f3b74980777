"""The result of a case-file review on paper: the total, every criterion with what was decided and why, what is to be
put right, and where to sign.

In: a review whole. Out: a PDF with its fonts embedded.
"""

from __future__ import annotations

from collections.abc import Mapping

from recorder_desk.domain.criteria import points
from recorder_desk.domain.review import ReviewDetail, ReviewLine
from ui import review_words
from ui.phrases import Phrases
from ui.window.sheets.fonts import Role
from ui.window.sheets.paper import Sheet

_SAY = "sheet.review"
_WIDTHS = (9, 33, 8, 14, 36)
Cell = list[tuple[str, Role]]


def review_sheet(detail: ReviewDetail, items: Mapping[str, str], phrases: Phrases) -> bytes:
    """The PDF. `items`: names of record items by code."""
    say = phrases.say
    sheet = Sheet(say(f"{_SAY}.title"))
    head: list[list[Cell]] = [
        [[(name, "quiet")], [(text or "–", "body")]] for name, text in review_words.head_rows(detail, phrases)
    ]
    sheet.table(head, (20, 80))
    if detail.row.state == "open":
        sheet.line(say(f"{_SAY}.not-final"), "head")
    _blocks(sheet, detail, phrases)
    block, rows = "", list[list[Cell]]()
    for line in detail.lines:
        name = line.criterion.block(phrases.language)
        if name != block:
            _table(sheet, rows, phrases)
            sheet.line(name, "head")
            block, rows = name, []
        rows.append(_row(line, items, phrases))
    _table(sheet, rows, phrases)
    if detail.fixes:
        sheet.line(say(f"{_SAY}.fixes"), "head")
        fixes: list[list[Cell]] = [
            [[(each.fields.criterion or "–", "body")], [(each.fields.text, "body")],
             [(review_words.due_words(each, phrases), "body")], [(each.done or each.reason, "body")]]
            for each in detail.fixes
        ]  # fmt: skip
        sheet.table(fixes, (10, 42, 22, 26))
    sheet.line(say(f"{_SAY}.sign"), "head")
    sheet.line(say(f"{_SAY}.sign-lines"))
    return sheet.pdf({})


def _blocks(sheet: Sheet, detail: ReviewDetail, phrases: Phrases) -> None:
    names = {each.criterion.block_zh: each.criterion.block(phrases.language) for each in detail.lines}
    rows: list[list[Cell]] = [
        [[(names.get(each.name, each.name), "body")],
         [(phrases.say(f"{_SAY}.of", total=points(each.points - each.off), most=points(each.points)), "body")]]
        for each in detail.result.blocks
    ]  # fmt: skip
    sheet.line(phrases.say(f"{_SAY}.blocks"), "head")
    sheet.table(rows, (60, 40))


def _table(sheet: Sheet, rows: list[list[Cell]], phrases: Phrases) -> None:
    if rows:
        heads = ("code", "criterion", "limit", "decided", "found")
        titles: list[Cell] = [[(phrases.say(f"{_SAY}.{each}"), "quiet")] for each in heads]
        sheet.table([titles, *rows], _WIDTHS)


def _row(line: ReviewLine, items: Mapping[str, str], phrases: Phrases) -> list[Cell]:
    code, name, limit, proposed, decided, comment, found = review_words.line_words(
        line, phrases, lambda item: items.get(item, "")
    )
    seen: Cell = [(comment, "body")] if comment else []
    seen += [(text, "quiet") for text in found.split("\n") if text]
    marked: Cell = [(decided or phrases.say(f"{_SAY}.undecided"), "body" if decided else "quiet")]
    if line.proposal.made or line.score.shown.made:
        marked.append((phrases.say(f"{_SAY}.was-proposed", proposal=proposed), "quiet"))
    return [[(code, "body")], [(name, "body")], [(limit, "body")], marked, seen or [("", "body")]]
