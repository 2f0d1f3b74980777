"""`make recall`: how often a filmed code is read, by its size, blur, tilt and the encoder's rate.

    python -m bench.recall [--clips N] [--place DIR] [--write docs/performance.md]

In: nothing; clips of 1280×720 are made in which a live code of a case is to be seen for two seconds. Out: a table. One
thing is changed at a time. Read means: that case, alive, and the clock told within the error it states.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.filmings import filming
from bench.table import write
from recorder_desk.domain.filmed_code import CodeBook, case_tag
from recorder_desk.domain.ids import new_id
from recorder_desk.tools.ffmpeg_media import FfmpegMedia
from recorder_desk.tools.programs import find_programs

BEGIN, END = "<!-- recall: begin -->", "<!-- recall: end -->"
BOOK = CodeBook("bench", b"k" * 32)
HEIGHT, MODULES, GOP, SECONDS, FOR_MS = 720, 25, 50, 6, 2000
MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """One way of filming; `scale` pixels of the picture a module, `bend` a filter on the code alone."""

    changed: str
    what: str
    scale: int = 4
    bend: str = "null"
    rate: str = "4M"


def cells() -> Iterator[Cell]:
    """Every line of the table: the reference is 4 pixels a module, sharp, straight, 4 Mbit/s."""
    for scale in (2, 3, 4, 8):
        yield Cell("size", f"{scale} pixels a module ({MODULES * scale * 100 // HEIGHT} % of the height)", scale)
    for scale, sigmas in ((6, (2, 3, 4, 5)), (3, (1, 1.5, 2, 2.5))):
        for sigma in sigmas:
            what = f"Gaussian, σ {sigma} pixels, {scale} pixels a module"
            yield Cell("blur", what, scale, f"gblur=sigma={sigma}")
    for degrees in (15, 30, 45):
        turn = f"format=yuva420p,rotate={degrees}*PI/180:ow=rotw({degrees}*PI/180):oh=roth({degrees}*PI/180):c=none"
        yield Cell("turned", f"by {degrees}°", bend=turn)
    for scale, shares in ((6, (20, 30, 40)), (3, (10, 20, 30))):
        for share in shares:
            side = f"x0=0:y0=0:x1=W:y1=H*{share / 100}:x2=0:y2=H:x3=W:y3=H*{1 - share / 100}:sense=destination"
            what = f"the far side {100 - 2 * share} % as high as the near one, {scale} pixels a module"
            yield Cell("tilted", what, scale, f"perspective={side}")
    for scale, rates in ((4, ("500k", "250k")), (2, ("1M", "500k", "250k"))):
        for rate in rates:
            yield Cell("encoder", f"{rate}bit/s, {scale} pixels a module", scale, rate=rate)


def read(cell: Cell, seed: str, place: Path) -> bool:
    """Whether the code of one clip is found, and told right."""
    chance, case = random.Random(seed), new_id()
    since = chance.randrange(0, SECONDS * 1000 - FOR_MS, 40)
    true = datetime(2026, 5, 8, 1, 0, tzinfo=UTC) + chance.randrange(86_400_000) * MS
    clip = filming(
        place / f"{case}.mp4", BOOK, case, true, since_ms=since, for_ms=FOR_MS, seconds=SECONDS, gop=GOP,
        scale=cell.scale, bend=cell.bend, rate=cell.rate,
    )  # fmt: skip
    tools = FfmpegMedia(find_programs(""))
    sought = tools.codes(clip, tools.probe(clip, "video").info, lambda _: None, lambda: False)
    clip.unlink()
    for found in BOOK.filmed(sought.readings, 40):
        told = datetime.fromisoformat(found.drawn_at) - found.at_ms * MS
        if found.case == case_tag(case) and found.live and abs(told - true) <= found.error_ms * MS:
            return True
    return False


def table(clips: int, place: Path) -> str:
    """The table as Markdown; two clips at a time."""
    lines = [f"{clips} clips a line, two seconds of code in {SECONDS} s, a key frame every {GOP} frames.", ""]
    lines += ["| what is changed | to | read |", "|---|---|---|"]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for cell in cells():
            seeds = [f"{cell.what}-{number}" for number in range(clips)]
            count = sum(pool.map(lambda seed, cell=cell: read(cell, seed, place), seeds))  # type: ignore[misc]
            lines.append(f"| {cell.changed} | {cell.what} | {count} of {clips} |")
            print(lines[-1], file=sys.stderr, flush=True)
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    """Make the table; 0."""
    parser = argparse.ArgumentParser("bench.recall", description="How often a filmed code is read.")
    parser.add_argument("--clips", type=int, default=12)
    parser.add_argument("--place", type=Path, default=None)
    parser.add_argument("--write", type=Path, metavar="FILE", help="replace the block between the marks of FILE")
    told = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="recall-", dir=told.place) as place:
        block = table(told.clips, Path(place))
    print(block)
    if told.write:
        write(told.write, block, (BEGIN, END))
    return 0


if __name__ == "__main__":
    sys.exit(main())
