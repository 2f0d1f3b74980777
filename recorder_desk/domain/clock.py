"""The clock of a recorder: what was read off it and when it truly was, and what follows for its recordings.

In: readings of one recorder, and a raw stamp it wrote. Out: the true time, how far it may be off, and what that rests
on. Raw stamps are never changed; nothing here is stored. Numbers are milliseconds, those of times since 1970.

A flat battery or a hand at the menu is a jump: it parts the readings into runs. Within a run a line is drawn between
neighbours; outside, the run's own rate goes on, and the error grows with the distance. Where nothing was read after a
jump, where two runs tell of different days, or where a stamp lies far from every reading, the time is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

from recorder_desk.domain.times import moment, stamp_of_ns

How = Literal["docking", "code", "manual"]
HOWS: tuple[How, ...] = ("docking", "code", "manual")
Basis = Literal["between", "after", "before", "jump", "unknown"]
"""Between two readings, after the last or before the first of a run, at a jump (either side), or not known."""

DAY = 86_400_000
MAKER_RATE = 3_000
"""What standards allow a recorder to gain or lose in a day: beyond it is a finding."""
JUMP_RATE = 10_000
"""No clock gains more in a day: between such readings somebody or something has set it."""
BEND = 2_000
"""How far the rate between two readings may be from what it usually is, a day, before a hidden jump is assumed."""
UNTRIED_RATE = 5_000
"""What a clock may gain or lose in a day as long as nobody has measured it."""
WANDER = 500
"""How far a clock strays from its own rate in a day (warmth, cold, age)."""
REACH = 120 * DAY
"""No farther from a reading is anything told."""


@dataclass(frozen=True, slots=True)
class ClockPoint:
    """One reading as it is kept. Times are UTC stamps: `recorder_at` what the recorder showed, its wall time taken to
    be ours; `true_at` when. `withdrawn`: why it was wrong, or ''."""

    id: str
    recorder: str
    recorder_at: str
    true_at: str
    error_ms: int
    how: How
    note: str
    withdrawn: str
    noted_by: str
    noted_at: str

    @property
    def offset_ms(self) -> int:
        """Recorder time minus true time."""
        return _ms(self.recorder_at) - _ms(self.true_at)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A stamp set right: `at` a UTC stamp ± `error_ms`; '' and -1 where it is not known."""

    at: str
    error_ms: int
    basis: Basis


NOT_KNOWN = Corrected("", -1, "unknown")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a recorder showed (`told`) at a true time, ± `error`."""

    told: int
    true: int
    error: int

    @property
    def offset(self) -> int:
        """Recorder time minus true time."""
        return self.told - self.true


@dataclass(frozen=True, slots=True)
class Run:
    """Readings without a jump between them, by true time. `rate`: gained a day, ± `doubt`; `measured`: by this run or
    another of the same clock. `opens` and `closes`: the true times of the neighbouring runs' readings."""

    readings: tuple[Reading, ...]
    rate: float
    doubt: float
    measured: bool
    opens: int
    closes: int


Ledger = tuple[Run, ...]


def ledger(points: Sequence[ClockPoint]) -> Ledger:
    """The runs of one recorder's readings, oldest first; withdrawn ones do not count."""
    told = [Reading(_ms(p.recorder_at), _ms(p.true_at), p.error_ms) for p in points if not p.withdrawn]
    return runs(told)


def runs(readings: Sequence[Reading]) -> Ledger:
    """Readings parted at the jumps between them."""
    told = sorted(readings, key=lambda each: (each.true, each.told))
    if not told:
        return ()
    jumps = _jumps(told)
    parts = [tuple(told[a:b]) for a, b in zip((0, *jumps), (*jumps, len(told)), strict=True)]
    rates = [_rate(part) for part in parts]
    known = min((each for each in rates if each is not None), key=lambda each: each[1], default=None)
    found = []
    for at, part in enumerate(parts):
        own = rates[at]
        rate, doubt = own or ((known[0], known[1] + WANDER) if known else (0.0, float(UNTRIED_RATE)))
        opens = parts[at - 1][-1].true if at else part[0].true - REACH
        closes = parts[at + 1][0].true if at + 1 < len(parts) else part[-1].true + REACH
        found.append(Run(part, rate, min(doubt, UNTRIED_RATE), known is not None, opens, closes))
    return tuple(found)


def _jumps(told: list[Reading]) -> tuple[int, ...]:
    """Where a run begins anew: the places of those readings that a running clock cannot have come to."""
    pairs = list(pairwise(told))
    usual = sorted(
        (b.offset - a.offset) * DAY / (b.true - a.true)
        for a, b in pairs
        if _within(a, b, JUMP_RATE) and (a.error + b.error) * DAY <= 1_000 * (b.true - a.true)
    )
    middle = median(usual) if len(usual) >= 3 else None
    return tuple(
        at
        for at, (a, b) in enumerate(pairs, 1)
        if not _within(a, b, JUMP_RATE) or (middle is not None and not _within(a, b, BEND, middle))
    )


