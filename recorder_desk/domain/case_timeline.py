"""When what of a case was recorded, happened, was noted: lanes, bands, gaps and flags on one axis of time.

In: recordings on their true time, events, stages, documents, limits. Out: values to be drawn or read out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

FlagKind = Literal["stage", "document", "limit"]
GapKind = Literal["event", "take"]

LEAST_GAP_MS = 60_000
"""A shorter one needs no explanation (domain: case-file review)."""
TAKE_GAP_MS = 1_000


@dataclass(frozen=True, slots=True)
class Bar:
    """A recording: from when until when (ms since 1970), on true time where it is known (`true`). `take` as in
    `RecordingRow`; `items`: the record items it is linked under."""

    recording: str
    name: str
    kind: str
    begins: int
    ends: int
    true: bool
    take: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """What one recorder made; `name` is its serial, else its device number, '' where neither is known."""

    key: str
    name: str
    wearer: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """An event; `open`: nobody noted its end, and `ends` is when it began."""

    event: str
    title: str
    begins: int
    ends: int
    open: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Time inside an event or a take that no recording covers; `lane` '' is of an event."""

    kind: GapKind
    lane: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Flag:
    """Something with a day or a moment: a stage or limit by its code, a document by its title. `late`: a limit that is
    overdue, `provisional` one that was counted without a calendar."""

    kind: FlagKind
    name: str
    at: int
    late: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """A case on one axis. `untimed`: recordings of which no time is known."""

    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]
    gaps: tuple[Gap, ...]
    flags: tuple[Flag, ...]
    untimed: int

    @property
    def span(self) -> tuple[int, int]:
        """From the first to the last of all that is on it; (0, 0) for nothing."""
        told = [(bar.begins, bar.ends) for lane in self.lanes for bar in lane.bars]
        told += [(each.begins, each.ends) for each in self.bands]
        told += [(each.at, each.at) for each in self.flags]
        return (min(begin for begin, _ in told), max(end for _, end in told)) if told else (0, 0)


def gaps(lanes: Sequence[Lane], bands: Iterable[Band]) -> tuple[Gap, ...]:
    """What no recording covers: of each event that has an end and was recorded at all, and between the segments of a
    take."""
    bars = sorted((bar.begins, bar.ends) for lane in lanes for bar in lane.bars)
    found = [gap for band in bands if not band.open for gap in _in_event(band, bars)]
    for lane in lanes:
        found += _in_takes(lane)
    return tuple(sorted(found, key=lambda each: (each.begins, each.ends)))


def _in_event(band: Band, bars: Sequence[tuple[int, int]]) -> Iterator[Gap]:
    inside = [(begin, end) for begin, end in bars if end > band.begins and begin < band.ends]
    if not inside:
        return
    reached = band.begins
    for begin, end in (*inside, (band.ends, band.ends)):
        if begin - reached >= LEAST_GAP_MS:
            yield Gap("event", "", reached, begin)
        reached = max(reached, end)


def _in_takes(lane: Lane) -> Iterator[Gap]:
    ended: dict[str, int] = {}
    for bar in sorted(lane.bars, key=lambda each: each.begins):
        before = ended.get(bar.take)
        if bar.take and before is not None and bar.begins - before >= TAKE_GAP_MS:
            yield Gap("take", lane.key, before, bar.begins)
        ended[bar.take] = max(before or 0, bar.ends)
