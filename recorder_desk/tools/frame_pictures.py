"""From a decoded frame to the picture as it is shown. Runs in the frame worker, never in the desk.

In: a frame. Out: its colours in rows, upright, with square pixels, at the size asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, Interpolation, VideoReformatter

_UNTOLD = 2
_SMALL = 576
"""Where the file does not say, colours are those of television: of the old one up to so many rows (as Qt has it)."""
LITTLE = 320
"""Pictures up to this width are for looking around."""
_TURNS: dict[int, tuple[tuple[str, str], ...]] = {
    0: (),
    90: (("transpose", "clock"),),
    180: (("hflip", ""), ("vflip", "")),
    270: (("transpose", "cclock"),),
}


class Shape:
    """How the frames of a film are shown; `width` and `height` are those of the whole picture."""

    def __init__(self, first: VideoFrame, aspect: tuple[int, int]) -> None:
        """`aspect` is of one pixel, width to height."""
        self.rotation = round(-first.rotation / 90) * 90 % 360
        wide, high = first.width, first.height
        over, under = aspect
        if over > under > 0:
            wide = wide * over // under
        elif 0 < over < under:
            high = high * under // over
        self._flat = (wide, high)
        told = int(first.colorspace)
        usual = Colorspace.ITU709 if first.height > _SMALL else Colorspace.ITU601
        self._space = told if told != _UNTOLD else int(usual)
        self._upright = self.rotation in (0, 180)
        self.width, self.height = (wide, high) if self._upright else (high, wide)
        self._reformatter = VideoReformatter()

    def size(self, width: int) -> tuple[int, int]:
        """The size of the picture when it is to be so wide (0, or more than there is: all of it)."""
        if not 0 < width < self.width:
            return self.width, self.height
        return width, max(1, round(self.height * width / self.width))

    def colours(self, frame: VideoFrame, width: int) -> tuple[int, int, bytes]:
        """Width, height, and three bytes a pixel, row by row."""
        wide, high = self.size(width)
        across, down = (wide, high) if self._upright else (high, wide)
        plain = self._reformatter.reformat(
            frame,
            across,
            down,
            "rgb24",
            src_colorspace=self._space,
            interpolation=Interpolation.BILINEAR if width else Interpolation.BICUBIC,
            threads=2,
        )
        if self.rotation:
            plain = _through(_TURNS[self.rotation], [plain])[0]
        return wide, high, _rows(plain)


def shrunk(frame: VideoFrame) -> VideoFrame:
    """A frame that takes little room, for pictures up to `LITTLE` wide."""
    if frame.width <= LITTLE:
        return frame
    high = max(2, round(frame.height * LITTLE / frame.width) // 2 * 2)
    small = frame.reformat(LITTLE, high, "yuv420p", interpolation=Interpolation.FAST_BILINEAR)
    small.pts, small.time_base = frame.pts, frame.time_base
    return small


def calmed(frames: Sequence[VideoFrame], which: int) -> VideoFrame:
    """One of a few frames in a row, made of full rows where it is of two fields."""
    out = _through((("bwdif", "mode=send_frame"),), frames)
    return out[min(which, len(out) - 1)]


def _through(filters: Sequence[tuple[str, str]], frames: Sequence[VideoFrame]) -> list[VideoFrame]:
    graph, first = Graph(), frames[0]
    base = first.time_base
    chain = [graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=base)]
    chain += [graph.add(name, said) if said else graph.add(name) for name, said in filters]
    chain.append(graph.add("buffersink"))
    for one, other in pairwise(chain):
        one.link_to(other)
    graph.configure()
    for frame in frames:
        graph.vpush(frame)
    graph.vpush(None)
    out: list[VideoFrame] = []
    while True:
        try:
            out.append(graph.vpull())
        except (BlockingIOError, EOFError):
            return out


def _rows(frame: VideoFrame) -> bytes:
    plane, row = frame.planes[0], frame.width * 3
    data = memoryview(plane)
    if plane.line_size == row:
        return bytes(data[: row * frame.height])
    starts = range(0, plane.line_size * frame.height, plane.line_size)
    return b"".join([data[start : start + row] for start in starts])
