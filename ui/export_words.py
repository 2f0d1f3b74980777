"""Exports in words, for both faces. In: an export as the desk tells it. Out: what it spans, and what became of it."""

from __future__ import annotations

from recorder_desk.domain.export import ExportRow
from ui import formats
from ui.phrases import Phrases


def position(us: int) -> str:
    """A position to the millisecond: `0:03:12.240`."""
    return f"{formats.clock(us // 1000)}.{us // 1000 % 1000:03d}"


def spans(row: ExportRow, phrases: Phrases) -> str:
    """What it shows: measured where it was made, else what was asked for."""
    made, wish, say = row.made, row.wish, phrases.say
    if row.kind == "still":
        if made is not None:
            return say("export.words.frame", frame=made.first, at=position(made.from_us))
        return say("export.words.frame-asked", frame=wish.frame) if wish.frame >= 0 else position(wish.from_ms * 1000)
    if made is None:
        until = position(wish.until_ms * 1000) if wish.until_ms else say("player.to-end")
        return say("export.words.range", since=position(wish.from_ms * 1000), until=until)
    told = say("export.words.range", since=position(made.from_us), until=position(made.until_us))
    if made.first < 0:
        return told
    return say("export.words.frames", range=told, first=made.first, last=made.last, count=made.last - made.first + 1)


def wider(row: ExportRow, phrases: Phrases) -> str:
    """How much more than asked for a fast clip has, or ''."""
    made, wish = row.made, row.wish
    if made is None or not wish.fast:
        return ""
    before = max(0, wish.from_ms * 1000 - made.from_us)
    after = max(0, made.until_us - wish.until_ms * 1000) if wish.until_ms else 0
    return phrases.say("export.words.wider", before=f"{before / 1e6:.2f}", after=f"{after / 1e6:.2f}")


def time_of_day(row: ExportRow, phrases: Phrases) -> str:
    """At which time of day it begins, and how sure that is; '' where nobody knows."""
    made = row.made
    if made is None or not made.at:
        return ""
    at = formats.local_time(made.at)
    if made.error_ms < 0:
        return phrases.say("export.words.unread", at=at)
    return phrases.say("export.words.at", at=at, error=-(-made.error_ms // 1000))


def state(row: ExportRow, phrases: Phrases) -> str:
    """Made, owed, or why not."""
    return phrases.say(row.code) if row.state == "failed" else phrases.word(f"export-{row.state}")
