"""Pictures that play in a small pane are thinned out: the same picture, with fewer points, at the same time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat
from pytestqt.qtbot import QtBot

from ui.window.together.shrinking import smaller, step_for

_P = QVideoFrameFormat.PixelFormat


def painted(kind: _P, wide: int = 640, high: int = 320) -> QVideoFrame:
    """Left half dark, right half bright."""
    frame = QVideoFrame(QVideoFrameFormat(QSize(wide, high), kind))
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    room = frame.bytesPerLine(0)
    line = b"\x20" * (wide // 2) + b"\xd0" * (wide // 2) + b"\x00" * (room - wide)
    frame.bits(0)[: room * high] = line * high
    for plane in range(1, frame.planeCount()):
        size = frame.mappedBytes(plane)
        frame.bits(plane)[:size] = b"\x80" * size
    frame.unmap()
    frame.setStartTime(40_000)
    frame.setEndTime(80_000)
    return frame


@pytest.mark.parametrize("kind", [_P.Format_YUV420P, _P.Format_NV12])
@pytest.mark.parametrize(("pane", "size"), [(320, (320, 160)), (150, (160, 80)), (400, (640, 320)), (0, (640, 320))])
def test_it_is_the_same_picture(qtbot: QtBot, kind: _P, pane: int, size: tuple[int, int]) -> None:
    made = smaller(painted(kind), pane)
    assert (made.size(), made.startTime(), made.endTime()) == (QSize(*size), 40_000, 80_000)
    image = made.toImage()
    dark, bright = (image.pixelColor(size[0] * part // 8, size[1] // 2) for part in (1, 7))
    assert dark.lightness() < 60 and bright.lightness() > 180
    assert max(bright.red(), bright.green(), bright.blue()) - min(bright.red(), bright.green(), bright.blue()) < 12


def test_what_cannot_be_halved_stays(qtbot: QtBot) -> None:
    assert step_for(1920, 640) == 2 and step_for(1920, 480) == 4 and step_for(1920, 961) == 1
    odd = painted(_P.Format_YUV420P, 642, 322)
    assert smaller(odd, 100).size() == QSize(642, 322)
