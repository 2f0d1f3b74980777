"""How long until the window is painted, and until it can be used, against a bare Qt window.

In: an empty home, and one with some thousand recordings that shows the list of them. Out: figures from the
start of the process on, drawn offscreen. What is watched is told in `bench/painted.py`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from bench.catalogue import build_home
from bench.figures import Figure, Series
from bench.processes import python
from bench.scale import Scale
from bench.sources import clear

BARE = "bare QMainWindow with a label"


def measure(place: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """First paint and usable, on an empty home and on one with recordings."""
    place.mkdir(parents=True)
    say(f"making a catalogue of {scale.few_recordings} recordings")
    full = build_home(place / "full", scale.few_recordings)
    _show_first(full, "recordings")
    homes = {"empty home": place / "empty", f"home of {scale.few_recordings} recordings": full}
    taken: dict[tuple[str, str], list[float]] = {}
    for number in range(scale.starts + 1):
        for name in ("bare", *homes):
            if name == "empty home":
                clear(homes[name])
            seconds = start("bare" if name == "bare" else str(homes[name]))
            if number:  # the first of each warms the page cache for all
                for moment, value in seconds.items():
                    taken.setdefault((name, moment), []).append(value)
    clear(place)
    moments = (("painted", "first paint"), ("usable", "usable"))
    return [
        Figure("window", f"{words}, {name}", BARE, _series(taken, name, moment), _series(taken, "bare", moment))
        for name in homes
        for moment, words in moments
    ]


def _series(taken: dict[tuple[str, str], list[float]], name: str, moment: str) -> Series:
    return Series(tuple(taken[name, moment]))


def _show_first(home: Path, page: str) -> None:
    (home / "window.ini").write_text(f"[window]\npage={page}\n", "utf-8")


def start(what: str) -> dict[str, float]:
    """Seconds from the start of the process to each moment it tells. Raises RuntimeError."""
    began = time.monotonic()
    said = python("-m", "bench.painted", what)
    told = json.loads(said.splitlines()[-1])
    return {moment: at - began for moment, at in told.items()}
