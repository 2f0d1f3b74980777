"""Four recordings in step, as the window plays them: pictures a second, how far apart they lie, memory; against PyAV.

In: a 1080p film of H.264 with sound, the original played as it is, four times with other beginnings and clocks that
drift. Out: two figures. Ours: seconds for each picture that was shown, of the slowest of the four (the aim is 15 a
second), and how far apart in true time the pictures shown at once lay (the aim is one picture). The peer decodes the
same four with PyAV in four threads as fast as it can and shows nothing: both are compared with its seconds a picture.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.figures import Aim, Figure, Series
from bench.scale import Scale
from bench.sources import clear
from recorder_desk.tools.programs import find_programs

MANY, RATE, LEAST_A_SECOND = 4, 30, 15
PEER = "four PyAV decoders in threads"
_SETTLES_SECONDS = 3.0


def measure(place: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """Play a while, decode as long."""
    place.mkdir(parents=True)
    seconds = scale.beat_seconds
    say("making the film")
    film = _film(place / "film.mp4", round(seconds + 4 * _SETTLES_SECONDS))
    try:
        say(f"four of 1080p for {seconds:.0f} s")
        command = [sys.executable, "-m", "bench.stepping", str(film), str(seconds)]
        done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=300)
        told = json.loads(done.stdout.splitlines()[-1])
        theirs = _decoded(film, seconds)
    finally:
        clear(place)
    shown = f"4 × 1080p{RATE}, originals: {told['fps']} pictures a second each, {told['rss_mb']} MB"
    apart = f"the same: {told['apart_p99']:.0f} ms apart in 99 of 100 beats"
    ours = Series((1 / max(min(told["fps"]), 0.01),))
    return [
        Figure("step", shown, PEER, ours, Series((1 / theirs,)), Aim(1 / LEAST_A_SECOND, "worst"), unit="ms"),
        Figure("step", apart, PEER, Series((max(told["apart_max"], 0.01) / 1000,)), Series((1 / theirs,)),
               Aim(1 / RATE + 0.001, "worst"), unit="ms"),
    ]  # fmt: skip


def _film(path: Path, seconds: int) -> Path:
    sight, sound = f"testsrc2=size=1920x1080:rate={RATE}", "sine=frequency=220:beep_factor=3:sample_rate=48000"
    how = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "60", "-bf", "0", "-b:v", "8M", "-pix_fmt", "yuv420p"]
    command = [str(find_programs("").ffmpeg), "-nostdin", "-v", "error", "-f", "lavfi", "-i", sight, "-f", "lavfi"]
    subprocess.run([*command, "-i", sound, "-t", str(seconds), *how, "-c:a", "aac", str(path)], check=True, timeout=300)
    return path


def _decoded(film: Path, seconds: float) -> float:
    """Pictures a second of the slowest of four decoders."""
    import av  # here alone: the window's process must not have it

    counts, until = [0] * MANY, time.monotonic() + seconds

    def decode(number: int) -> None:
        while time.monotonic() < until:
            with av.open(str(film)) as source:
                for _ in source.decode(video=0):
                    counts[number] += 1
                    if time.monotonic() >= until:
                        break

    threads = [threading.Thread(target=decode, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return max(min(counts) / seconds, 0.01)


def play(film: str, seconds: float) -> dict[str, object]:
    """In a process of its own: four parts in a window of 1280 by 720."""
    import resource

    from PySide6.QtWidgets import QWidget

    from ui.window.app import application
    from ui.window.together.conductor import Conductor

    app, window = application(), QWidget()
    window.resize(1280, 720)
    parts = list(_parts(film, seconds, window))
    conductor = Conductor(parts, window)
    window.show()
    apart: list[float] = []

    def wait(some: float) -> None:
        until = time.monotonic() + some
        while time.monotonic() < until:
            app.processEvents()
            time.sleep(0.001)

    conductor.open()
    wait(_SETTLES_SECONDS)
    conductor.play()
    wait(_SETTLES_SECONDS)
    conductor.moved.connect(lambda: apart.append(conductor.apart_ms))
    before, began = [part.frames for part in parts], time.monotonic()
    wait(seconds)
    took = time.monotonic() - began
    fps = [round((part.frames - was) / took, 1) for part, was in zip(parts, before, strict=True)]
    conductor.close()
    wait(0.5)
    apart = sorted(apart) or [0.0]
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"fps": fps, "rss_mb": rss, "apart_p99": apart[len(apart) * 99 // 100], "apart_max": apart[-1]}


def _parts(film: str, seconds: float, window: Any) -> Iterator[Any]:
    """Each with its pane."""
    from PySide6.QtWidgets import QGridLayout

    from recorder_desk.domain.alignment import Alignment, Lane
    from ui.window.player.surface import VideoSurface
    from ui.window.together.part import Part

    grid, length = QGridLayout(window), round((seconds + 3 * _SETTLES_SECONDS) * 1000)
    for number, (offset, drift) in enumerate(((0, 0), (613, 40), (-1_250, -60), (2_000, 20))):
        lane = Lane(str(number), film, "video", length, "", -1, True, Alignment(offset, 0, drift), False)
        part, surface = Part(lane, film, str(RATE)), VideoSurface()
        part.shown.connect(surface.show_frame)
        part.wide = 640
        grid.addWidget(surface, number // 2, number % 2)
        yield part


if __name__ == "__main__":
    print(json.dumps(play(sys.argv[1], float(sys.argv[2]))))
