"""The report of a release on paper: what was taken off which recorder, by whom, and how to prove it.

In: a release and its report as JSON. Out: a PDF that carries the JSON inside: the paper is for people, the
attachment proves itself (`domain/release_report.py`).
"""

from __future__ import annotations

import hashlib

from recorder_desk.domain.release import ReleaseDetail, ReleasedFile
from ui import formats
from ui.phrases import Phrases
from ui.window.sheets.fonts import Role
from ui.window.sheets.paper import Sheet

ATTACHMENT = "release-report.json"
_SAY = "window.sheet.release"


def release_sheet(detail: ReleaseDetail, report: bytes, phrases: Phrases) -> bytes:
    """The PDF."""
    say, row = phrases.say, detail.row
    sheet = Sheet(say(f"{_SAY}.title"))
    told = {
        "recorder": row.path,
        "ordered": f"{formats.local_time(row.ordered_at)} · {row.ordered_by}",
        "ended": formats.local_time(row.ended_at) if row.ended_at else "–",
        "removed": f"{row.removed} · {formats.size(row.bytes)}",
        "stays": str(row.kept),
        "unknown": str(row.unknown),
        "number": row.id,
    }
    sheet.table([[[(say(f"{_SAY}.{name}"), "quiet")], [(value, "body")]] for name, value in told.items()], (25, 75))
    if row.code:
        sheet.line(say(row.code))
    sheet.line(say(f"{_SAY}.how"))
    for which, files in (
        ("removed", [each for each in detail.files if each.fate == "removed"]),
        ("stays", [each for each in detail.files if each.fate != "removed"]),
    ):
        if files:
            sheet.line(say(f"{_SAY}.{which}"), "head")
            sheet.table([_row(each, phrases) for each in files], (72, 28))
    sheet.line(say(f"{_SAY}.proof"), "head")
    sheet.line(say(f"{_SAY}.proof-what", name=ATTACHMENT))
    sheet.line(f"SHA-512 {hashlib.sha512(report).hexdigest()}", "mono")
    return sheet.pdf({ATTACHMENT: report})


def _row(each: ReleasedFile, phrases: Phrases) -> list[list[tuple[str, Role]]]:
    digest = each.digest.partition(":")[2]
    name: list[tuple[str, Role]] = [(each.path, "body")]
    if digest:
        name.append((f"SHA-512 {digest}", "mono"))
    why: Role = "quiet" if each.code else "body"
    return [name, [(phrases.say(each.code) if each.code else formats.size(each.bytes), why)]]
