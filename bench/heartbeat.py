"""Whether the window stays alive while recordings are received: gaps between the beats of a 10 ms timer.

In: four files of 400 MB. Out: the 99th percentile and the longest gap, receiving against idle, in the same
process and behind the same shown window (`bench/beating.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from bench.figures import Aim, Figure, Series
from bench.processes import python
from bench.scale import Scale
from bench.sources import clear, make_files

IDLE = "the same window idle"


def measure(place: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """p99 and worst, each round with its own home."""
    folder = make_files(place / "card", scale.beat_files, scale.beat_bytes, "mp4")
    high: tuple[list[float], list[float]] = ([], [])
    worst: tuple[list[float], list[float]] = ([], [])
    for number in range(min(3, scale.repeats)):
        clear(place / "home")
        gaps = beats(place / "home", folder, scale.beat_seconds)
        for at, phase in enumerate(("receiving", "idle")):
            high[at].append(Series(tuple(gaps[phase])).percentile(0.99))
            worst[at].append(max(gaps[phase]))
        say(f"{number + 1}: p99 idle {high[1][-1] * 1e3:.1f} ms, receiving {high[0][-1] * 1e3:.1f} ms")
    clear(place)
    what = f"{scale.beat_files} files of {scale.beat_bytes / 1e6:.0f} MB are received"
    return [
        Figure("heartbeat", f"p99, {what}", IDLE, Series(tuple(high[0])), Series(tuple(high[1])),
               Aim(0.030, "median"), "ms"),
        Figure("heartbeat", f"longest gap, {what}", IDLE, Series(tuple(worst[0])), Series(tuple(worst[1])), None, "ms"),
    ]  # fmt: skip


def beats(home: Path, folder: Path, seconds: float) -> dict[str, list[float]]:
    """Gaps in seconds by phase, from a process of its own. Raises RuntimeError."""
    said = python("-m", "bench.beating", str(home), str(folder), str(seconds))
    gaps: dict[str, list[float]] = json.loads(said.splitlines()[-1])
    return gaps
