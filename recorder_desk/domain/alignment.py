"""Where recordings lie on one time line: what their clocks say, what their sound says, what a person says.

In: lengths, corrected times, places where one sound was heard in the other. Out: an alignment, and positions carried
from one recording to another. Times are milliseconds. Position `p` of the other recording is heard at
`offset + p * (1 + drift / 1e6)` of the first one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from recorder_desk.domain.times import moment
from recorder_desk.errors import DeskError

Found = Literal["clock", "sound", "hand"]
FOUND: tuple[Found, ...] = ("clock", "sound", "hand")

MOST_TOGETHER = 4
NOT_KNOWN = -1
LONGEST_OFFSET_MS = 400 * 86_400_000
STEEPEST_PPM = 300
"""No two recorders' sound clocks part faster: 1 ms in 3 s."""
APART_MS = 12
"""How far places heard in one pair may lie from their common line."""
FAINT, PLAIN = 1.25, 1.6
"""How much a peak must stand above the next one: where three agree, where two do. One alone is never believed."""
LONGEST_PIECE_MS, SHORTEST_PIECE_MS, LEAST_PIECES = 8_000, 2_000, 3
SHORT_MS = 60_000
"""Over less, no drift is told: a millisecond would look like many ppm."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where another recording lies on the first one's time line. `error_ms` -1: not known. `clear` is False where the
    sound told nothing certain; `clearness` (hundredths): how far its peak stood above the next."""

    offset_ms: int
    error_ms: int = NOT_KNOWN
    drift_ppm: int = 0
    by: Found = "clock"
    clear: bool = True
    clearness: int = 0

    def there(self, position: float) -> float:
        """A position of the other recording on the first one's time line."""
        return self.offset_ms + position * (1 + self.drift_ppm / 1e6)

    def back(self, position: float) -> float:
        """A position of the first one in the other recording."""
        return (position - self.offset_ms) / (1 + self.drift_ppm / 1e6)

    def inverse(self) -> Alignment:
        """The same, seen from the other recording."""
        return replace(self, offset_ms=round(self.back(0)), drift_ppm=-self.drift_ppm)

    def nudged(self, by_ms: int) -> Alignment:
        """Moved by hand: so much later on the time line."""
        return replace(self, offset_ms=self.offset_ms + by_ms, by="hand", clear=True, clearness=0)


ITSELF = Alignment(0, 0)


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a piece of the other recording (its middle at `at`) was heard, as an offset; and how clearly."""

    at: float
    offset: float
    clearness: float


def by_clock(one: tuple[str, int], other: tuple[str, int]) -> Alignment:
    """What the clocks say: UTC stamps of both beginnings, each with its error (-1: not known)."""
    offset = round((moment(other[0]) - moment(one[0])).total_seconds() * 1000)
    known = one[1] >= 0 and other[1] >= 0
    return Alignment(offset, one[1] + other[1] if known else NOT_KNOWN)


def chained(first: Alignment, then: Alignment) -> Alignment:
    """From the first to the third, by way of a second recording."""
    known = first.error_ms >= 0 and then.error_ms >= 0
    order: tuple[Found, ...] = ("sound", "hand", "clock")
    return Alignment(
        round(first.there(then.offset_ms)),
        first.error_ms + then.error_ms if known else NOT_KNOWN,
        first.drift_ppm + then.drift_ppm,
        max(first.by, then.by, key=order.index),
    )


def along(first: str, kept: Mapping[tuple[str, str], Alignment]) -> dict[str, Alignment]:
    """Where each recording lies on the time line of `first`, as far as kept pairs lead to it; the shortest way."""
    found, edge = {first: ITSELF}, [first]
    while edge:
        here = edge.pop(0)
        for (one, other), told in sorted(kept.items()):
            for start, end, step in ((one, other, told), (other, one, told.inverse())):
                if start == here and end not in found:
                    found[end] = chained(found[here], step) if here != first else step
                    edge.append(end)
    return found


def shared_ms(one_ms: int, other_ms: int, offset: float) -> tuple[float, float]:
    """From where until where of the other recording both run; until is no later than from where they never do."""
    return max(0.0, -offset), min(float(other_ms), one_ms - offset)


def piece_length(room: float) -> int:
    """How long pieces of a stretch are: of a short one shorter, so that three agree; 0 where it is too short."""
    return 0 if room < LEAST_PIECES * SHORTEST_PIECE_MS else min(LONGEST_PIECE_MS, int(room / LEAST_PIECES))


def pieces(since: float, until: float, length: int, count: int) -> tuple[float, ...]:
    """Where pieces of a length begin, spread evenly over a stretch; fewer where they would overlap."""
    room = until - since - length
    if room < 0:
        return ()
    count = min(count, int(room // length) + 1)
    if count == 1:
        return (since + room / 2,)
    return tuple(since + room * at / (count - 1) for at in range(count))


def agreeing(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The hits on the line most (and the clearest) lie on, no steeper than recorders drift."""
    best: tuple[Hit, ...] = ()
    for one in hits:
        for other in hits:
            if other.at < one.at or not _level(one, other):
                continue
            slope = (other.offset - one.offset) / (other.at - one.at) if other is not one else 0.0
            found = tuple(h for h in hits if abs(h.offset - one.offset - slope * (h.at - one.at)) <= APART_MS)
            best = max(best, found, key=_weight)
    return best


