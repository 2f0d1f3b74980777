"""Aligning by sound: how far off, how often wrong, how quick; against plain correlation.

In: acts made of numbers (`scenes.py`), heard by two recorders each. Out: two figures: the error over pairs of one act,
the worst twentieth left out (the aim is 10 ms in 95 of 100), and the time over pairs of different acts, none of which
may be taken for one. The peer decodes both whole and takes the highest peak of their correlation (numpy): it has no
way to say that there is none.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import numpy as np

from bench.figures import Aim, Figure, Series
from bench.scale import Scale
from bench.scenes import Take, Wave, act, record
from bench.sources import clear
from recorder_desk.domain.alignment import Alignment
from recorder_desk.tools.ffmpeg_media import FfmpegMedia
from recorder_desk.tools.programs import find_programs

PEER = "plain correlation (ffmpeg, numpy)"
KINDS = ("voices", "both", "street")
SECONDS, WITHIN_MS, NEAR_SECONDS = 60, 3_000, 0.010
_RATE = 8000


def measure(place: Path, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """Pairs of one act, then pairs of different ones."""
    place.mkdir(parents=True)
    many = scale.acts
    say(f"{many} acts")
    pairs = list(_pairs(place, many))
    media, chance = FfmpegMedia(find_programs("")), np.random.default_rng(1)
    try:
        related = [(one, other) for one, other in pairs]
        say("pairs of one act")
        told = [(pair, *_ours(media, *pair, chance)) for pair in related]
        ours = [
            abs(a.offset_ms / 1000 - one.offset_of(other) / 1000) if a.clear else 60.0 for (one, other), a, _ in told
        ]
        theirs = [abs(_plain(one, other) - one.offset_of(other) / 1000) for one, other in related]
        say("pairs of different acts")
        strangers = [(pairs[at][0], pairs[(at + by) % many][1]) for at in range(many) for by in (1, 2)]
        judged = [(pair, *_ours(media, *pair, chance)) for pair in strangers]
        taken = sum(a.clear for _, a, _ in judged)
        plain = [_timed(lambda pair=pair: _plain(*pair)) for pair, *_ in judged]  # type: ignore[misc]
    finally:
        clear(place)
    near = sum(each <= NEAR_SECONDS for each in ours)
    what = f"{many} pairs of one act: {near} within 10 ms, {sum(a.clear for _, a, _ in told)} certain"
    other = f"{len(strangers)} pairs of different acts: {taken} taken for one"
    return [
        Figure("align", what, PEER, _best(ours), _best(theirs), Aim(NEAR_SECONDS, "worst"), unit="ms"),
        Figure("align", other, PEER, Series(tuple(took for *_, took in judged)), Series(tuple(plain))),
    ]


def _best(errors: list[float]) -> Series:
    """Without the worst twentieth."""
    kept = sorted(errors)[: max(1, len(errors) * 95 // 100)]
    return Series(tuple(max(each, 1e-5) for each in kept))


def _pairs(place: Path, many: int) -> Iterator[tuple[Take, Take]]:
    for number, seed in zip(range(many), count(1000)):
        chance = np.random.default_rng(seed)
        heard = act(chance, SECONDS + 25, KINDS[number % 3], hum=number % 4 == 0)
        yield record(place, f"{number}a", heard, SECONDS, chance), record(place, f"{number}b", heard, SECONDS, chance)


def _ours(media: FfmpegMedia, one: Take, other: Take, chance: np.random.Generator) -> tuple[Alignment, float]:
    files = [(each.path, media.probe(each.path, "audio").info) for each in (one, other)]
    expected = round(one.offset_of(other) + chance.uniform(-WITHIN_MS, WITHIN_MS))
    began = time.perf_counter()
    told = media.align(files[0], files[1], expected, WITHIN_MS, lambda: False)
    return told, time.perf_counter() - began


def _timed(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def _plain(one: Take, other: Take) -> float:
    """Where the peak is, in seconds."""
    a, b = _decoded(one.path), _decoded(other.path)
    size = 1 << (len(a) + len(b)).bit_length()
    told = np.fft.irfft(np.fft.rfft(a, size) * np.conj(np.fft.rfft(b, size)), size)
    lag = int(np.argmax(told))
    return (lag if lag < size // 2 else lag - size) / _RATE


def _decoded(path: Path) -> Wave:
    command = [str(find_programs("").ffmpeg), "-v", "error", "-i", str(path), "-f", "s16le", "-ac", "1", "-ar"]
    done = subprocess.run([*command, str(_RATE), "-"], capture_output=True, check=True, timeout=60)
    return np.frombuffer(done.stdout, "<i2").astype(np.float32)
