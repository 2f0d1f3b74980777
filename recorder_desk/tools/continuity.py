"""Looking at every packet of a recording, and decoding it in search of stretches.

In: a file and what the probe found. Out: `Continuity` from the packets' own times; frozen, black and silent
stretches from ffmpeg's detectors. Both run outside our process, within limits.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from recorder_desk.domain.continuity import (
    MOST_HOLES,
    MOST_STRETCHES,
    STRETCH_KINDS,
    Continuity,
    Hole,
    Stretch,
    StretchKind,
    Track,
)
from recorder_desk.domain.media import MediaInfo
from recorder_desk.ports import Cancelled
from recorder_desk.tools import graphs_looking
from recorder_desk.tools.limits import limits_for
from recorder_desk.tools.runner import Collected, run

_MOST_BYTES = 256 << 20
_UNEVEN_TIMES, _UNEVEN_MS = 3.0, 200.0
_STRETCH = re.compile(r"lavfi\.(freeze|black|silence)(?:detect\.freeze)?_(start|end)=(-?[0-9.]+)")


def measure(ffprobe: Path, source: Path, info: MediaInfo, cancelled: Cancelled) -> Continuity:
    """When picture and sound begin and end by their packets, and the holes in them.

    Raises DeskError `media.timeout`, `media.cancelled`, `media.ffmpeg-missing`.
    """
    told = Collected(_MOST_BYTES)
    limits = limits_for(info.duration_ms, written=0)
    run(graphs_looking.packets(ffprobe, source), limits, source=source, sink=told, cancelled=cancelled)
    times: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for line in told.text().splitlines():
        kind, stream, at, length, *_ = (*line.split(","), "", "", "", "")
        try:
            times.setdefault((kind, stream), []).append((float(at) * 1000, float(length or 0) * 1000))
        except ValueError:  # a packet without a time
            continue
    first: dict[str, list[tuple[float, float]]] = {"video": [], "audio": []}
    for (kind, _), packets in sorted(times.items(), reverse=True):
        first[kind] = packets
    zero = min((min(each)[0] for each in first.values() if each), default=0.0)
    return Continuity(_track(first["video"], zero), _track(first["audio"], zero))


def _track(packets: list[tuple[float, float]], zero: float) -> Track | None:
    if len(packets) < 2:
        return None
    packets.sort()
    steps = [after[0] - before[0] for before, after in pairwise(packets)]
    usual = statistics.median(steps)
    even = sum(abs(each - usual) <= 0.1 * usual for each in steps) >= 0.9 * len(steps)
    most = 1.5 * usual if even else max(_UNEVEN_TIMES * usual, _UNEVEN_MS)
    holes = [
        (before[0] + usual - zero, after[0] - zero)
        for before, after in pairwise(packets)
        if after[0] - before[0] > most
    ]
    largest = sorted(sorted(holes, key=lambda each: each[0] - each[1])[:MOST_HOLES])
    return Track(
        packets=len(packets),
        first_ms=round(packets[0][0]),
        end_ms=round(packets[-1][0] + (packets[-1][1] or usual)),
        step_us=round(usual * 1000),
        holes=tuple(Hole(round(since), round(until)) for since, until in largest),
        hole_count=len(holes),
        lost_ms=round(sum(until - since for since, until in holes)),
    )


def stretches(ffmpeg: Path, source: Path, info: MediaInfo, cancelled: Cancelled) -> Sequence[Stretch]:
    """Frozen and black pictures of two seconds or more, silence of five, by one decoding pass.

    Raises DeskError `media.timeout`, `media.cancelled`, `media.ffmpeg-missing`.
    """
    told = Collected(_MOST_BYTES)
    limits = limits_for(info.duration_ms, info.width * info.height, written=0)
    run(graphs_looking.stretches(ffmpeg, source, info), limits, source=source, sink=told, cancelled=cancelled)
    return read_stretches(told.text(), info.duration_ms)


def read_stretches(told: str, length_ms: int) -> tuple[Stretch, ...]:
    """What the detectors said (ffmpeg's `metadata=print` and `silencedetect`), in the order of time."""
    found: list[Stretch] = []
    open_at: dict[StretchKind, int] = {}
    kinds: dict[str, StretchKind] = {"freeze": "frozen", "black": "black", "silence": "silent"}
    for what, end, at in _STRETCH.findall(told):
        kind, ms = kinds[what], max(0, round(float(at) * 1000))
        if end == "start":
            open_at.setdefault(kind, ms)
        elif kind in open_at:
            found.append(Stretch(kind, open_at.pop(kind), ms))
    found += [Stretch(kind, since, max(since, length_ms)) for kind, since in open_at.items()]
    black = [each for each in found if each.kind == "black"]
    found = [each for each in found if each.kind != "frozen" or not any(_within(each, one) for one in black)]
    order = {kind: at for at, kind in enumerate(STRETCH_KINDS)}
    return tuple(sorted(found, key=lambda each: (each.from_ms, order[each.kind])))[:MOST_STRETCHES]


def _within(one: Stretch, other: Stretch) -> bool:
    """Whether a stretch says no more than another: black stands still, too."""
    return other.from_ms <= one.from_ms and one.until_ms <= other.until_ms
