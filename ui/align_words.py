"""How recordings lie beside one another, in words; for both faces."""

from __future__ import annotations

from recorder_desk.domain.alignment import Alignment
from ui.phrases import Phrases


def offset_words(told: Alignment | None, phrases: Phrases) -> str:
    """How much later than the first it begins: `+12.040 s`."""
    return "" if told is None else phrases.say("align.seconds", seconds=f"{told.offset_ms / 1000:+,.3f}")


def error_words(told: Alignment | None, phrases: Phrases) -> str:
    """How far that may be off: `± 4 ms`, `± 1.5 s`."""
    if told is None:
        return ""
    if told.error_ms < 0:
        return phrases.say("align.error-unknown")
    if told.error_ms < 1000:
        return phrases.say("align.error-ms", error=told.error_ms)
    return phrases.say("align.error-s", error=f"{told.error_ms / 1000:.1f}")


def drift_words(told: Alignment | None) -> str:
    """How its clock runs against the first one's: `+12 ppm`; '' where it does not tell."""
    return f"{told.drift_ppm:+d} ppm" if told is not None and told.drift_ppm else ""


def how_words(told: Alignment | None, kept: bool, phrases: Phrases) -> str:
    """What tells so, and whether it is kept."""
    if told is None:
        return ""
    how = phrases.word(told.by) if told.clear else phrases.word("align-unclear")
    return " · ".join(filter(None, (how, phrases.word("align-kept") if kept else "")))
