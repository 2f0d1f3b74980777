"""What both faces say of a take.

In: a take. Out: the sentence a reviewer can quote, a gap with how well it is known.
"""

from __future__ import annotations

from datetime import timedelta

from recorder_desk.domain.takes import Part, Take
from recorder_desk.domain.times import moment, stamp
from ui import formats
from ui.phrases import Phrases


def sentence(take: Take, phrases: Phrases) -> str:
    """`09:12:03–10:47:41, 4 files, largest gap 0.00 s, no number missing`."""
    last = take.parts[-1]
    end = stamp(moment(last.began_at) + timedelta(milliseconds=last.length_ms))
    span = f"{formats.local_time(take.parts[0].began_at)[11:]}–{formats.local_time(end)[11:]}"
    largest = take.largest
    if largest is None:
        return phrases.say("word.take-one", span=span)
    missing = take.missing
    told = (
        phrases.say("word.take-missing", numbers=", ".join(map(str, missing))) if missing
        else phrases.say("word.take-none-missing") if _numbered(take) else phrases.say("word.take-no-numbers")
    )  # fmt: skip
    return phrases.say(
        "word.take-sentence", span=span, count=len(take.parts), gap=gap_words(largest, phrases), missing=told
    )


def gap_words(part: Part, phrases: Phrases) -> str:
    """`0.00 s` measured from the media, `0.3 s (±1.0 s by the clock)` told by stamps; '' for the first part."""
    if not part.code:
        return ""
    if part.error_ms < 0:
        return phrases.say("word.take-gap-unknown")
    if part.error_ms == 0:
        return phrases.say("word.take-gap", seconds=f"{part.gap_ms / 1000:.2f}")
    return phrases.say("word.take-gap-told", seconds=f"{part.gap_ms / 1000:.1f}", error=f"{part.error_ms / 1000:.1f}")


def _numbered(take: Take) -> bool:
    return any(part.code in ("take.next-number", "take.number-missing") for part in take.parts)
