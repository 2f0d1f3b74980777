"""Time of day along a recording. In: its raw stamp and what the readings of its clock say. Out: times as shown.

The raw stamp is what the recorder wrote; the true time is worked out from it (`domain/clock.py`) where its clock was
read. What is shown says which of the two it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from recorder_desk.domain.clock import NOT_KNOWN, Corrected
from recorder_desk.domain.times import moment
from ui.clock_words import span, true_words
from ui.phrases import Phrases

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayClock:
    """`raw`: the stamp (UTC) of the beginning as the recorder told it, or ''; `true`: the true one, if it is known."""

    raw: str = ""
    true: Corrected = NOT_KNOWN

    @property
    def origin(self) -> str:
        """The stamp of the beginning: the true one where it is known, else the raw one, else ''."""
        return self.true.at or self.raw

    def at(self, position_ms: int) -> datetime | None:
        """The local time at a position; None where no time is told at all."""
        return _at(self.origin, position_ms)

    def text(self, position_ms: int) -> str:
        """`09:12:03`, or ''."""
        at = self.at(position_ms)
        return f"{at:%H:%M:%S}" if at else ""

    def words(self, position_ms: int, phrases: Phrases) -> str:
        """The time of day and how sure it is: `09:12:03 ± 1.2 s`, or that it is the recorder's own."""
        if not self.origin:
            return ""
        if self.true.at:
            error = span(self.true.error_ms, phrases)
            return phrases.say("player.day.true", time=self.text(position_ms), error=error)
        return phrases.say("player.day.raw", time=self.text(position_ms))

    def tip(self, position_ms: int, phrases: Phrases) -> str:
        """What the recorder itself showed, and what the correction rests on."""
        raw = _at(self.raw, position_ms)
        told = phrases.say("player.day.raw-was", time=f"{raw:%Y-%m-%d %H:%M:%S}") if raw else ""
        basis = true_words(self.true, phrases) or phrases.say("player.day.unread")
        return "\n".join(filter(None, (told, basis)))

    def position_of(self, hour: int, minute: int, second: float, length_ms: int) -> int | None:
        """Where it was that time of day; None where the recording does not reach it."""
        begin = self.at(0)
        if begin is None:
            return None
        day = begin.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(seconds=second)
        for when in (day, day + _DAY, day - _DAY):
            position = round((when - begin).total_seconds() * 1000)
            if -1000 < position <= length_ms:  # the second in which it begins is told without its fraction
                return max(0, position)
        return None


def _at(stamp: str, position_ms: int) -> datetime | None:
    return (moment(stamp) + timedelta(milliseconds=position_ms)).astimezone() if stamp else None
