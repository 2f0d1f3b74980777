"""A light copy that plays everywhere.

In: an original, its plan, a profile. Out: a proxy that was looked at and decoded before it got its name.
A remux that fails, or whose result is not whole, gives way to a transcode; the Made says which it was.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from recorder_desk.domain.media import Made, MediaInfo
from recorder_desk.domain.plan import NEEDS_PROXY, Plan, Profile
from recorder_desk.errors import DeskError
from recorder_desk.ports import Cancelled, Report
from recorder_desk.tools import graphs, looking, making
from recorder_desk.tools.limits import limits_for
from recorder_desk.tools.looking import Whole
from recorder_desk.tools.making import Maker
from recorder_desk.tools.picturing import length_ms
from recorder_desk.tools.programs import Programs
from recorder_desk.tools.runner import Progress, run

_NAMES = {"sound": "proxy.m4a", "photo": "proxy.jpg"}
_SPARE_BYTES = 64 << 20
_BYTES_A_SECOND = 1_500_000
_LONG_MS, _SPARE_INDEX = 60_000, 1 << 20
_LEAST_TOLERANCE_MS, _TOLERANCE = 1000, 50
"""Lengths may differ by a second, a fiftieth or three frames: containers count the last frame differently."""


@dataclass(frozen=True, slots=True)
class Order:
    """What proxy is wanted, and with what it is made."""

    programs: Programs
    maker: Maker
    source: Path
    info: MediaInfo
    plan: Plan
    profile: Profile
    into: Path
    report: Report
    cancelled: Cancelled


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to make it: how it is called, the vector, and the size it cannot pass."""

    how: str
    argv: list[str]
    most_bytes: int
    faithful: bool


@dataclass(frozen=True, slots=True)
class _Try:
    whole: Whole
    reached_ms: int
    digest: str
    size: int


def make_proxy(order: Order) -> Made:
    """The proxy as planned, or the next best.

    Raises DeskError `media.transcode-failed`, `media.timeout`, `media.cancelled`,
    `media.ffmpeg-missing`, `media.disk-full`.
    """
    if order.plan.kind not in NEEDS_PROXY or not graphs.safe(order.source):
        raise DeskError("media.transcode-failed", blame="defect", plan=order.plan.kind)
    name = _NAMES.get(order.plan.kind, "proxy.mp4")
    part = making.part_of(order.into, name)
    progress = Progress(order.report, order.info.duration_ms)
    given_up: list[str] = []
    with making.dropping(part):
        for way in _ways(order, part):
            tried = _attempt(order, way, part, progress)
            if tried is not None:
                return _made(order, way, part, name, tried, given_up)
            given_up.append(way.how)
    raise DeskError("media.transcode-failed", blame="environment", tried=", ".join(given_up))


def _ways(order: Order, part: Path) -> Iterator[_Way]:
    """What to try, the least work first."""
    plan, info, program = order.plan, order.info, order.programs.ffmpeg
    size = order.source.stat().st_size
    copied = size + size // 2 + _SPARE_BYTES
    made = length_ms(order.source, info) * _BYTES_A_SECOND // 1000 + _SPARE_BYTES
    both = copied + made
    if plan.kind == "photo":
        yield _Way("photo", graphs.photo(program, order.source, info, part), both, False)
        return
    if plan.kind == "sound":
        if plan.copy_audio:
            argv = graphs.remux(program, order.source, info, part, kind="ipod")
            yield _Way("remux", argv, copied, True)
        yield _Way("sound", graphs.sound(program, order.source, info, order.profile, part), made, False)
        return
    if plan.kind == "remux":
        for room in filter(None, (_room(info), -1)):
            argv = graphs.remux(program, order.source, info, part, kind="mp4", room=max(0, room))
            yield _Way("remux", argv, copied, True)
    copies = [(plan.copy_video, plan.copy_audio), (False, False)] if plan.kind == "transcode" else [(False, False)]
    for copy in dict.fromkeys(copies):
        argv = graphs.transcode(program, order.source, info, order.profile, part, copy)
        yield _Way("transcode", argv, both, copy[0])


