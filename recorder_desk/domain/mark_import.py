"""Marks as tables and as WebVTT: what taking them in would add, and what is written.

WebVTT (W3C, Web Video Text Tracks): a cue a mark, the code as its identifier, `KIND ITEM` on the first line of its text
and the note on the next. Players show such a file beside the recording.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from recorder_desk.domain.mark import MarkFields, MarkRow, checked, kind_of
from recorder_desk.domain.tables import ImportPlan, Line, LineError, lines, tamed
from recorder_desk.errors import DeskError

COLUMNS: dict[str, tuple[str, ...]] = {
    "at": ("起点", "时间", "时间点", "from"),
    "until": ("止点", "终点", "to"),
    "kind": ("类型", "标记类型", "kind of mark"),
    "item": ("记录事项", "事项编码", "record item"),
    "note": ("备注", "说明", "remark"),
    "code": ("标记码", "mark code"),
}
_TIME = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?")
_CUE = re.compile(r"(\S+)\s+-->\s+(\S+)")
MOMENT_MS = 1
"""A cue of WebVTT is never empty: a moment is written as one that lasts this long."""


@dataclass(frozen=True, slots=True)
class MarkChange:
    """A mark that an import would add, and the line that tells of it."""

    line: int
    becomes: MarkFields


def time_text(milliseconds: int) -> str:
    """A position as WebVTT writes it: `00:03:12.040`."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def read_time(text: str) -> int:
    """`0:03:12.040`, `03:12` or a number of milliseconds → ms. Raises DeskError `mark.bad-time`."""
    told = text.strip()
    if told.isascii() and told.isdigit():
        return int(told)
    if (found := _TIME.fullmatch(told)) is None:
        raise DeskError("mark.bad-time", text=told[:40])
    hours, minutes, seconds, rest = found.groups()
    return (int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)) * 1000 + int((rest or "0").ljust(3, "0"))


def read_table(written: Iterable[Sequence[str]]) -> Iterator[Line]:
    """The lines of a table of marks. Raises DeskError as `tables.lines`."""
    return lines(written, COLUMNS, ("at",))


def plan(
    table: Iterable[Line], there: Iterable[MarkRow], length_ms: int, kinds: Mapping[str, str]
) -> ImportPlan[MarkChange]:
    """What a table adds to the marks that are there; codes in it are not taken over: they lead elsewhere."""
    known = {each.fields for each in there}
    told: list[MarkChange] = []
    same, errors = 0, []
    for line in table:
        cells = {name: tamed(line.cells.get(name, "")).strip() for name in COLUMNS}
        try:
            until = read_time(cells["until"]) if cells["until"] else 0
            kind = kind_of(cells["kind"], dict(kinds))
            fields = checked(MarkFields(read_time(cells["at"]), until, kind, cells["item"], cells["note"]), length_ms)
        except DeskError as error:
            errors.append(LineError(line.number, error.code, dict(error.facts)))
            continue
        if fields in known:
            same += 1
            continue
        known.add(fields)
        told.append(MarkChange(line.number, fields))
    return ImportPlan(tuple(told), same, tuple(errors))


def rows(marks: Iterable[MarkRow]) -> Iterator[list[str]]:
    """Marks as rows of `COLUMNS`."""
    for each in marks:
        told = each.fields
        until = time_text(told.until_ms) if told.until_ms else ""
        yield [time_text(told.at_ms), until, told.kind, told.item, told.note, each.code]


def write_vtt(marks: Iterable[MarkRow]) -> str:
    """Marks as WebVTT."""
    cues = [_cue(each.code, each.fields) for each in marks]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _cue(code: str, told: MarkFields) -> str:
    until = told.until_ms or told.at_ms + MOMENT_MS
    head = f"{told.kind} {told.item}".strip()
    note = html.escape(told.note, quote=False)
    return "\n".join(filter(None, (code, f"{time_text(told.at_ms)} --> {time_text(until)}", head, note)))


def read_vtt(text: str) -> Iterator[Line]:
    """The cues of a WebVTT file as lines of a table; the number is that of the cue's times.

    Raises DeskError `mark.no-vtt`."""
    written = text.lstrip("\ufeff").splitlines()
    if not written or not re.match(r"WEBVTT(?:\s|$)", written[0]):
        raise DeskError("mark.no-vtt")
    for number, line in enumerate(written, start=1):
        if (cue := _CUE.match(line)) is None:
            continue
        body: list[str] = []
        for each in written[number:]:
            if not each.strip():
                break
            body.append(html.unescape(each))
        kind, _, item = (body[0] if body else "").partition(" ")
        since, until = cue.groups()
        if read_span(since, until) <= MOMENT_MS:
            until = ""
        cells = {"at": since, "until": until, "kind": kind, "item": item, "note": " ".join(body[1:])}
        yield Line(number, cells)


def read_span(since: str, until: str) -> int:
    """How long a cue lasts, in ms; what is no time is told when its line is read."""
    try:
        return read_time(until) - read_time(since)
    except DeskError:
        return MOMENT_MS + 1
