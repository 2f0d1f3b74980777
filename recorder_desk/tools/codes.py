"""Reading codes that were filmed.

In: an original and what it is. Out: every code of a desk in it, with the moments it was read at. ffmpeg decodes
outside our process, within limits, and gives gray pixels through a pipe; zxing-cpp is given those and nothing else.

The same frames give the prints by which footage is known again (`domain/likeness.py`).

Key frames first, for they cost next to nothing. Where they are far apart, frames between them as well, so that
two seconds of filming are enough. Round what was found, every frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path

import zxingcpp

from recorder_desk.domain.filmed_code import Reading, Sought, is_code
from recorder_desk.domain.likeness import APART_MS, Print, bits_of, telling
from recorder_desk.domain.media import MediaInfo
from recorder_desk.ports import Cancelled, Report
from recorder_desk.tools import graphs, graphs_looking
from recorder_desk.tools.limits import limits_for
from recorder_desk.tools.picturing import length_ms
from recorder_desk.tools.runner import run

LONGEST_SIDE, LONGEST_SIDE_OF_PHOTOS = 1920, 3840
SAMPLED_MS = 500
"""How far apart frames are sampled: four chances in two seconds."""
KEYS_APART_MS = 2000
"""Key frames further apart than this may miss a code that is filmed for two seconds."""
GRID_MS = 20
"""Round a hit, frames are counted on a grid this fine."""
BEFORE_MS, AFTER_MS = 1500, 3000
_SHORT_MS = 4000
_APART_MS = 10_000
_MOST_WINDOWS = 40


@dataclass(slots=True)
class _Search:
    """One recording's search: how ffmpeg is run, and what was read so far."""

    program: Path
    source: Path
    info: MediaInfo
    cancelled: Cancelled
    size: tuple[int, int]
    readings: dict[tuple[int, str], int] = field(default_factory=dict)
    frames: int = 0
    prints: list[Print] = field(default_factory=list)

    def look(self, every_ms: int, each: Callable[[int], None], *, keys: bool = False, since: int = 0, span: int = 0
             ) -> int:  # fmt: skip
        """One pass; `each` is told how far it is. How long, at most, no other frame came (milliseconds)."""
        argv = graphs_looking.grays(
            self.program, self.source, self.info, self.size, 1000 // every_ms, keys=keys, since_ms=since, for_ms=span
        )
        whole = length_ms(self.source, self.info)
        read = partial(self._read, every_ms // 2, not span)
        frames = _Frames(self.size, every_ms, since, 2 * (span or whole) // every_ms + 240, read, each)
        limits = limits_for(whole, self.info.width * self.info.height)
        run(argv, limits, source=self.source, sink=frames, cancelled=self.cancelled)
        return max(frames.stood_ms, whole - frames.reached_ms)

    def _read(self, within_ms: int, whole: bool, at_ms: int, pixels: memoryview) -> None:
        self.frames += 1
        if whole and (not self.prints or at_ms - self.prints[-1].at_ms >= APART_MS):
            self.prints.append(Print(at_ms, bits_of(pixels, *self.size)))
        for text in filter(is_code, read_codes(pixels, self.size)):
            before = self.readings.get((at_ms, text), within_ms)
            self.readings[at_ms, text] = min(before, within_ms)

    def hits(self) -> list[int]:
        """When something was read, in order."""
        return sorted({at for at, _ in self.readings})

    def sought(self, tool: str) -> Sought:
        """Everything that was read."""
        told = (Reading(at, text, within) for (at, text), within in sorted(self.readings.items()))
        return Sought(tuple(told), self.frames, tool, telling(self.prints))


def seek_codes(
    program: Path, named: str, source: Path, info: MediaInfo, report: Report, cancelled: Cancelled
) -> Sought:
    """Look through a video or photo; what cannot be decoded has no frames and no codes.

    Raises DeskError `media.ffmpeg-missing`, `media.timeout`, `media.cancelled`.
    """
    tool = f"zxing-cpp {version('zxing-cpp')}, {named}"
    if info.kind not in ("video", "photo") or not info.width or not info.height or not graphs.safe(source):
        return Sought((), 0, tool)
    most = LONGEST_SIDE_OF_PHOTOS if info.kind == "photo" else LONGEST_SIDE
    search = _Search(program, source, info, cancelled, fitted(info, most))
    if info.kind == "photo":
        search.look(SAMPLED_MS, _unheard)
    elif 0 < info.duration_ms <= _SHORT_MS:
        search.look(GRID_MS, _unheard)
    else:
        if search.look(SAMPLED_MS, _unheard, keys=True) > KEYS_APART_MS:
            search.prints.clear()
            search.look(SAMPLED_MS, partial(_tell, report))
        for since in _windows(search.hits()):
            search.look(GRID_MS, _unheard, since=since, span=BEFORE_MS + AFTER_MS)
    return search.sought(tool)


def read_codes(pixels: memoryview, size: tuple[int, int]) -> list[str]:
    """The texts of all QR codes in one gray picture; codes are dark on white and may be turned any way."""
    picture = pixels.cast("B", (size[1], size[0]))
    only = zxingcpp.BarcodeFormats([zxingcpp.QRCode])  # kept for good it would be called a leak at the end
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=only, try_invert=False)]


def fitted(info: MediaInfo, most: int) -> tuple[int, int]:
    """The size in which frames are looked at: their own, its longer side at most `most`."""
    scale = min(1.0, most / max(info.width, info.height))
    return max(2, round(info.width * scale)), max(2, round(info.height * scale))


def _windows(hits: list[int]) -> list[int]:
    """Where to look at every frame: round the first of each row of hits."""
    firsts = [at for number, at in enumerate(hits) if not number or at - hits[number - 1] > _APART_MS]
    return [max(0, at - BEFORE_MS) for at in firsts[:_MOST_WINDOWS]]


def _unheard(done_ms: int) -> None:
    """A pass so short that nobody is told how far it is."""


def _tell(report: Report, done_ms: int) -> None:
    report(done_ms)


class _Frames:
    """A sink for gray pixels: whole frames, those that only repeat the one before left out."""

    def __init__(
        self,
        size: tuple[int, int],
        every_ms: int,
        since_ms: int,
        most: int,
        read: Callable[[int, memoryview], None],
        each: Callable[[int], None],
    ) -> None:
        self._bytes, self._every, self._since, self._most = size[0] * size[1], every_ms, since_ms, most
        self._read, self._each = read, each
        self._rest, self._before, self._number, self._stood = bytearray(), b"", 0, 0
        self.stood_ms = self.reached_ms = 0

    def __call__(self, piece: bytes) -> None:
        """Take in a piece of any length."""
        self._rest += piece
        while len(self._rest) >= self._bytes:
            frame = bytes(self._rest[: self._bytes])
            del self._rest[: self._bytes]
            if self._number < self._most:  # more frames than there is time: what follows is none
                self._take(frame)
            self._number += 1

    def _take(self, frame: bytes) -> None:
        self._each(self._every)
        self._stood += self._every
        if frame != self._before:
            self.reached_ms = self._since + self._number * self._every
            self._read(self.reached_ms, memoryview(frame))
            self._before, self._stood = frame, 0
        self.stood_ms = max(self.stood_ms, self._stood + self._every)
