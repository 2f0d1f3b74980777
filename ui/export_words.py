"""Exports in words, for both faces. In: an export as the desk tells it. Out: what it spans, and what became of it."""

from __future__ import annotations

import re

from recorder_desk.domain.export import ExportRow, Hush, Veil, VeilKey
from recorder_desk.domain.mark_import import read_time, time_text
from recorder_desk.errors import DeskError
from ui import formats
from ui.phrases import Phrases

_KEY = re.compile(r"([0-9:.]+?):(\d+),(\d+),(\d+),(\d+)")


def hush_of(text: str, *, tone: bool) -> Hush:
    """A range as people type it: `1500-2500`, `00:01.500-00:02.500`. Raises DeskError `export.range-unread`."""
    since, _, until = text.strip().partition("-")
    try:
        return Hush(read_time(since), read_time(until), tone)
    except DeskError as error:
        raise DeskError("export.range-unread", text=text[:40]) from error


def veil_of(text: str) -> Veil:
    """A rectangle as people type it, one place or more: `1500:40,20,100,80 00:02.000:60,20,100,80`.

    Raises DeskError `export.veil-unread`."""
    keys = [_KEY.fullmatch(each) for each in text.split()]
    if not keys:
        raise DeskError("export.veil-unread", text=text[:40])
    try:
        return Veil(tuple(_key(each) for each in keys))
    except DeskError as error:
        raise DeskError("export.veil-unread", text=text[:40]) from error


def _key(found: re.Match[str] | None) -> VeilKey:
    if found is None:
        raise DeskError("export.veil-unread")
    at, *place = found.groups()
    x, y, width, height = map(int, place)
    return VeilKey(read_time(at), x, y, width, height)


def veil_text(veil: Veil) -> str:
    """A rectangle as `veil_of` reads it."""
    return " ".join(f"{time_text(k.at_ms)}:{k.x},{k.y},{k.width},{k.height}" for k in veil.keys)


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
