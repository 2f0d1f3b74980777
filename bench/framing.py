"""Frames one by one: the first, exact seeks, steps back and previews, against mpv and PyAV; and the player's page.

In: 1080p films of the same picture whose key frames are 30, 60 and 250 frames apart. Out: figures, a frame each. Every
contestant is asked for the same frames in the same order. Steps back are counted from the second one on, a twelfth of
a second apart, as fast as a finger presses. Without mpv its figures are left out.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from bench import steppers
from bench.figures import Aim, Figure, Series
from bench.processes import python
from bench.scale import Scale
from bench.sources import clear
from bench.steppers import RATE, Mpv, Ours, Plain, Stepper
from recorder_desk.commands.dock import OfferPath
from recorder_desk.config import Home
from recorder_desk.tools.programs import find_programs
from ui.front_door import open_session

T = TypeVar("T")
SMALL = 160
GROUPS = (30, 60, 250)
FINGER_SECONDS = 1 / 12
PATIENCE = 600.0
MPV, PYAV = "mpv --hr-seek=yes", "PyAV"
_SIGHT = f"testsrc2=size=1920x1080:rate={RATE},noise=alls=6:allf=t"
Contestants = dict[str, Callable[[Path], Stepper]]


def measure(place: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """All of it."""
    place.mkdir(parents=True)
    contestants: Contestants = {"ours": Ours, PYAV: Plain}
    if steppers.found():
        contestants[MPV] = Mpv
    else:
        say("no mpv here (apt-get install mpv): its figures are left out")
    try:
        figures: list[Figure] = []
        for group in GROUPS:
            say(f"a film with a key frame every {group} frames")
            film = _film(place / f"gop{group}.mp4", group, scale.step_seconds)
            figures += _figures(film, group, contestants, scale)
        say("the player's page")
        figures += _page(place, place / "gop60.mp4", contestants, scale)
        return figures
    finally:
        clear(place)


def _film(path: Path, group: int, seconds: int) -> Path:
    how = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", str(group), "-keyint_min", str(group)]
    words = ["-nostdin", "-v", "error", "-f", "lavfi", "-i", _SIGHT, "-t", str(seconds), *how, "-sc_threshold", "0"]
    subprocess.run([str(find_programs("").ffmpeg), *words, str(path)], check=True, stdin=subprocess.DEVNULL)
    return path


def _figures(film: Path, group: int, contestants: Contestants, scale: Scale) -> list[Figure]:
    frames = scale.step_seconds * RATE
    rng = random.Random(group)
    sought = [rng.randrange(frames) for _ in range(scale.steps)]
    start = rng.randrange(min(frames - 1, scale.steps + 2), frames)
    firsts: dict[str, Series] = {}
    seeks: dict[str, Series] = {}
    backs: dict[str, Series] = {}
    small: dict[str, Series] = {}
    for name, begin in contestants.items():
        firsts[name] = _each(partial(_open_and_close, begin), [film] * scale.repeats)
        shown = begin(film)
        try:
            seeks[name] = _each(shown.show, sought)
            backs[name] = Series(tuple(_steps_back(shown, start, scale.steps)))
            if isinstance(shown, Ours | Plain):
                small[name] = _each(partial(shown.show, width=SMALL), sought)
        finally:
            shown.close()
    what, found = f"1080p, a key frame every {group}", []
    for peer in [each for each in contestants if each != "ours"]:
        found += [
            Figure("first frame", what, peer, firsts["ours"], firsts[peer], None, "ms"),
            Figure("exact seek", what, peer, seeks["ours"], seeks[peer], None, "ms"),
            Figure("exact seek", f"{what}, p95", peer, _p95(seeks["ours"]), _p95(seeks[peer]), None, "ms"),
            Figure("step back", what, peer, backs["ours"], backs[peer], Aim(0.050, "median"), "ms"),
        ]
    return [*found, Figure("preview", what, PYAV, small["ours"], small[PYAV], Aim(0.060, "median"), "ms")]


def _steps_back(shown: Stepper, start: int, count: int) -> list[float]:
    """Seconds of each step after the first."""
    shown.show(start)
    shown.back()
    taken = []
    for _ in range(min(count, start - 1)):
        time.sleep(FINGER_SECONDS)
        taken.append(_seconds(shown.back))
    return taken


def _p95(series: Series) -> Series:
    return Series((series.percentile(0.95),))


def _open_and_close(begin: Callable[[Path], Stepper], film: Path) -> None:
    begin(film).close()


def _each(act: Callable[[T], None], on: Sequence[T]) -> Series:
    return Series(tuple(_seconds(partial(act, each)) for each in on))


def _seconds(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _page(place: Path, film: Path, contestants: Contestants, scale: Scale) -> list[Figure]:
    """From the wish to see a recording to its first frame on the screen, in the whole window."""
    peer = MPV if MPV in contestants else PYAV
    home = _received(film, place)
    told: dict[str, list[float]] = {"painted": [], "exact": []}
    theirs: list[float] = []
    for number in range(scale.starts + 1):
        opened = _seconds(lambda: contestants[peer](film).close())
        said = json.loads(python("-m", "bench.playing", str(home)).splitlines()[-1])
        if number:  # the first compiles, and warms what is read from the disk
            theirs.append(opened)
            for name, series in told.items():
                series.append(said[name])
    what = {"painted": "until a frame is on the screen", "exact": "until it is the exact one, with its number"}
    aims = {"painted": Aim(0.300, "median"), "exact": None}
    against, peers = f"{peer}, opened anew", Series(tuple(theirs))
    return [
        Figure("player", what[name], against, Series(tuple(series)), peers, aims[name], "ms")
        for name, series in told.items()
    ]


def _received(film: Path, place: Path) -> Path:
    """A home that has received this film, and knows what it is."""
    home, card = place / "home", place / "card"
    card.mkdir()
    shutil.copy(film, card)
    with contextmanager(open_session)(Home(home), "work") as session:
        session.desk.do(OfferPath(str(card)), session.actor).result()
        session.lanes.start()
        session.lanes.wait_idle(patience=PATIENCE)
    return home
