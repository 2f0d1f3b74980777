"""Recorders' clocks in words, for both faces, and what people write of them.

In: what the ledger tells; a time as it stands on a recorder. Out: short sentences, never 0 for not known; UTC stamps.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from recorder_desk.domain.clock import ClockDetail, ClockState, Corrected
from recorder_desk.domain.times import stamp
from recorder_desk.errors import DeskError
from ui import formats
from ui.phrases import Phrases

_DAY = 86_400_000
_OF_THE_DAY = re.compile(r"(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?")


def span(milliseconds: int, phrases: Phrases) -> str:
    """A difference without its sign: `1.2 s`, `3 min 05 s`, `412 days`."""
    value = abs(milliseconds)
    if value >= 2 * _DAY:
        return phrases.say("word.clock-days", count=round(value / _DAY))
    return formats.duration(value, phrases.language)


def signed(milliseconds: int, phrases: Phrases) -> str:
    """A difference with its sign, for tables."""
    return f"{'−' if milliseconds < 0 else '+'}{span(milliseconds, phrases)}"


def offset_words(state: ClockState, phrases: Phrases) -> str:
    """How far the clock is off now, and to how much."""
    if state.error_ms < 0:
        return phrases.say("word.clock-not-known")
    code = "word.clock-fast" if state.offset_ms >= 0 else "word.clock-slow"
    return phrases.say(code, value=span(state.offset_ms, phrases), error=span(state.error_ms, phrases))


def rate_words(state: ClockState, phrases: Phrases) -> str:
    """What the clock gains or loses in a day."""
    if state.rate_error_ms < 0:
        return phrases.say("word.clock-not-measured")
    code = "word.clock-gains" if state.rate_ms >= 0 else "word.clock-loses"
    return phrases.say(code, value=span(state.rate_ms, phrases), error=span(state.rate_error_ms, phrases))


def findings(detail: ClockDetail, phrases: Phrases) -> list[str]:
    """What is wrong with a clock, a sentence each."""
    ahead = span(detail.state.ahead_ms, phrases)
    return [phrases.say(code, ahead=ahead) if code == "clock.ahead" else phrases.say(code)
            for code in detail.state.findings]  # fmt: skip


def true_words(found: Corrected, phrases: Phrases) -> str:
    """The corrected time of a recording with its error and what it rests on; '' where it is not known."""
    if not found.at:
        return ""
    told = {"time": formats.local_time(found.at), "error": span(found.error_ms, phrases)}
    return phrases.say(f"word.clock-true-{found.basis}", **told)


def shown_at(text: str, now: datetime) -> str:
    """What a recorder shows as a UTC stamp: `10:46:32` or `10:46` on the day that is nearest, or a date and a time.

    Raises DeskError `clock.bad-time`."""
    of_the_day = _OF_THE_DAY.fullmatch(text.strip())
    try:
        if not of_the_day:
            return stamp(datetime.fromisoformat(text.strip().replace("/", "-")).astimezone(UTC))
        hour, minute, second = (int(part or 0) for part in of_the_day.groups())
        local = now.astimezone()
        at = local.replace(hour=hour, minute=minute, second=second, microsecond=0)
        days = [at + timedelta(days=day) for day in (-1, 0, 1)]
        return stamp(min(days, key=lambda each: abs(each - local)).astimezone(UTC))
    except (ValueError, OverflowError) as error:
        raise DeskError("clock.bad-time", time=text) from error
