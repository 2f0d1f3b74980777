"""What is drawn over a clip, as files for the media program.

In: an order and where its frames lie. Out: raw pixels and a file of moves in the working folder, and their shapes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from recorder_desk.domain.clip import ClipOrder, Painted
from recorder_desk.domain.export import VeilKey
from recorder_desk.domain.frames import FrameIndex
from recorder_desk.errors import DeskError
from recorder_desk.tools import graphs_clipping, making
from recorder_desk.tools.graphs_clipping import Layers


def layers_of(order: ClipOrder, index: FrameIndex, into: Path) -> Layers:
    """Write what is drawn into the working folder. Raises DeskError `media.disk-full`."""
    painted = order.painted or Painted()
    with making.translated(into):
        plate = _write_plates(into / graphs_clipping.PLATE, painted)
        if painted.mark:
            (into / graphs_clipping.MARK).write_bytes(painted.mark)
        if order.veils:
            told = graphs_clipping.moves(_moves(order, index))
            (into / graphs_clipping.MOVES).write_text(told, "ascii")
    return Layers(index.width, index.height, plate, bool(painted.mark), len(order.veils))


def _write_plates(path: Path, painted: Painted) -> tuple[int, int, float] | None:
    size = None
    with path.open("wb") as out:
        for ink in painted.plates:
            size = size or (ink.width, ink.height, painted.ahead_us / 1e6)
            if (ink.width, ink.height) != size[:2]:
                raise DeskError("desk.defect", blame="defect")
            out.write(ink.cover)
    return size


def _moves(order: ClipOrder, index: FrameIndex) -> Iterator[tuple[float, int, tuple[int, int, int, int]]]:
    """Each change of a veil's place, told between the frame before and the one it is for."""
    times, cut = index.times_us, order.cut
    stands: dict[int, tuple[int, int, int, int]] = {}
    for number in range(cut.first, cut.last + 1):
        before = times[number - 1] if number > cut.first else times[number] - 1000
        at = ((times[number] + before) / 2 - times[cut.first]) / 1e6
        for veil, told in enumerate(order.veils):
            place = _place(told.at(times[number] / 1000), index)
            if stands.get(veil) != place:
                stands[veil] = place
                yield at, veil, place


def _place(key: VeilKey | None, index: FrameIndex) -> tuple[int, int, int, int]:
    """Within the picture; a pixel outside where there is none."""
    if key is None:
        return -9, -9, 1, 1
    x, y = min(max(0, key.x), index.width - 1), min(max(0, key.y), index.height - 1)
    return x, y, max(1, min(key.width, index.width - x)), max(1, min(key.height, index.height - y))
