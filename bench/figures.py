"""What a measurement yields: values of ours, values of the peer, and the aim.

In: seconds (or millions of bytes). Out: medians, spreads and ratios. Nothing here judges by raising: an aim that is
missed is printed.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal["s", "ms", "MB", "keys"]
Judged = Literal["ratio", "median", "p95", "p99", "worst"]


@dataclass(frozen=True, slots=True)
class Series:
    """The same thing measured several times, in seconds."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.values)

    @property
    def least(self) -> float:
        """The quickest."""
        return min(self.values)

    @property
    def most(self) -> float:
        """The slowest."""
        return max(self.values)

    def percentile(self, part: float) -> float:
        """The value that so large a part of the values does not pass."""
        ordered = sorted(self.values)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


@dataclass(frozen=True, slots=True)
class Aim:
    """What is aimed at: at most this much. `of` says what is compared: the ratio, or our median, a percentile of
    ours, or our worst (these in seconds, or in millions of bytes)."""

    most: float
    of: Judged = "ratio"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `ours` and `theirs` belong together pair by pair."""

    measurement: str
    what: str
    peer: str
    ours: Series
    theirs: Series
    aim: Aim | None = None
    unit: Unit = "s"

    @property
    def ratios(self) -> Series:
        """Ours by theirs, pair by pair: what slows down a whole round hardly shows in them."""
        return Series(tuple(a / b for a, b in zip(self.ours.values, self.theirs.values, strict=True)))

    @property
    def judged(self) -> float:
        """What the aim is compared with."""
        if self.aim is None or self.aim.of == "ratio":
            return self.ratios.median
        parts = {"median": 0.5, "p95": 0.95, "p99": 0.99, "worst": 1.0}
        return self.ours.median if self.aim.of == "median" else self.ours.percentile(parts[self.aim.of])

    @property
    def reached(self) -> bool | None:
        """Whether the aim is reached; None where there is none."""
        return None if self.aim is None else self.judged <= self.aim.most


def interleaved(repeats: int, contestants: Mapping[str, Callable[[], float]]) -> dict[str, Series]:
    """Every contestant in turn, `repeats` times over: a, b, a, b, … Each gives the seconds it took."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(repeats):
        for name, run in contestants.items():
            taken[name].append(run())
    return {name: Series(tuple(values)) for name, values in taken.items()}