def _within(a: Reading, b: Reading, bound: float, rate: float = 0.0) -> bool:
    days = (b.true - a.true) / DAY
    return abs(b.offset - a.offset - rate * days) <= bound * days + a.error + b.error


def _rate(part: tuple[Reading, ...]) -> tuple[float, float] | None:
    """What a run gains a day and how far that may be off; None where its readings lie too near to tell."""
    first, last = part[0], part[-1]
    days = (last.true - first.true) / DAY
    if days <= 0:
        return None
    doubt = (first.error + last.error) / days + WANDER
    return None if doubt > UNTRIED_RATE else ((last.offset - first.offset) / days, doubt)


def corrected(recorded_at: str, received_at: str, runs_of: Ledger, coarse_ms: int = 1_000) -> Corrected:
    """The true time of a raw stamp. `received_at` (the desk's own clock): no recording is younger.

    A stamp of whole seconds is cut off (to `coarse_ms`: FAT knows even ones only): its middle is taken, ± half."""
    if not recorded_at or not runs_of:
        return NOT_KNOWN
    half = coarse_ms // 2 if recorded_at.endswith(".000Z") else 0
    told, latest = _ms(recorded_at) + half, _ms(received_at)
    found = []
    for run in runs_of:
        offset, error, basis = _offset(run, told)
        true, wide = told - offset, error + half
        if run.opens - wide <= true <= min(run.closes, latest) + wide:
            found.append((true - wide, true + wide, basis))
    if not found:
        return NOT_KNOWN
    first, last = min(each[0] for each in found), max(each[1] for each in found)
    if len(found) > 1 and last - first > DAY:
        return NOT_KNOWN
    basis = found[0][2] if len(found) == 1 else "jump"
    at = stamp_of_ns(round((first + last) / 2) * 1_000_000)
    return Corrected(at, round((last - first) / 2), basis) if at else NOT_KNOWN


def _offset(run: Run, told: int) -> tuple[float, float, Basis]:
    """Offset and error at a recorder time of this run."""
    first, last = run.readings[0], run.readings[-1]
    if told < first.told:
        days = (first.told - told) / DAY
        return first.offset - run.rate * days, first.error + run.doubt * days, "before"
    if told >= last.told:
        days = (told - last.told) / DAY
        return last.offset + run.rate * days, last.error + run.doubt * days, "after" if days else "between"
    for a, b in pairwise(run.readings):
        if a.told <= told < b.told:
            break
    share = (told - a.told) / (b.told - a.told)
    strays = WANDER * min(told - a.told, b.told - told) / DAY
    return a.offset + share * (b.offset - a.offset), a.error + share * (b.error - a.error) + strays, "between"


@dataclass(frozen=True, slots=True)
class ClockState:
    """A recorder's clock at a moment: `offset_ms` recorder minus true ± `error_ms` (-1: not known); `rate_ms` gained a
    day ± `rate_error_ms` (-1: not measured); `jumps` seen between readings; `ahead_ms`: so far in the time to come a
    recording's stamp was when it was received, since the last reading; `findings` are codes."""

    offset_ms: int
    error_ms: int
    rate_ms: int
    rate_error_ms: int
    jumps: int
    ahead_ms: int
    findings: tuple[str, ...]


def state(points: Sequence[ClockPoint], now: str, bound_ms: int, ahead_ms: int = 0) -> ClockState:
    """How a clock goes now. An offset is a finding where it is surely beyond `bound_ms`, a rate beyond 3 s a day."""
    found = ledger(points)
    findings = ["clock.ahead"] if ahead_ms > bound_ms else []
    if not found:
        return ClockState(0, -1, 0, -1, 0, ahead_ms, tuple(findings))
    run = found[-1]
    at = _ms(now)
    offset, error, _ = _offset(run, at + run.readings[-1].offset)
    if abs(offset) - error > bound_ms:
        findings.append("clock.offset-large")
    if run.measured and abs(run.rate) - run.doubt > MAKER_RATE:
        findings.append("clock.drift-large")
    if at > run.closes:
        offset, error = 0, -1
    rate, doubt = (round(run.rate), round(run.doubt)) if run.measured else (0, -1)
    return ClockState(round(offset), round(error), rate, doubt, len(found) - 1, ahead_ms, tuple(findings))


@dataclass(frozen=True, slots=True)
class ClockDetail:
    """One recorder's clock: how it goes, and the readings that tell so, newest first."""

    recorder: str
    serial: str
    state: ClockState
    points: tuple[ClockPoint, ...]


def _ms(text: str) -> int:
    return round(moment(text).timestamp() * 1000)
