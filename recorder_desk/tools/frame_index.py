"""When each frame of a film is shown, read from its packets. Runs in the frame worker, never in the desk.

In: an opened file. Out: an index, and how frames are known again when they are decoded. A time is the presentation
time that a packet tells, less the beginning of the file as the player counts it (`_zero`). Packets do not always
tell the truth: AVI has no presentation times, and a field or a damaged packet is no frame. So the first frames are
decoded and compared; where they differ, all are decoded once, and known afterwards by counting from a key frame.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Literal

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from recorder_desk.domain.probing import FORMATS, MAX_PIXELS

Known = Literal["pts", "dts", "count"]
"""By what a decoded frame is known: presentation time, decoding time, or how many came since the key frame."""
BEGINNING = -2
"""The position of the file's beginning, from where all is decoded that can be."""
_SAMPLE = 16
_MICRO = 1_000_000
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": FORMATS, "max_streams": "32"}
"""As ffmpeg is given them (`graphs.guards`): nothing that names other files, none but known containers."""


class NoFilmError(Exception):
    """There is no frame in it that could be shown."""


@dataclass(frozen=True, slots=True)
class Key:
    """Where decoding can begin: the number of its frame, its packet's times, and where that lies in the file."""

    number: int
    pts: int
    dts: int
    position: int


@dataclass(frozen=True, slots=True)
class Times:
    """The times of all frames, in the stream's own units (`stamps`) and in microseconds."""

    known: Known
    stamps: Sequence[int]
    times_us: Sequence[int]
    keys: Sequence[Key]
    end_us: int

    def number_of(self, stamp: int | None) -> int:
        """The number of the frame with this stamp, or -1."""
        if stamp is None:
            return -1
        at = bisect_left(self.stamps, stamp)
        return at if at < len(self.stamps) and self.stamps[at] == stamp else -1

    def key_of(self, number: int) -> int:
        """Which key (its place among them) to begin at for a frame."""
        return max(0, bisect_right(self.keys, number, key=lambda key: key.number) - 1)


def opened(path: str) -> tuple[InputContainer, VideoStream]:
    """A file and its picture. Raises av.FFmpegError, NoFilmError."""
    container = av.open(f"file:{path}", options=dict(_OPTIONS))
    pictures = [each for each in container.streams.video if not each.disposition & 0x400]  # no cover
    if not pictures:
        container.close()
        raise NoFilmError
    stream = pictures[0]
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS)}
    return container, stream


def read_times(path: str) -> Times:
    """The times of all frames. Raises av.FFmpegError, NoFilmError."""
    container, stream = opened(path)
    with container:
        zero, base = _zero(path, container), stream.time_base or Fraction(1, _MICRO)
        known: Known = "dts" if container.format.name == "avi" else "pts"
        told = _Told(known)
        told.read(container, stream)
    if not told.unfit and _agrees(path, told):
        return told.times(base, zero)
    return _counted(path, base, zero)


def _zero(path: str, container: InputContainer) -> int:
    """The time (µs) that the player calls 0: where the earliest stream begins.

    Matroska's sound may begin before 0 (what its encoder needs to get going): the player's demuxer counts from there.
    """
    zero = container.start_time if container.start_time is not None else 0
    if "matroska" in container.format.name and container.streams.audio:
        with av.open(f"file:{path}", options=dict(_OPTIONS)) as other:
            first = next(other.demux(other.streams.audio[0]), None)
            if first is not None and first.pts is not None and first.time_base:
                zero = min(zero, int(first.pts * first.time_base * _MICRO))
    return zero


