"""Clips of recordings.

In: a film whose frames are known, or sound, and which part is wanted, how. Out: a new file that was measured before it
is handed over: an exact clip has exactly the frames that were asked for, a fast one says which it really has.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from recorder_desk.domain.clip import ClipOrder, Clipped
from recorder_desk.domain.export import Cut, Hush
from recorder_desk.domain.frames import FrameIndex
from recorder_desk.domain.media import MediaInfo
from recorder_desk.errors import DeskError
from recorder_desk.ports import Cancelled, Report
from recorder_desk.tools import graphs, graphs_clipping, looking, making
from recorder_desk.tools.clip_layers import layers_of
from recorder_desk.tools.graphs_clipping import Window
from recorder_desk.tools.limits import limits_for
from recorder_desk.tools.making import Maker
from recorder_desk.tools.picturing import length_ms
from recorder_desk.tools.programs import Programs
from recorder_desk.tools.runner import Collected, Progress, run

FILM, SOUND = "clip.mp4", "clip.m4a"
_MOST_TIMES = 256 << 20
_AHEAD_SECONDS = 0.5
_SPARE_BYTES, _BYTES_A_SECOND = 64 << 20, 4_000_000
_TOLERANCE_US = 2_500
"""Containers count in thousandths, ninetieths of thousandths and other parts of a second."""
_SOUND_TOLERANCE_MS = 250


@dataclass(frozen=True, slots=True)
class Scissors:
    """What a clip is made of, and with what."""

    programs: Programs
    maker: Maker
    source: Path
    info: MediaInfo
    order: ClipOrder
    into: Path
    report: Report
    cancelled: Cancelled


def make_clip(work: Scissors) -> Clipped:
    """A clip as ordered, measured.

    Raises DeskError `export.not-exact` (it has other frames than asked for), `export.fast-not-possible`,
    `media.transcode-failed`, `media.timeout`, `media.cancelled`, `media.ffmpeg-missing`, `media.disk-full`.
    """
    if not graphs.safe(work.source):
        raise DeskError("media.transcode-failed", blame="environment")
    if work.order.index is None:
        return _sound(work)
    zero = _zero(work)
    return _fast(work, work.order.index, zero) if work.order.fast else _exact(work, work.order.index, zero)


# -- exact ---------------------------------------------------------------------------------------------


def _exact(work: Scissors, index: FrameIndex, zero: float) -> Clipped:
    cut, part = work.order.cut, making.part_of(work.into, FILM)
    layers = layers_of(work.order, index, work.into)
    whole = _window(index, cut, zero)
    hushes = shifted(work.order.hushes, cut.from_us)
    for window in (whole, replace(whole, seek=None)):  # where seeking goes astray, from the very beginning
        argv = graphs_clipping.exact(
            work.programs.ffmpeg, work.source, work.info, window, cut.frames, layers, hushes, part, work.order.note
        )
        _run(work, argv, cut)
        if part.exists() and _same(_packets(work, part), index, cut):
            return _clipped(work, part, argv, cut, index.width, index.height)
        if window.seek is None or window.seek <= zero:
            break
    raise DeskError("export.not-exact", blame="environment")


def _window(index: FrameIndex, cut: Cut, zero: float) -> Window:
    """Bounds in the middle between frames, so that no rounding takes one in or leaves one out."""
    times = index.times_us

    def at(us: float) -> float:
        return zero + (us - times[0]) / 1e6

    before = (times[cut.first - 1] + times[cut.first]) / 2 if cut.first else times[0] - 1e6
    key = index.keys[max(0, bisect_left(index.keys, cut.first + 1) - 1)] if index.keys else 0
    return Window(
        seek=at(times[key]) - _AHEAD_SECONDS if key else None,
        since=at(before),
        until=at((times[cut.last] + cut.until_us) / 2),
        zero=at(times[cut.first]),
        seconds=(cut.until_us - cut.from_us) / 1e6,
    )


def shifted(hushes: Sequence[Hush], from_us: int) -> tuple[Hush, ...]:
    """Ranges of the recording as ranges of a clip that begins there."""
    since = from_us // 1000
    return tuple(replace(each, from_ms=each.from_ms - since, until_ms=each.until_ms - since) for each in hushes)


# -- as it is ------------------------------------------------------------------------------------------


def _fast(work: Scissors, index: FrameIndex, zero: float) -> Clipped:
    """From the key frame before, for as many packets as it takes to have every frame up to the last, and no hole."""
    cut, times = work.order.cut, index.times_us
    key = max((each for each in index.keys if each <= cut.first), default=0)
    last = _contiguous(work, index, key, zero)
    spans = Cut(key, last, index.span_us(key)[0], index.span_us(last)[1])
    part = making.part_of(work.into, FILM)
    at, seconds = zero + (times[key] - times[0]) / 1e6, (spans.until_us - spans.from_us) / 1e6
    for seek in (at + 1e-4, at - _AHEAD_SECONDS):  # a transport stream is found by where it was read, not shown
        argv = graphs_clipping.copied(
            work.programs.ffmpeg, work.source, work.info, seek, seconds, spans.frames, part, work.order.note
        )
        _run(work, argv, spans)
        whole = looking.first_frames(work.programs.ffprobe, part, work.cancelled) if part.exists() else None
        there = _taken(work.into, seek, at) and _same(_packets(work, part), index, spans)
        if whole is not None and whole.video_frames and there:
            return _clipped(work, part, argv, spans, whole.width, whole.height)
    raise DeskError("export.fast-not-possible", blame="environment")


def _taken(into: Path, seek: float, at: float) -> bool:
    """Whether the first picture that was copied is the one shown at this time."""
    with making.translated(into):
        lines = (into / graphs_clipping.TAKEN).read_text("ascii", "replace").splitlines()
    try:
        base = Fraction(next(each.split()[-1] for each in lines if each.startswith("#tb 0:")))
        first = next(each for each in lines if not each.startswith("#")).split(",")
        return abs(float(int(first[2]) * base) + seek - at) * 1e6 <= _TOLERANCE_US
    except (StopIteration, ValueError, IndexError):
        return False


def _contiguous(work: Scissors, index: FrameIndex, key: int, zero: float) -> int:
    """The last frame of the smallest run of packets from a key frame on that leaves out none up to the wanted one."""
    wanted, times = work.order.cut.last, index.times_us
    ahead = max((each for each in index.keys if each < key), default=0)
    since = zero + (times[ahead] - times[0]) / 1e6
    until = zero + (index.span_us(min(wanted + 64, len(index) - 1))[1] - times[0]) / 1e6
    argv = graphs_clipping.packet_times(
        work.programs.ffprobe, work.source, work.info, (max(0.0, since - _AHEAD_SECONDS), until)
    )
    seen: set[int] = set()
    for at in _times(work, argv, work.source):
        if at is None:
            raise DeskError("export.fast-not-possible", blame="environment")
        number = _number(index, round((at - zero) * 1e6) + times[0])
        if not seen and number != key:
            continue
        seen.add(number)
        if number < key:  # pictures that lean on what was before the key frame
            raise DeskError("export.fast-not-possible", blame="environment")
        if len(seen) == max(seen) - key + 1 and max(seen) >= wanted:
            return max(seen)
    raise DeskError("export.fast-not-possible", blame="environment")


def _number(index: FrameIndex, us: int) -> int:
    """The frame that is nearest to a time."""
    after = bisect_left(index.times_us, us)
    near = [each for each in (after - 1, after) if 0 <= each < len(index)]
    return min(near, key=lambda each: abs(index.times_us[each] - us))


# -- sound ---------------------------------------------------------------------------------------------


def _sound(work: Scissors) -> Clipped:
    cut, part = work.order.cut, making.part_of(work.into, SOUND)
    since, until = cut.from_us / 1e6, cut.until_us / 1e6
    programs, order, info = work.programs, work.order, work.info
    if order.fast:
        argv = graphs_clipping.copied(programs.ffmpeg, work.source, info, since, until - since, 0, part, order.note)
    else:
        hushes = shifted(order.hushes, cut.from_us)
        argv = graphs_clipping.sound(programs.ffmpeg, work.source, info, since, until, hushes, part, order.note)
    _run(work, argv, cut)
    whole = looking.first_frames(programs.ffprobe, part, work.cancelled) if part.exists() else None
    code = "export.fast-not-possible" if order.fast else "export.not-exact"
    if whole is None or not whole.audio_frames:
        raise DeskError(code, blame="environment")
    off = abs(whole.duration_ms - (cut.until_us - cut.from_us) // 1000)
    if off > _SOUND_TOLERANCE_MS and not order.fast:
        raise DeskError(code, blame="environment")
    spans = replace(cut, until_us=cut.from_us + whole.duration_ms * 1000) if order.fast else cut
    return _clipped(work, part, argv, spans, 0, 0)


# -- both ----------------------------------------------------------------------------------------------


def _run(work: Scissors, argv: list[str], cut: Cut) -> None:
    """Raises DeskError `media.transcode-failed` where nothing can come of it."""
    progress = Progress(work.report, (cut.until_us - cut.from_us) // 1000)
    length = length_ms(work.source, work.info)
    most = length * _BYTES_A_SECOND // 1000 + 2 * work.source.stat().st_size + _SPARE_BYTES
    limits = limits_for(4 * length, work.info.width * work.info.height, most)
    ended = run(argv, limits, source=work.source, into=work.into, sink=progress, cancelled=work.cancelled)
    if ended.full:
        raise DeskError("media.disk-full", blame="environment", path=str(work.into))
    if ended.status:
        fast = work.order.fast
        raise DeskError("export.fast-not-possible" if fast else "media.transcode-failed", blame="environment")


def _zero(work: Scissors) -> float:
    """When the first picture is shown, in the file's own seconds."""
    argv = graphs_clipping.first_times(work.programs.ffprobe, work.source, work.info)
    shown = [each for each in _times(work, argv, work.source) if each is not None]
    if not shown:
        raise DeskError("media.transcode-failed", blame="environment")
    return min(shown)


