"""Pictures no larger than they are shown. In: a frame and how wide its pane is. Out: a frame of half or a quarter.

Four large films are four times as much to convert and to keep. What plays in a small pane is thinned out to whole steps
(every second or fourth point of each plane), which costs little; what holds still is shown as it is.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

_F, _P = QImage.Format, QVideoFrameFormat.PixelFormat
_PLANES = {
    _P.Format_YUV420P: ((1, _F.Format_Grayscale8, 1), (2, _F.Format_Grayscale8, 1), (2, _F.Format_Grayscale8, 1)),
    _P.Format_NV12: ((1, _F.Format_Grayscale8, 1), (2, _F.Format_RGB16, 2)),
}
"""By pixel format, for each plane: by how much it is smaller, as what it is copied, bytes of a point."""


def step_for(wide: int, pane: int) -> int:
    """By how much a picture may be thinned out and still fill its pane."""
    return next((step for step in (4, 2) if pane and wide // step >= pane), 1)


def smaller(frame: QVideoFrame, pane: int) -> QVideoFrame:
    """The same picture with fewer points, where it has more than twice what its pane (pixels wide) shows."""
    size, planes = frame.size(), _PLANES.get(frame.pixelFormat())
    step = step_for(size.width(), pane)
    if step == 1 or planes is None or size.width() % (2 * step) or size.height() % (2 * step):
        return frame
    form = QVideoFrameFormat(frame.surfaceFormat())
    form.setFrameSize(QSize(size.width() // step, size.height() // step))
    made = QVideoFrame(form)
    if not frame.map(QVideoFrame.MapMode.ReadOnly):
        return frame
    if made.map(QVideoFrame.MapMode.WriteOnly):
        for number, (part, kind, points) in enumerate(planes):
            wide, high = size.width() // part, size.height() // part
            whole = QImage(frame.bits(number), wide, high, frame.bytesPerLine(number), kind)
            thin = whole.scaled(wide // step, high // step, Qt.AspectRatioMode.IgnoreAspectRatio)
            _copy(thin, made, number, wide // step * points)
        made.unmap()
        made.setStartTime(frame.startTime())
        made.setEndTime(frame.endTime())
    else:
        made = frame
    frame.unmap()
    return made


def _copy(image: QImage, frame: QVideoFrame, plane: int, length: int) -> None:
    """Row by row: both may have a little room after each."""
    source, target = image.constBits(), frame.bits(plane)
    assert isinstance(source, memoryview) and isinstance(target, memoryview)
    here, there = image.bytesPerLine(), frame.bytesPerLine(plane)
    if here == there:
        target[: here * image.height()] = source[: here * image.height()]
        return
    for row in range(image.height()):
        target[row * there : row * there + length] = source[row * here : row * here + length]
