"""The recording catalogue of a case on paper. In: the catalogue. Out: a PDF: each recording with its poster, place,
code, retention and digest; the whole digests at the end."""

from __future__ import annotations

from recorder_desk.domain.sheets import Catalogue, Filed
from ui import formats
from ui import sheet_words as words
from ui.phrases import Phrases
from ui.window.player.stills import read_picture
from ui.window.sheets.paper import Cell, Image, Line, Sheet

POSTER_MM = 25.0
_WIDTHS = (5, 18, 33, 22, 22)
_LONGEST = 480


def catalogue_sheet(told: Catalogue, case_retention: str, now: str, phrases: Phrases) -> bytes:
    """The PDF."""
    say = phrases.say
    title = say("sheet.catalogue.title")
    sheet = Sheet(title, f"{title} · {told.case.number} · {words.printed_now(now, phrases)}")
    case_lines(sheet, told, phrases)
    films = {each.row.id: each.row for each in told.filed}.values()
    count = {"count": len(films), "length": formats.clock(sum(each.duration_ms for each in films))}
    sheet.line(say("sheet.catalogue.sum", size=formats.size(sum(each.bytes for each in films)), **count))
    if told.filed:
        head = [say(f"sheet.catalogue.{each}") for each in ("number", "picture", "recording", "item", "archive")]
        rows = [_row(number, each, told, case_retention, phrases) for number, each in enumerate(told.filed, 1)]
        sheet.table(rows, _WIDTHS, head)
        above: list[Line] = [(say("sheet.catalogue.digests"), "head"), (say("sheet.catalogue.digests-what"), "quiet")]
        head = [say(f"sheet.catalogue.{each}") for each in ("number", "recording", "digest")]
        sheet.table(_digests(told), (7, 38, 55), head, above)
    sheet.signatures([say(f"sheet.sign.{each}") for each in ("made", "date", "checked", "date")])
    return sheet.pdf()


def case_lines(sheet: Sheet, told: Catalogue, phrases: Phrases) -> None:
    """What the case is, and under which list."""
    case, listed = told.case, told.listed
    approval = " · ".join(filter(None, (listed.approval, listed.approved_on))) if listed else ""
    lines = (
        ("number", case.number), ("title", case.title), ("party", case.party), ("matter", case.matter),
        ("opened", case.opened_on), ("list", case.item_list), ("approval", approval),
        ("sealed", formats.local_time(case.sealed_at)),
    )  # fmt: skip
    rows: list[list[Cell]] = [
        [[(phrases.say(f"sheet.case.{name}"), "quiet")], [(value, "body")]] for name, value in lines if value
    ]
    sheet.table(rows, (16, 84))


def _row(number: int, each: Filed, told: Catalogue, case_retention: str, phrases: Phrases) -> list[Cell]:
    row, link, say = each.row, each.link, phrases.say
    poster = read_picture(row.poster, _LONGEST) if row.poster else None
    picture: list[Line] = [Image(poster, POSTER_MM)] if poster and not poster.isNull() else []
    if not picture:
        picture = [(say("sheet.no-picture"), "quiet")]
    length = formats.clock(row.duration_ms) if row.duration_ms else ""
    about = [phrases.word(row.kind), length, formats.size(row.bytes)]
    who = [row.recorder_serial or row.device_number, row.wearer]
    recording: list[Line] = [
        (row.name, "strong"), (words.recorded(each, phrases), "body"), (" · ".join(filter(None, about)), "quiet"),
        (" · ".join(filter(None, who)), "quiet"), (words.confidentiality(each, told, phrases), "quiet"),
    ]  # fmt: skip
    item: list[Line] = [
        (f"{link.item}  {words.item_name(link.item, told, phrases)}", "body"), (words.part(link, phrases), "quiet"),
    ]  # fmt: skip
    archive: list[Line] = [
        (link.archival_code or say("sheet.catalogue.no-code"), "body" if link.archival_code else "quiet"),
        (words.retention(each, told, case_retention, phrases), "body"),
        (f"{words.digest_of(row)[: words.SHORT_DIGEST]}…", "mono"),
    ]
    return [[(str(number), "body")], picture, _said(recording), item, archive]


def _said(lines: list[Line]) -> list[Line]:
    return [each for each in lines if isinstance(each, Image) or each[0]]


def _digests(told: Catalogue) -> list[list[Cell]]:
    """Each recording once, by the first number under which it stands."""
    seen: dict[str, tuple[int, Filed]] = {}
    for number, each in enumerate(told.filed, 1):
        seen.setdefault(each.row.id, (number, each))
    return [
        [[(str(number), "quiet")], [(each.row.name, "quiet")],
         [(line, "mono") for line in words.digest_lines(each.row)]]
        for number, each in seen.values()
    ]  # fmt: skip
