"""Exports: a still or a clip made of a recording, for somebody outside. Values, and what may be wished for.

A veil is a rectangle that is blurred beyond recovery, with its place given at some moments and drawn straight between
them. A hush is a range without its sound. Times are milliseconds from the beginning of the recording, places pixels of
the picture as it is shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from recorder_desk.domain.frames import FrameIndex
from recorder_desk.errors import DeskError

ExportKind = Literal["still", "clip"]
ExportState = Literal["owed", "made", "failed"]
MOST_VEILS, MOST_KEYS, MOST_HUSHES = 8, 200, 100
LONGEST_REASON, LONGEST_WATERMARK = 500, 80
STILL_ENDING, FILM_ENDING, SOUND_ENDING = ".png", ".mp4", ".m4a"


@dataclass(frozen=True, slots=True)
class VeilKey:
    """Where a veil is at a moment."""

    at_ms: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Veil:
    """A rectangle with its keys by time. It is there from its first key until its last; with one key, throughout."""

    keys: tuple[VeilKey, ...]

    def at(self, ms: float) -> VeilKey | None:
        """Where it is at a moment, never smaller than the straight line between two keys; None: it is not there."""
        first, last = self.keys[0], self.keys[-1]
        if len(self.keys) == 1:
            return first
        if not first.at_ms <= ms <= last.at_ms:
            return None
        after = bisect_right([each.at_ms for each in self.keys], ms)
        if after == len(self.keys):
            return last
        return _between(self.keys[after - 1], self.keys[after], ms)


def _between(a: VeilKey, b: VeilKey, ms: float) -> VeilKey:
    share = (ms - a.at_ms) / (b.at_ms - a.at_ms)

    def line(since: int, until: int) -> float:
        return since + (until - since) * share

    left, top = line(a.x, b.x), line(a.y, b.y)
    right, bottom = line(a.x + a.width, b.x + b.width), line(a.y + a.height, b.y + b.height)
    x, y = int(left // 1), int(top // 1)
    return VeilKey(round(ms), x, y, -int(-right // 1) - x, -int(-bottom // 1) - y)


@dataclass(frozen=True, slots=True)
class Hush:
    """A range whose sound is taken out; `tone`: a tone is heard in its place."""

    from_ms: int
    until_ms: int
    tone: bool = False


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What somebody wants. `path` (stored form) is the new file.

    A still is the frame number `frame`, or with -1 the one on the screen at `from_ms`. A clip is every frame that is on
    the screen between `from_ms` and `until_ms` (0: to the end); `fast` copies it as it is, from the key frame before.
    `time_of_day` and `case_number` are written into the picture, and `watermark` across it.
    """

    kind: ExportKind
    path: str
    frame: int = -1
    from_ms: int = 0
    until_ms: int = 0
    fast: bool = False
    time_of_day: bool = False
    case_number: bool = False
    watermark: str = ""
    hushes: tuple[Hush, ...] = ()
    veils: tuple[Veil, ...] = ()

    @property
    def touches(self) -> bool:
        """Whether picture or sound are to be other than they are."""
        return bool(self.time_of_day or self.case_number or self.watermark or self.hushes or self.veils)