class _Told:
    """What the packets tell."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.stamps = array("q")
        self.unfit = False
        self._keys: list[tuple[int, Key]] = []  # with their stamps
        self._last_long = 0

    def read(self, container: InputContainer, stream: VideoStream) -> None:
        """All packets of the film from the first key frame on. Raises NoFilmError."""
        for packet in container.demux(stream):
            if not packet.size or not (self._keys or packet.is_keyframe):
                continue
            stamp = self.stamp(packet)
            if stamp is None:
                self.unfit = True
                return
            if packet.is_keyframe:
                self._keys.append((stamp, _key(0, packet)))
            if not packet.is_discard and stamp >= self._keys[0][0]:
                self.stamps.append(stamp)
                self._last_long = packet.duration or self._last_long
        if not self.stamps:
            raise NoFilmError
        ordered = array("q", sorted(self.stamps))
        self.unfit = len(set(ordered)) != len(ordered) or (self._known == "dts" and ordered != self.stamps)
        self.stamps = ordered

    def stamp(self, thing: Packet[VideoStream] | VideoFrame) -> int | None:
        """By what it is known."""
        return thing.pts if self._known == "pts" else thing.dts

    def times(self, base: Fraction, zero: int) -> Times:
        """All of it, in order."""
        found: dict[int, Key] = {}
        for stamp, key in self._keys:  # what lies before an edit list's beginning is decoded and not shown
            number = bisect_left(self.stamps, stamp)
            if number == 0 or (number < len(self.stamps) and self.stamps[number] == stamp):
                found[number] = replace(key, number=number)
        keys = [found[number] for number in sorted(found)]
        return _times(self._known, self.stamps, keys, self._last_long, base, zero)


def _agrees(path: str, told: _Told) -> bool:
    """Whether the first frames come out as their packets tell."""
    container, stream = opened(path)
    shown: list[int | None] = []
    with container:
        stream.thread_type = "SLICE"
        fed = 0
        for packet in container.demux(stream):
            if not (fed or packet.is_keyframe) or not packet.size:
                continue
            fed += 1
            shown += [told.stamp(frame) for frame in decoded(stream, packet)]
            if fed >= _SAMPLE:
                break
        if fed < _SAMPLE:
            shown += [told.stamp(frame) for frame in decoded(stream, None)]
    return shown == list(told.stamps[: len(shown)])


def decoded(stream: VideoStream, packet: Packet[VideoStream] | None) -> Sequence[VideoFrame]:
    """The frames that a packet brings out; none where it is damaged."""
    try:
        return stream.codec_context.decode(packet)
    except (av.InvalidDataError, av.EOFError):
        return ()


def _counted(path: str, base: Fraction, zero: int) -> Times:
    """Decode everything once; the frames are known by counting."""
    container, stream = opened(path)
    shown: list[tuple[int | None, int | None]] = []
    keys = {0: Key(0, 0, 0, BEGINNING)}
    starts: dict[int, Key] = {}
    last = 0
    with container:
        stream.thread_type = "AUTO"
        for packet in container.demux(stream):
            if packet.is_keyframe and packet.size:
                start = _key(0, packet)
                starts[start.pts] = start
            for frame in decoded(stream, packet):
                number = len(shown)
                if frame.key_frame and number and frame.pts in starts:  # a frame has its packet's time, right or wrong
                    keys[number] = replace(starts[frame.pts], number=number)
                shown.append((frame.pts, frame.dts))
                last = frame.duration or last
    if not shown:
        raise NoFilmError
    return _times("count", _rising(shown, last), list(keys.values()), last, base, zero)


def _rising(shown: Sequence[tuple[int | None, int | None]], last: int) -> array[int]:
    """The first kind of stamp that the frames have and that rises; else each frame as long as the last."""
    long = max(1, last)
    for which in (0, 1):
        stamps = array("q")
        for each in shown:
            told = each[which]
            if told is None and not stamps:
                break
            stamps.append(told if told is not None else stamps[-1] + long)  # the last ones come out by themselves
        if len(stamps) == len(shown) and all(a < b for a, b in pairwise(stamps)):
            return stamps
    begin = next((each for pair in shown for each in pair if each is not None), 0)
    return array("q", (begin + number * long for number in range(len(shown))))


def _key(number: int, packet: Packet[VideoStream]) -> Key:
    pts = packet.pts if packet.pts is not None else packet.dts or 0
    return Key(number, pts, packet.dts if packet.dts is not None else pts, packet.pos if packet.pos is not None else -1)


def _times(known: Known, stamps: Sequence[int], keys: Sequence[Key], last: int, base: Fraction, zero: int) -> Times:
    top, under = base.numerator * _MICRO, base.denominator
    times = array("q", (stamp * top // under - zero for stamp in stamps))
    usual = times[-1] - times[-2] if len(times) > 1 else 40_000
    return Times(known, stamps, times, keys, times[-1] + (last * top // under or usual))