def _level(one: Hit, other: Hit) -> bool:
    return abs(other.offset - one.offset) <= APART_MS / 2 + STEEPEST_PPM * abs(other.at - one.at) / 1e6


def _weight(hits: tuple[Hit, ...]) -> float:
    return sum(each.clearness - 1 for each in hits)


def enough(hits: Sequence[Hit], tried: int) -> bool:
    """Whether hits that agree are certain: of many pieces at least two fifths, none of them faint."""
    clear = sorted((each.clearness for each in hits), reverse=True)
    if len(clear) >= max(3, 2 * tried / 5) and clear[2] >= FAINT:
        return True
    return len(clear) >= 2 and clear[1] >= PLAIN and 2 * tried / 5 <= len(clear)


def line(hits: Sequence[Hit]) -> tuple[float, float, float]:
    """The straight line through hits: offset at the other recording's beginning, slope (ppm), and how far the line may
    be off anywhere between the first and the last."""
    count = len(hits)
    middle, mean = sum(h.at for h in hits) / count, sum(h.offset for h in hits) / count
    spread = sum((h.at - middle) ** 2 for h in hits)
    span = max(h.at for h in hits) - min(h.at for h in hits)
    slope = sum((h.at - middle) * (h.offset - mean) for h in hits) / spread if span >= SHORT_MS else 0.0
    left = [h.offset - mean - slope * (h.at - middle) for h in hits]
    off = max(map(abs, left)) if count > 2 else max(map(abs, left)) + 1
    return mean - slope * middle, slope * 1e6, off


def by_sound(hits: Iterable[Hit], tried: int) -> Alignment:
    """What the sound says, from what was heard in so many pieces."""
    found = agreeing(tuple(hits))
    if not found:
        return Alignment(0, by="sound", clear=False)
    offset, drift, off = line(found)
    clear = sorted((each.clearness for each in found), reverse=True)
    return Alignment(
        round(offset), 1 + round(off), round(drift), "sound", enough(found, tried), round(100 * clear[len(clear) // 2])
    )


@dataclass(frozen=True, slots=True)
class Lane:
    """A recording beside others. `began_at`: the UTC stamp of its beginning, ± `error_ms` (-1: not known), '' where
    nothing tells it. `alignment`: on the time line of the first one; None where nothing tells it. `gaps`: positions
    between which it has neither picture nor sound."""

    recording: str
    name: str
    kind: str
    length_ms: int
    began_at: str
    error_ms: int
    sound: bool
    alignment: Alignment | None
    kept: bool
    gaps: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """A recording that ran at the same time as another, as far as clocks (or what was kept) tell: for how long both
    ran, whether they lie in one case, whether an alignment of the two was kept."""

    recording: str
    name: str
    kind: str
    recorder: str
    wearer: str
    began_at: str
    length_ms: int
    shared_ms: int
    same_case: bool
    kept: bool


def checked(offset_ms: int, error_ms: int, drift_ppm: int, by: str) -> None:
    """Raises DeskError `align.beyond` for what cannot be."""
    good = abs(offset_ms) <= LONGEST_OFFSET_MS and abs(drift_ppm) <= 2 * STEEPEST_PPM and error_ms >= NOT_KNOWN
    if not good or by not in FOUND:
        raise DeskError("align.beyond", offset=offset_ms, drift=drift_ppm)