@dataclass(frozen=True, slots=True)
class ExportFile:
    """What an export turned out to be, measured from the file. `digest` is `sha256:hex`.

    `source` is what was decoded: `original`, `proxy` or `rescue` (`domain/media.py`). `first` and `last` are frames of
    it (-1 where there are none), `from_us` and `until_us` the time they take in it. `at` is the time of day at which it
    begins (UTC stamp, '' unknown) ± `error_ms` (-1: nobody has read that clock). `arguments` as of a derivative.
    """

    digest: str
    bytes: int
    tool: str
    version: str
    arguments: tuple[str, ...]
    source: str
    first: int
    last: int
    from_us: int
    until_us: int
    width: int
    height: int
    at: str
    error_ms: int


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An export as lists show it; `made` None while it is owed or when it failed (`code`)."""

    id: str
    recording: str
    name: str
    kind: ExportKind
    state: ExportState
    wish: ExportWish
    caption: str
    source_digest: str
    reason: str
    flagged: bool
    ordered_by: str
    ordered_at: str
    code: str
    ended_at: str
    made: ExportFile | None


@dataclass(frozen=True, slots=True)
class Cut:
    """The frames of a clip (first and last) and the time they take, in microseconds."""

    first: int
    last: int
    from_us: int
    until_us: int

    @property
    def frames(self) -> int:
        """How many."""
        return self.last - self.first + 1


def cut_of(index: FrameIndex, from_ms: int, until_ms: int) -> Cut:
    """Every frame that is on the screen between two moments; `until_ms` 0: to the end.

    Raises DeskError `export.empty` where no frame is."""
    until_us = min(until_ms * 1000, index.end_us) if until_ms else index.end_us
    if not len(index) or until_us <= from_ms * 1000:
        raise DeskError("export.empty")
    first, last = index.at(from_ms * 1000), index.at(until_us - 1)
    return Cut(first, last, index.span_us(first)[0], index.span_us(last)[1])


def still_of(index: FrameIndex, frame: int, at_ms: int) -> int:
    """The number of the frame that is meant. Raises DeskError `export.no-such-frame`."""
    number = frame if frame >= 0 else index.at(at_ms * 1000)
    if not 0 <= number < len(index) or (frame < 0 and at_ms * 1000 >= index.end_us):
        raise DeskError("export.no-such-frame")
    return number


def checked(wish: ExportWish, kind: str, length_ms: int, width: int, height: int) -> ExportWish:
    """A wish as it can be kept, of a recording of that kind, length and picture size (0: not known).

    Raises DeskError `export.no-frames` (a still of what has none), `export.bad-kind`, `export.bad-range`,
    `export.beyond-end`, `export.bad-name` (its ending), `export.fast-plain`, `export.bad-veil`, `export.bad-hush`,
    `export.long`.
    """
    if kind not in ("video", "audio"):
        raise DeskError("export.bad-kind")
    if wish.kind == "still" and kind != "video":
        raise DeskError("export.no-frames")
    ending = STILL_ENDING if wish.kind == "still" else FILM_ENDING if kind == "video" else SOUND_ENDING
    if not wish.path.lower().endswith(ending):
        raise DeskError("export.bad-name", ending=ending)
    if wish.from_ms < 0 or wish.until_ms < 0 or (wish.until_ms and wish.until_ms <= wish.from_ms):
        raise DeskError("export.bad-range", since=wish.from_ms, until=wish.until_ms)
    if length_ms and wish.from_ms >= length_ms:
        raise DeskError("export.beyond-end", since=wish.from_ms, length=length_ms)
    if wish.fast and wish.touches:
        raise DeskError("export.fast-plain")
    if len(wish.watermark) > LONGEST_WATERMARK:
        raise DeskError("export.long", most=LONGEST_WATERMARK)
    until_ms = length_ms if length_ms and wish.until_ms > length_ms else wish.until_ms
    veils = tuple(_veil(each, width, height) for each in wish.veils)
    if (veils and kind != "video") or len(veils) > MOST_VEILS:
        raise DeskError("export.bad-veil", most=MOST_VEILS)
    return replace(
        wish, until_ms=until_ms, watermark=" ".join(wish.watermark.split()), veils=veils, hushes=_hushes(wish.hushes)
    )


def _veil(veil: Veil, width: int, height: int) -> Veil:
    """Its keys by time, one a moment (the last told counts), within the picture as far as that is known."""
    keys = {each.at_ms: each for each in veil.keys}
    told = tuple(keys[at] for at in sorted(keys))
    if not 0 < len(told) <= MOST_KEYS:
        raise DeskError("export.bad-veil", most=MOST_VEILS)
    for key in told:
        beyond = (width and key.x >= width) or (height and key.y >= height)
        if key.width < 1 or key.height < 1 or key.at_ms < 0 or key.x < 0 or key.y < 0 or beyond:
            raise DeskError("export.bad-veil", most=MOST_VEILS)
    return Veil(told)


def _hushes(hushes: Sequence[Hush]) -> tuple[Hush, ...]:
    told = tuple(sorted(hushes, key=lambda each: each.from_ms))
    if len(told) > MOST_HUSHES or any(each.from_ms < 0 or each.until_ms <= each.from_ms for each in told):
        raise DeskError("export.bad-hush", most=MOST_HUSHES)
    return told
