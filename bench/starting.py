"""How long the program in the terminal takes to start, against Python doing nothing.

In: an empty home. Out: seconds of `recorder-desk --version` and `recorder-desk status`, for information.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from bench.figures import Figure, interleaved
from bench.processes import python
from bench.scale import Scale
from bench.sources import clear

NOTHING = "python -c pass"


def measure(place: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """Each started anew, in turn."""
    calls: dict[str, tuple[str, ...]] = {
        NOTHING: ("-c", "pass"),
        "--version": ("-m", "ui", "--version"),
        "status": ("-m", "ui", "--home", str(place / "home"), "status"),
    }
    for arguments in calls.values():
        _seconds(arguments)  # compiles, and warms the page cache
    taken = interleaved(scale.starts, {name: lambda a=arguments: _seconds(a) for name, arguments in calls.items()})  # type: ignore[misc]
    clear(place)
    return [
        Figure("start", f"recorder-desk {name}", NOTHING, taken[name], taken[NOTHING], None, "ms")
        for name in ("--version", "status")
    ]


def _seconds(arguments: tuple[str, ...]) -> float:
    began = time.perf_counter()
    python(*arguments)
    return time.perf_counter() - began
