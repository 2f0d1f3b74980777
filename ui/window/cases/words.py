"""Cases and record items in words. In: values of the domain. Out: short text in the person's language."""

from __future__ import annotations

from recorder_desk.domain.archive import retention_code
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.record_item import RecordItem
from recorder_desk.domain.recording import LinkRow
from recorder_desk.errors import DeskError
from ui.formats import clock
from ui.phrases import Phrases

STATE_TONES = {"open": "accent", "sealing": "care", "sealed": "good"}


def stage_name(stage: str, phrases: Phrases) -> str:
    """`3检查实施` as `检查实施`, or its English name."""
    bare = stage.lstrip("0123456789 .、")
    code = f"cases.stage.{bare}"
    return phrases.say(code) if phrases.knows(code) else bare


def item_title(item: RecordItem, phrases: Phrases) -> str:
    """Code and name of a record item."""
    return f"{item.code}  {item.name(phrases.language)}"


def requirement(item: RecordItem, phrases: Phrases) -> str:
    """Whether it must be recorded: always, when …, or as one likes."""
    if item.required == "N":
        return phrases.say("cases.required.no")
    code = "cases.required.always" if item.required == "Y" else "cases.required.when"
    return phrases.say(code, when=item.required_when) if item.required_when else phrases.say(f"{code}.plain")


def retention_words(item: RecordItem | None, case_retention: str, phrases: Phrases) -> str:
    """How long what is linked here is kept, and what that follows from."""
    try:
        term = retention_code((item.retention_in_case or item.retention) if item else "CASE", case_retention)
    except DeskError as error:
        return phrases.say(error.code, **error.facts)
    return phrases.say("cases.permanent") if term == "Y" else phrases.say("cases.years", years=term[1:])


def range_words(link: LinkRow, phrases: Phrases) -> str:
    """Which part of the recording is meant."""
    if not link.from_ms and not link.until_ms:
        return phrases.say("cases.range.whole")
    until = clock(link.until_ms) if link.until_ms else phrases.say("cases.range.end")
    return phrases.say("cases.range.part", since=clock(link.from_ms), until=until)


def why_fixed(row: CaseRow, mode: str, phrases: Phrases) -> str:
    """Why nothing in a case can be changed, or '' when it can."""
    if mode != "work":
        return phrases.say("player.look-only")
    if row.state == "sealing":
        return phrases.say("cases.fixed.sealing")
    return phrases.say("cases.fixed.sealed") if row.state == "sealed" else ""


def parse_clock(text: str) -> int | None:
    """`1:02:03.5`, `2:03` or `63` (hours, minutes, seconds) in milliseconds; None when it is none of them."""
    parts = text.strip().replace("：", ":").split(":")
    if not 1 <= len(parts) <= 3:
        return None
    try:
        values = [float(part) if number == len(parts) - 1 else int(part) for number, part in enumerate(parts)]
    except ValueError:
        return None
    total = 0.0
    for value in values:
        if value < 0 or value != value or value > 1e7:
            return None
        total = total * 60 + value
    return round(total * 1000)