def _packets(work: Scissors, part: Path) -> list[float]:
    argv = graphs_clipping.packet_times(work.programs.ffprobe, part, MediaInfo("video"))
    return sorted(each for each in _times(work, argv, part) if each is not None)


def _times(work: Scissors, argv: list[str], source: Path) -> list[float | None]:
    """The time on each line; None where there is none."""
    told = Collected(_MOST_TIMES)
    limits = limits_for(length_ms(work.source, work.info), written=0)
    run(argv, limits, source=source, sink=told, cancelled=work.cancelled)
    found: list[float | None] = []
    for line in filter(None, told.text().splitlines()):
        try:
            found.append(float(line.split(",")[0]))
        except ValueError:
            found.append(None)
    return found


def _same(shown: Sequence[float], index: FrameIndex, cut: Cut) -> bool:
    """Whether a file's pictures come when those frames do, as many and as far apart."""
    times = index.times_us[cut.first : cut.last + 1]
    if len(shown) != len(times):
        return False
    return all(
        abs((at - shown[0]) * 1e6 - (wanted - times[0])) <= _TOLERANCE_US
        for at, wanted in zip(shown, times, strict=True)
    )


def _clipped(work: Scissors, part: Path, argv: list[str], cut: Cut, width: int, height: int) -> Clipped:
    arguments = making.portable(argv, work.source, work.into)
    return Clipped(str(part), cut, work.maker.tool, work.maker.version, arguments, width, height)
