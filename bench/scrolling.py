"""A list of very many recordings under the hand, against the same list of a tenth as many.

In: two homes. Out: the 99th percentile of what a person would see as a frame, and what the window weighs afterwards
(`bench/scrolled.py`, a process of its own for each).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Aim, Figure, Series
from bench.processes import python
from bench.scale import Scale

ROUNDS = 3
FRAME, WEIGHT = 0.033, 300.0


@dataclass(frozen=True, slots=True)
class Scrolled:
    """One sitting: the gap that one frame in a hundred passes (s), and resident memory (millions of bytes)."""

    p99: float
    weight: float


def scroll(home: Path, turns: int) -> Scrolled:
    """Scroll in a process of its own. Raises RuntimeError."""
    told = json.loads(python("-m", "bench.scrolled", str(home), str(turns)).splitlines()[-1])
    return Scrolled(Series(tuple(told["gaps"])).percentile(0.99), told["resident"] / 1e6)


def figures(many: Path, few: Path, scale: Scale) -> list[Figure]:
    """Frames and memory, in turn."""
    sittings = [(scroll(few, scale.turns), scroll(many, scale.turns)) for _ in range(min(ROUNDS, scale.repeats))]
    peer, what = f"the same list of {scale.recordings // 10}", f"a list of {scale.recordings} recordings"
    theirs, ours = zip(*sittings, strict=True)
    return [
        Figure(
            "scroll", f"p99 frame, {what}", peer, Series(tuple(each.p99 for each in ours)),
            Series(tuple(each.p99 for each in theirs)), Aim(FRAME, "worst"), "ms",
        ),
        Figure(
            "scroll", f"memory of the window, {what}", peer, Series(tuple(each.weight for each in ours)),
            Series(tuple(each.weight for each in theirs)), Aim(WEIGHT, "worst"), "MB",
        ),
    ]  # fmt: skip
