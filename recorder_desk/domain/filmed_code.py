"""The code an officer films: which desk drew it, for which case, and when.

In: a station, a case, a moment. Out: 38 characters that fit a QR code of 25 by 25 modules (ISO/IEC 18004,
version 2-M, alphanumeric), and back again. What was filmed may say anything: reading never raises.

    RD + L or S | 6 station | 9 time | 12 case | 8 check        digits and letters of RFC 4648 base32hex

`L` is live (drawn ten times a second), `S` stands still (printed, or a file). Why so:
docs/decisions/0024-a-code-is-filmed.md.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise

from recorder_desk.domain.likeness import Print
from recorder_desk.domain.times import stamp

LENGTH = 38
LIVE, STILL = "RDL", "RDS"
NO_CASE = "0" * 12
REDRAWN_MS = 100
"""How long one drawing of a live code stands."""
SHOWN_LATE_MS = 50
"""How much later than drawn a screen shows it, at most: three of its own pictures at 60 a second."""
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUV"
_IN_STEP_MS = 1000
_APART_MS = 60_000
_MS = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Reading:
    """A code as it was read in one frame: milliseconds from the recording's start, true to ± `within_ms`."""

    at_ms: int
    text: str
    within_ms: int


@dataclass(frozen=True, slots=True)
class Sought:
    """What was read in a recording, how many of its frames were looked at, by what, and what they looked like."""

    readings: tuple[Reading, ...]
    frames: int
    tool: str
    prints: tuple[Print, ...] = ()


@dataclass(frozen=True, slots=True)
class Filmed:
    """One filming of one code.

    `case` is the tag of a case (see `case_tag`) or ''; `drawn_at` the stamp in it that belongs to the frame
    at `at_ms`; `from_ms` and `until_ms` the first and last frame it was read in, `readings` how many. `live`:
    its time went on in step with the recording's, so that the pair is a point of the recorder's clock, true
    to ± `error_ms`. `code` says why it is none of ours (`code.*`), or is ''.
    """

    case: str
    drawn_at: str
    at_ms: int
    from_ms: int
    until_ms: int
    readings: int
    live: bool
    error_ms: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    at_ms: int
    within_ms: int
    kind: str
    case: str
    drawn_ms: int
    code: str


@dataclass(frozen=True, slots=True)
class CodeBook:
    """Writes and reads one station's codes. `secret` never leaves it."""

    station: str
    secret: bytes = field(repr=False)

    def write(self, case: str, at: datetime, *, live: bool = True) -> str:
        """The text for a case's id ('' for none) at a moment; `live` when it is drawn again all the time."""
        drawn = min(max((at - _EPOCH) // _MS, 0), 32**9 - 1)
        body = f"{LIVE if live else STILL}{self._tag}{_text(drawn, 9)}{_case_text(case)}"
        return body + self._check(body)

    def filmed(self, readings: Sequence[Reading], frame_ms: int) -> tuple[Filmed, ...]:
        """What was filmed, oldest first: readings of one code within a minute are one. Never raises."""
        runs: list[list[_Read]] = []
        for reading in sorted(readings, key=lambda each: each.at_ms):
            read = self._read(reading)
            if read is None:
                continue
            same = (run for run in reversed(runs) if _alike(run[-1], read))
            run = next(same, None)
            if run is None:
                runs.append([read])
            else:
                run.append(read)
        return tuple(_told(run, frame_ms) for run in runs)

    @property
    def _tag(self) -> str:
        return _text(int.from_bytes(sha256(self.station.encode()).digest()[:4], "big") >> 2, 6)

    def _check(self, body: str) -> str:
        seal = hmac.digest(self.secret, body.encode("ascii"), "sha256")
        return _text(int.from_bytes(seal[:5], "big"), 8)

    def _read(self, reading: Reading) -> _Read | None:
        text = reading.text
        if not is_code(text):
            return None
        drawn, tag = int(text[9:18], 32), f"{int(text[18:30], 32):015x}"
        case = "" if text[18:30] == NO_CASE else tag
        code = ""
        if text[3:9] != self._tag:
            code = "code.foreign-station"
        elif not hmac.compare_digest(text[30:], self._check(text[:30])):
            code = "code.check-differs"
        return _Read(reading.at_ms, reading.within_ms, text[:3], case, drawn, code)


def is_code(text: str) -> bool:
    """Whether a text has the shape of a code of some desk."""
    return len(text) == LENGTH and text[:3] in (LIVE, STILL) and all(each in _DIGITS for each in text[3:])


def case_tag(case: str) -> str:
    """What a code says of a case: the last 15 hexadecimal digits (60 random bits) of its id."""
    return case.replace("-", "")[-15:]


def _case_text(case: str) -> str:
    return _text(int(case_tag(case), 16), 12) if case else NO_CASE


def _text(number: int, length: int) -> str:
    return "".join(_DIGITS[number >> 5 * place & 31] for place in reversed(range(length)))


def _alike(one: _Read, other: _Read) -> bool:
    told = (one.kind, one.case, one.code) == (other.kind, other.case, other.code)
    return told and other.at_ms - one.at_ms <= _APART_MS


def _told(run: list[_Read], frame_ms: int) -> Filmed:
    # A screen shows a drawing later than it was drawn, never earlier: the reading that is least behind is
    # the nearest to the truth.
    best = max(run, key=lambda each: (-each.within_ms, each.drawn_ms - each.at_ms, -each.at_ms))
    first, last = run[0], run[-1]
    return Filmed(
        case=best.case,
        drawn_at=stamp(_EPOCH + best.drawn_ms * _MS),  # nine digits end in the year 3084
        at_ms=best.at_ms,
        from_ms=first.at_ms,
        until_ms=last.at_ms,
        readings=len(run),
        live=not best.code and _in_step(run),
        error_ms=-(-frame_ms // 2) + best.within_ms + REDRAWN_MS + SHOWN_LATE_MS,
        code=best.code,
    )


def _in_step(run: list[_Read]) -> bool:
    """Whether a code's time went on as the recording's did: a picture of a code stands still."""
    if run[0].kind != LIVE or len({each.drawn_ms for each in run}) < 2:
        return False
    return all(
        abs((after.drawn_ms - before.drawn_ms) - (after.at_ms - before.at_ms)) <= _IN_STEP_MS
        for before, after in pairwise(run)
    )