def _room(info: MediaInfo) -> int:
    """Bytes to keep at the front for the index of a long film, so that it is not written twice; 0: none.

    A frame takes at most 24 bytes there (size, place, two times), a packet of sound at most 16. Should that
    not be enough, ffmpeg fails and the next way moves the index.
    """
    if info.duration_ms < _LONG_MS:
        return 0
    try:
        rate = min(max(Fraction(info.frame_rate), Fraction(25)), Fraction(240))
    except (ValueError, ZeroDivisionError):
        rate = Fraction(60)
    frames = int(info.duration_ms * rate / 1000)
    packets = info.duration_ms * info.audio_rate // 1000 // 256
    room = frames * 24 + packets * 16 + _SPARE_INDEX
    return room if room < _SPARE_BYTES else 0


def _attempt(order: Order, way: _Way, part: Path, progress: Progress) -> _Try | None:
    """One way to its end; None if it failed or what came of it is not whole."""
    info = order.info
    progress.again()
    limits = limits_for(length_ms(order.source, info), info.width * info.height, way.most_bytes)
    ended = run(way.argv, limits, source=order.source, into=order.into, sink=progress, cancelled=order.cancelled)
    if ended.full:
        raise DeskError("media.disk-full", blame="environment", path=str(order.into))
    if not part.exists() or (ended.status and way.faithful):
        return None
    settling = _Settling(part)
    whole = looking.first_frames(order.programs.ffprobe, part, order.cancelled)
    digest, size = settling.result()
    if ended.status or not _sound_enough(order, way, whole, progress.reached_ms):
        return None
    return _Try(whole, progress.reached_ms, digest, size)


def _sound_enough(order: Order, way: _Way, whole: Whole, reached_ms: int) -> bool:
    """Whether a proxy has what it must have: frames that decode, and the whole length.

    Copied streams must be as long as the original says. What was decoded and encoded anew is as long as
    there was something to decode, however long the original says it is: not shorter than what was reached
    (which ffmpeg tells of the stream that ends first).
    """
    wants_video = order.plan.kind != "sound"
    if not (whole.video_frames if wants_video else whole.audio_frames):
        return False
    if order.plan.kind == "photo":
        return True
    if not whole.in_order:
        return False
    faithful = way.faithful and order.info.duration_ms > 0
    expected = order.info.duration_ms if faithful else reached_ms
    over, _, under = order.info.frame_rate.partition("/")
    frame_ms = 1000 * int(under) // int(over) if over and under else 0
    off = abs(whole.duration_ms - expected) if faithful else expected - whole.duration_ms
    return off <= max(_LEAST_TOLERANCE_MS, 3 * frame_ms, expected // _TOLERANCE)


def _made(order: Order, way: _Way, part: Path, name: str, tried: _Try, given_up: list[str]) -> Made:
    with making.translated(order.into):
        final = making.publish(part, name)
    facts: dict[str, str | int] = {
        "how": way.how,
        "duration_ms": tried.whole.duration_ms,
        "source_ms": order.info.duration_ms,
    }
    if order.plan.kind != "sound":
        facts |= {"width": tried.whole.width, "height": tried.whole.height}
    if given_up:
        facts["gave_up"] = ", ".join(given_up)
    return Made(
        role="proxy",
        path=str(final),
        digest=tried.digest,
        bytes=tried.size,
        tool=order.maker.tool,
        version=order.maker.version,
        arguments=making.portable(way.argv, order.source, order.into),
        profile=order.profile.label,
        facts=facts,
    )


class _Settling:
    """Flushing and hashing a file on a thread, while it is being looked at."""

    def __init__(self, part: Path) -> None:
        self._part = part
        self._done: tuple[str, int] = ("", 0)
        self._failed: OSError | None = None
        self._thread = threading.Thread(target=self._settle, name="media-settle")
        self._thread.start()

    def result(self) -> tuple[str, int]:
        """Digest and length. Raises DeskError `media.disk-full`."""
        self._thread.join()
        with making.translated(self._part.parent):
            if self._failed is not None:
                raise self._failed
        return self._done

    def _settle(self) -> None:
        try:
            self._done = making.settle(self._part)
        except OSError as error:
            self._failed = error
