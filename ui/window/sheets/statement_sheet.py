"""The gap statement of a case (音像记录情况说明). In: what the case has of its list. Out: a PDF to be signed: each
record item with how it stands and why, what is missing, and the time that nothing covers."""

from __future__ import annotations

from recorder_desk.domain.coverage import Cell as ItemCell
from recorder_desk.domain.coverage import CellState
from recorder_desk.domain.sheets import Catalogue, Filed, Gap, Statement
from ui import formats
from ui import sheet_words as words
from ui.phrases import Phrases
from ui.window.sheets.catalogue_sheet import case_lines
from ui.window.sheets.fonts import Role
from ui.window.sheets.paper import Cell, Line, Sheet

_BAD: tuple[CellState, ...] = ("missing", "partial", "silent")


def statement_sheet(told: Statement, now: str, phrases: Phrases) -> bytes:
    """The PDF."""
    say, title = phrases.say, phrases.say("sheet.statement.title")
    sheet = Sheet(title, f"{title} · {told.case.number} · {words.printed_now(now, phrases)}")
    catalogue = Catalogue(told.case, told.listed, told.filed)
    case_lines(sheet, catalogue, phrases)
    found = told.coverage
    count = {"covered": found.covered, "required": found.required, "missing": found.missing}
    sheet.line(say("sheet.statement.sum", undecided=found.undecided, **count))
    cells = [each for each in found.cells if each.required or each.recordings or each.verdict]
    above: list[Line] = [(say("sheet.statement.items"), "head")]
    head = [say(f"sheet.statement.{each}") for each in ("item", "state", "recordings", "why")]
    sheet.table([_item(each, catalogue, phrases) for each in cells], (34, 14, 28, 24), head, above)
    if not cells:
        sheet.line(say("sheet.statement.no-items"), "quiet")
    _open_points(sheet, cells, catalogue, phrases)
    _gaps(sheet, told, phrases)
    sheet.signatures(
        [say(f"sheet.sign.{each}") for each in ("handler", "date", "second", "date", "head", "date")],
        say("sheet.statement.declares"),
    )
    return sheet.pdf()


def _item(cell: ItemCell, told: Catalogue, phrases: Phrases) -> list[Cell]:
    state = phrases.word(f"cell-{cell.state}")
    role: Role = "strong" if cell.state in _BAD else "body"
    held = [each for each in told.filed if each.link.item == cell.item]
    asked = phrases.word("item-required" if cell.required else "item-optional")
    name: list[Line] = [(f"{cell.item}  {words.item_name(cell.item, told, phrases)}", "body"), (asked, "quiet")]
    recordings: list[Line] = [line for each in held for line in _held(each, phrases)] or [("–", "quiet")]
    return [name, [(state, role)], recordings, [(words.reasons(cell, phrases), "body")]]


def _held(each: Filed, phrases: Phrases) -> list[Line]:
    length = formats.clock(each.row.duration_ms) if each.row.duration_ms else ""
    about = " · ".join(filter(None, (words.recorded(each, phrases), length, words.part(each.link, phrases))))
    return [(each.row.name, "body"), (about, "quiet")]


def _open_points(sheet: Sheet, cells: list[ItemCell], told: Catalogue, phrases: Phrases) -> None:
    """What is missing or not whole and not explained: room to write why."""
    wanting = [each for each in cells if each.required and each.state in _BAD]
    title = phrases.say("sheet.statement.open")
    if not wanting:
        sheet.line(title, "head")
        sheet.line(phrases.say("sheet.statement.nothing-open"))
        return
    head = [phrases.say(f"sheet.statement.{each}") for each in ("item", "state", "by-hand")]
    rows: list[list[Cell]] = [
        [
            [(f"{each.item}  {words.item_name(each.item, told, phrases)}", "body")],
            [(phrases.word(f"cell-{each.state}"), "strong"), (words.reasons(each, phrases), "quiet")],
            [("", "body"), ("", "body")],
        ]
        for each in wanting
    ]
    sheet.table(rows, (34, 24, 42), head, [(title, "head")])


def _gaps(sheet: Sheet, told: Statement, phrases: Phrases) -> None:
    title = phrases.say("sheet.statement.gaps")
    if not told.gaps:
        sheet.line(title, "head")
        sheet.line(phrases.say("sheet.statement.no-gaps"))
        return
    head = [phrases.say(f"sheet.statement.{each}") for each in ("when", "what", "length")]
    sheet.table([_gap(each, phrases) for each in told.gaps], (34, 50, 16), head, [(title, "head")])


def _gap(gap: Gap, phrases: Phrases) -> list[Cell]:
    what: list[Line] = [(words.gap_sentence(gap, phrases), "body")]
    if gap.reason:
        what.append((gap.reason, "quiet"))
    length = formats.duration(gap.length_ms, phrases.language) if gap.length_ms else "–"
    return [[(words.gap_times(gap, phrases), "body")], what, [(length, "body")]]
