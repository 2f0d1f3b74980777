"""How much of a recording was seen, in words, for both faces. In: rows of viewings. Out: short text."""

from __future__ import annotations

from recorder_desk.domain.viewing import SeenRow, ViewingRow, share
from ui import formats
from ui.phrases import Phrases


def how_much(row: ViewingRow | SeenRow, phrases: Phrases) -> str:
    """`0:03:12 of 0:10:00 (32 %)`; of a photo how long it was on the screen; of old viewings that it is not known."""
    if isinstance(row, ViewingRow) and not row.id:
        return phrases.say("viewing.seen.unknown")
    if not row.length_ms:
        return phrases.say("viewing.seen.shown", time=formats.clock(row.shown_ms))
    told = {"seen": formats.clock(row.seen_ms), "length": formats.clock(row.length_ms)}
    return phrases.say("viewing.seen.part", **told, share=share(row.seen_ms, row.length_ms))
