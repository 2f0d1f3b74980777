"""`make bench`: measure, print a table, write it down.

    python -m bench [NAMES…] [--quick] [--place DIR] [--write docs/performance.md]

In: which measurements, in what size. Out: a table on stdout, progress on stderr. It never fails by time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rich.console import Console

from bench import (
    aligning,
    confining,
    docking,
    framing,
    heartbeat,
    keys,
    looking,
    media,
    opening,
    receiving,
    starting,
    stepping,
)
from bench.figures import Figure
from bench.machine import machine
from bench.processes import BYTE_CODE
from bench.scale import FULL, QUICK, Scale
from bench.table import markdown, shown, write

Measure = Callable[[Path, Scale, Callable[[str], None]], list[Figure]]
MEASUREMENTS: Mapping[str, Measure] = {
    "receive": receiving.measure,
    "docking": docking.measure,
    "media": media.measure,
    "frames": framing.measure,
    "align": aligning.measure,
    "step": stepping.measure,
    "sandbox": confining.measure,
    "look": looking.measure,
    "window": opening.measure,
    "heartbeat": heartbeat.measure,
    "start": starting.measure,
    "keys": keys.measure,
}
BUILD = Path(__file__).resolve().parents[1] / "build"


def run(names: Sequence[str], place: Path, scale: Scale, tell: Callable[[str], None]) -> list[Figure]:
    """Each measurement in a folder of its own below `place`, one after the other."""
    figures: list[Figure] = []
    for name in names:
        began = time.monotonic()
        figures += MEASUREMENTS[name](place / name, scale, lambda text, name=name: tell(f"{name}: {text}"))  # type: ignore[misc]
        tell(f"{name}: done in {time.monotonic() - began:.0f} s")
    return figures


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what is asked for; 0."""
    parser = argparse.ArgumentParser("bench", description="Measure Recorder Desk against its peers.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which of: {', '.join(MEASUREMENTS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see a change within minutes")
    parser.add_argument("--place", type=Path, default=BUILD, help="a folder on the file system to measure (build/)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="replace the block between the marks of FILE")
    told = parser.parse_args(argv)
    unknown = set(told.names) - set(MEASUREMENTS)
    if unknown:
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    told.place.mkdir(parents=True, exist_ok=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    place = Path(tempfile.mkdtemp(prefix="bench-", dir=told.place))
    about = {**machine(place), "Sizes": "small (--quick)" if told.quick else "full"}
    try:
        figures = run(told.names or list(MEASUREMENTS), place, QUICK if told.quick else FULL, _progress)
    finally:
        shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(BYTE_CODE, ignore_errors=True)
    console = Console(width=None if sys.stdout.isatty() else 200)
    for name, value in about.items():
        console.print(f"{name}: {value}", highlight=False)
    console.print(shown(figures))
    if told.write:
        write(told.write, markdown(figures, about))
    return 0


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
