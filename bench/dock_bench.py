"""How long the dock takes: a scan of many files, and from the close of a file to the wake.

In: an empty folder to work in, and how many files. Out: seconds, as lines of text.

    python -m bench.dock_bench PLACE [FILES]
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time
from pathlib import Path

from recorder_desk.tools.docking import FileDock
from recorder_desk.tools.watching import FolderWatch


def scan(place: Path, files: int) -> None:
    """Files in folders of a thousand, as recorders make them; the best of five scans."""
    for n in range(files):
        folder = place / "DCIM" / f"{100 + n // 1000}"
        if n % 1000 == 0:
            folder.mkdir(parents=True)
        (folder / f"DSJ_000003_000000_20260408_{n:06d}.mp4").touch()
    dock = FileDock()
    wall, busy = [], []
    for _ in range(5):
        began, spent = time.perf_counter(), time.process_time()
        found, _left = dock.scan(str(place))
        wall.append(time.perf_counter() - began)
        busy.append(time.process_time() - spent)
    began = time.perf_counter()
    settled = sum(dock.settled(file, 0.0) for file in found)
    each = (time.perf_counter() - began) / len(found) * 1e6
    print(f"scan of {len(found)} files: {min(wall):.3f} s ({min(busy):.3f} s busy)")
    print(f"settled: {settled} of them, {each:.0f} us each")


def wake(place: Path) -> None:
    """From the close of a file to the wake of its folder, thirty times; wakes for 5,000 files."""
    wakes: list[float] = []
    watch = FolderWatch()
    watch.follow([str(place)], lambda path: wakes.append(time.perf_counter()))
    time.sleep(3)
    took = []
    for n in range(30):
        with open(place / f"{n}.mp4", "wb") as file:
            time.sleep(0.11 * (n % 4))  # the wake for its creation may be due, coming or long past
            file.write(b"x")
        closed = time.perf_counter()
        time.sleep(0.5)
        took.append(next(each for each in wakes if each >= closed) - closed)
    count, began = len(wakes), time.perf_counter()
    for n in range(5000):
        (place / f"many{n}.mp4").write_bytes(b"x")
    copied = time.perf_counter() - began
    time.sleep(3)
    watch.close()
    print(f"close to wake: median {statistics.median(took) * 1e3:.0f} ms, worst {max(took) * 1e3:.0f} ms")
    print(f"5000 files in {copied:.1f} s: {len(wakes) - count} wakes")


def main() -> None:
    """Both, below a folder of their own that is removed again."""
    place = Path(sys.argv[1]) / "dock-bench"
    files = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
    try:
        for name, measure in (("scan", lambda path: scan(path, files)), ("wake", wake)):
            (place / name).mkdir(parents=True)
            measure(place / name)
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
