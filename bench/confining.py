"""What the walls around media programs cost at each start, against the bare program.

In: a film of a second. Out: a figure for each level this machine has: a whole look at it with ffprobe, as describing
does it, against ffprobe alone with the same arguments. Levels take turns with the peer.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.figures import Figure, interleaved
from bench.scale import Scale
from bench.sources import clear
from recorder_desk.tools import graphs, sandbox
from recorder_desk.tools.limits import limits_for
from recorder_desk.tools.programs import find_programs
from recorder_desk.tools.sandbox import LEVELS, Level

RUNS = 20
BARE = "ffprobe alone"


def measure(place: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """One figure a level."""
    place.mkdir(parents=True)
    programs, source = find_programs(""), place / "film.mp4"
    sight = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25", "-t", "1", "-c:v", "libx264"]
    subprocess.run([str(programs.ffmpeg), "-v", "error", "-nostdin", *sight, str(source)], check=True, timeout=60)
    argv = graphs.probe(programs.ffprobe, source)
    try:
        contestants: dict[str, Callable[[], float]] = {BARE: partial(_bare, argv)}
        for level in LEVELS:
            room = sandbox.room_of(level, argv[0])
            if room is None:
                say(f"no {level} here")
            else:
                contestants[level] = partial(_confined, room, argv, source)
        taken = interleaved(max(scale.repeats, RUNS), contestants)
    finally:
        clear(place)
    what: dict[Level, str] = {"bubblewrap": "in bubblewrap", "landlock": "in Landlock", "limits": "by limits alone"}
    return [
        Figure("sandbox", f"one ffprobe {words}", BARE, taken[level], taken[BARE], unit="ms")
        for level, words in what.items()
        if level in taken
    ]


def _bare(argv: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    return time.perf_counter() - began


def _confined(room: sandbox.Room, argv: list[str], source: Path) -> float:
    began = time.perf_counter()
    running = sandbox.start_in(room, argv, limits_for(0), source, None)
    running.process.communicate(timeout=60)
    running.close()
    if running.process.returncode:
        raise RuntimeError(f"{room.level} cannot run ffprobe")
    return time.perf_counter() - began
