"""A copy that can be played of a recording that was cut off before its index was written.

In: the cut-off original, a healthy recording of the same recorder, which is only read for how it codes. Out: a
derivative with the pictures that were found, one after the other at the healthy one's rate. The original is only read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import ffmpeg

from recorder_desk.domain.media import Made
from recorder_desk.domain.mp4 import START, Coding, Read, coding_of, media_data
from recorder_desk.domain.units import units
from recorder_desk.errors import DeskError
from recorder_desk.ports import Cancelled
from recorder_desk.tools import graphs, looking, making
from recorder_desk.tools.limits import limits_for
from recorder_desk.tools.making import Maker
from recorder_desk.tools.programs import Programs
from recorder_desk.tools.runner import run

NAME = "rescue.mp4"
_BLOCK = 1 << 20
_PIXELS = 3840 * 2160
_SPARE_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Rescue:
    """What is to be rescued, with what, and where to; `origin` of the healthy one goes into the facts."""

    programs: Programs
    maker: Maker
    source: Path
    sibling: Path
    into: Path
    origin: dict[str, str | int]
    cancelled: Cancelled


@dataclass(frozen=True, slots=True)
class _Found:
    pictures: int
    used: int
    of: int


def make_rescue(order: Rescue) -> Made:
    """The rescue copy.

    Raises DeskError `rescue.sibling-unlike`, `rescue.not-needed`, `rescue.nothing-found`, `media.transcode-failed`,
    `media.timeout`, `media.cancelled`, `media.ffmpeg-missing`, `media.disk-full`.
    """
    with _reading(order.sibling) as (read, size):
        coding = coding_of(read, size)
    if coding is None:
        raise DeskError("rescue.sibling-unlike")
    bare, part = making.part_of(order.into, f"rescue.{coding.codec}"), making.part_of(order.into, NAME)
    with making.dropping(bare, part):
        found = _collect(order, coding, bare)
        argv = _argv(order.programs.ffmpeg, bare, coding, part)
        length_ms = int(found.pictures * 1000 / coding.rate)
        limits = limits_for(length_ms, _PIXELS, 2 * found.used + _SPARE_BYTES)
        ended = run(argv, limits, source=bare, into=order.into, cancelled=order.cancelled)
        if ended.full:
            raise DeskError("media.disk-full", blame="environment", path=str(order.into))
        if ended.status or not looking.first_frames(order.programs.ffprobe, part, order.cancelled).video_frames:
            raise DeskError("media.transcode-failed", blame="environment", tried="rescue")
        facts: dict[str, str | int] = {
            **order.origin, "pictures": found.pictures, "length_ms": length_ms, "rate": str(coding.rate),
            "used_bytes": found.used, "media_bytes": found.of, "sound": "none",
        }  # fmt: skip
        return making.finished(part, "rescue", order.maker, argv, order.source, facts)


def _collect(order: Rescue, coding: Coding, bare: Path) -> _Found:
    """The units that were found, as a stream of their own."""
    pictures = used = 0
    with _reading(order.source) as (read, size), making.translated(order.into):
        where = media_data(read, size)
        if where is None:
            raise DeskError("rescue.not-needed")
        with bare.open("wb") as out:
            out.write(coding.parameters)
            for unit in units(read, *where, coding):
                if order.cancelled():
                    raise DeskError("media.cancelled")
                out.write(START + read(unit.start, unit.length))
                pictures, used = pictures + unit.begins, used + coding.length_bytes + unit.length
    if not pictures:
        raise DeskError("rescue.nothing-found")
    return _Found(pictures, used, where[1] - where[0])


def _argv(program: Path, bare: Path, coding: Coding, part: Path) -> list[str]:
    """The pictures as they are, in MP4; where they are shown in another order than stored, no time tells it, and they
    are decoded and encoded anew."""
    stream = graphs.input_of(bare, f=coding.codec, framerate=str(coding.rate))
    how = {"c:v": "libx264", "preset": "veryfast", "crf": 18} if coding.reorders else {"c:v": "copy"}
    tag = {"tag:v": "hvc1"} if coding.codec == "hevc" and not coding.reorders else {}
    options = {"movflags": "+faststart", "f": "mp4", "an": None, "map_metadata": -1, **how, **tag}
    return graphs.compiled(program, [ffmpeg.output(stream["V:0"], graphs.file(part), **options)])


@contextmanager
def _reading(path: Path) -> Iterator[tuple[Read, int]]:
    """Bytes of a file by offset, a block at a time kept; and its size."""
    with path.open("rb") as file:
        kept: list[tuple[int, bytes]] = [(0, b"")]

        def read(offset: int, count: int) -> bytes:
            start, block = kept[0]
            if not (start <= offset and offset + count <= start + len(block)):
                file.seek(offset)
                if count > _BLOCK // 2:
                    return file.read(count)
                start, block = offset, file.read(_BLOCK)
                kept[0] = start, block
            return block[offset - start : offset - start + count]

        yield read, path.stat().st_size
