"""The mark sheet of a recording or a case. In: marks with their pictures. Out: a PDF: each mark with its still, its
six-sign code, and the same code to scan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from PySide6.QtGui import QColor, QImage

from recorder_desk.domain.sheets import Marked, MarkSheet
from recorder_desk.domain.times import moment, stamp
from ui import formats, qr
from ui import sheet_words as words
from ui.phrases import Phrases
from ui.window.sheets.paper import Cell, Image, Line, Sheet
from ui.window.sheets.stills import Still

STILL_MM, CODE_MM = 62.0, 21.0
_WIDTHS = (38, 42, 20)


def mark_sheet(told: MarkSheet, stills: Sequence[Still], now: str, phrases: Phrases) -> bytes:
    """The PDF; `stills` in the order of the marks."""
    say, title = phrases.say, phrases.say("sheet.marks.title")
    about = told.case.number if told.case else told.marks[0].row.name if told.marks else ""
    sheet = Sheet(title, " · ".join(filter(None, (title, about, words.printed_now(now, phrases)))))
    if told.case is not None:
        sheet.line(f"{told.case.number}  {told.case.title}", "strong")
        sheet.line(told.case.party)
    sheet.line(say("sheet.marks.how") if told.marks else say("sheet.marks.none"), "quiet")
    pairs = zip(told.marks, stills, strict=True)
    for _, group in groupby(pairs, key=lambda pair: pair[0].row.id):
        films = list(group)
        head = [say(f"sheet.marks.{each}") for each in ("picture", "mark", "code")]
        rows = [_row(marked, still, phrases) for marked, still in films]
        sheet.table(rows, _WIDTHS, head, _title(films[0][0], phrases))
    sheet.signatures([say(f"sheet.sign.{each}") for each in ("made", "date", "checked", "date")])
    return sheet.pdf()


def _title(marked: Marked, phrases: Phrases) -> list[Line]:
    """The recording: name, time, length, recorder, digest."""
    row = marked.row
    length = formats.clock(row.duration_ms) if row.duration_ms else ""
    about = (_time(marked, 0, phrases), length, row.recorder_serial or row.device_number, row.wearer)
    return [
        (row.name, "head"),
        (" · ".join(filter(None, about)), "body"),
        *((each, "mono") for each in (row.id, *words.digest_lines(row))),
    ]


def _time(marked: Marked, position_ms: int, phrases: Phrases) -> str:
    """When a position was recorded: by the corrected clock where that is known, else as the recorder told."""
    began = marked.true_time.at or marked.row.recorded_at
    if not began:
        return ""
    at = formats.local_time(stamp(moment(began) + timedelta(milliseconds=position_ms)))
    return phrases.say("sheet.corrected", time=at) if marked.true_time.at else at


def _row(marked: Marked, still: Still, phrases: Phrases) -> list[Cell]:
    say, mark = phrases.say, marked.mark
    fields = mark.fields
    said = say(f"sheet.still.{still.kind}", frame=still.frame)
    picture: list[Line] = [] if still.image.isNull() else [Image(still.image, STILL_MM)]
    lines: list[Line] = [
        (" · ".join(filter(None, (phrases.word(f"mark-{fields.kind}"), fields.item))), "strong"),
        (words.position(mark), "body"), (_time(marked, fields.at_ms, phrases), "quiet"), (fields.note, "body"),
        (say("sheet.marks.by", actor=mark.marked_by, time=formats.local_time(mark.marked_at)), "quiet"),
    ]  # fmt: skip
    code: list[Line] = [Image(code_picture(mark.code), CODE_MM, sharp=True), (mark.code, "code")]
    return [[*picture, (said, "quiet")], [each for each in lines if isinstance(each, Image) or each[0]], code]


def code_picture(text: str) -> QImage:
    """A QR code, a pixel a module."""
    rows = qr.modules(text)
    image = QImage(len(rows[0]), len(rows), QImage.Format.Format_RGB32)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            image.setPixelColor(x, y, QColor("black" if dark else "white"))
    return image
