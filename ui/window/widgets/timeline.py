"""The time of one recording as a strip. In: what there is to show, a position. Out: scrubs, what the pointer is on.

Click or drag to scrub; a click on a mark's sign goes to the mark. The wheel zooms around the pointer down to single
frames, Shift with the wheel or the middle button moves what is in sight, and so does the bar below. With the keyboard
on it, Page Up and Page Down move the position a tenth of what is in sight.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from recorder_desk.domain.loudness import Loudness
from recorder_desk.domain.track import TrackPoint
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.along import Along
from ui.window.widgets.sight import Sight
from ui.window.widgets.timeline_ground import Band, Strip, soft
from ui.window.widgets.timeline_lanes import Flag, Patch, flag_at
from ui.window.widgets.timeline_still import RULER, Lanes, Still, lanes_of, paint_still


class Timeline(Along):
    """Time ruler, marks, filmstrip, waveform, bands, in and out points, playhead."""

    scrubbed = Signal(int)
    """The person wants to see this position (ms)."""
    scrub_ended = Signal()
    """The mouse was let go."""
    hovered = Signal(int, str)
    """The pointer is over this position (ms), on this mark ('' none); -1: it left."""

    def __init__(self, theme: Theme, phrases: Phrases, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._phrases = theme, phrases
        self.still = Still()
        self._in_ms = self._out_ms = -1
        self._ground: QPixmap | None = None
        self.sighted.connect(self._repaint_ground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._repaint_ground)

    # -- what is shown ---------------------------------------------------------------------------

    def set_length(self, length_ms: int, origin: str = "", frame_ms: float = 0.0) -> None:
        """How long it is; `origin` is the UTC stamp at which it begins, or '' to count from 0; `frame_ms` a frame's."""
        self.still.origin, self.still.frame_ms = origin, frame_ms
        self.frame_ms = frame_ms
        if length_ms != self.sight.length_ms or self.sight.is_whole:
            self.look(Sight.whole(max(0, length_ms), self.least_ms()))
        self._changed()

    def set_position(self, position_ms: int) -> None:
        """Where the playhead stands; what is in sight goes with it when it runs out of it."""
        if position_ms != self.position_ms:
            self.follow(position_ms)
            self.update()

    def set_strip(self, strip: Strip) -> None:
        """The filmstrip (`Strip()` for none)."""
        self.still.strip = strip
        self._changed()

    def set_sound(self, loudness: Loudness | None, speech: Sequence[float] = ()) -> None:
        """How loud it is (None for no sound), and where somebody probably speaks."""
        self.still.loudness, self.still.speech = loudness, speech
        self._changed()

    def set_bands(self, bands: Sequence[Band]) -> None:
        """The ranges that have a name."""
        self.still.bands = tuple(bands)
        self._changed()

    def set_patches(self, patches: Sequence[Patch]) -> None:
        """The stretches that deserve a look."""
        self.still.patches = tuple(patches)
        self._changed()

    def set_flags(self, flags: Sequence[Flag]) -> None:
        """The marks."""
        self.still.flags = tuple(flags)
        self._changed()

    def set_speeds(self, points: Sequence[TrackPoint]) -> None:
        """The places of a track that tells speeds."""
        self.still.speeds = tuple(points)
        self._changed()

    def set_range(self, in_ms: int, out_ms: int) -> None:
        """The in and out points; -1 for none."""
        self._in_ms, self._out_ms = in_ms, out_ms
        self.update()

    # -- places ----------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """As high as what there is to show."""
        return QSize(640, self._lanes().height)

    def minimumSizeHint(self) -> QSize:
        """The same height, however narrow."""
        return QSize(200, self.sizeHint().height())

    def flag_at(self, x: float) -> Flag | None:
        """The mark that lies there."""
        return flag_at(self._lanes().all, x, self.still.flags, self.sight) if self.sight.length_ms else None

    def _lanes(self) -> Lanes:
        return lanes_of(self.still, self.width())

    # -- painting --------------------------------------------------------------------------------

    def _changed(self) -> None:
        self.updateGeometry()
        self._repaint_ground()

    @Slot()
    def _repaint_ground(self) -> None:
        self._ground = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The still ground, then the range, the playhead and the focus ring."""
        scale = self.devicePixelRatioF()
        if self._ground is None or self._ground.size() != self.size() * scale:
            self._ground = paint_still(self.size(), scale, self.still, self.sight, self._theme, self._phrases)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        if self.sight.length_ms:
            lanes = self._lanes().all
            paint_range(painter, self, lanes, self._in_ms, self._out_ms, self._theme)
            if self.sight.holds(self.position_ms):
                paint_playhead(painter, self.x_of(self.position_ms), lanes.bottom(), self._theme)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    # -- hands -----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where it was pressed; to a mark when on its sign."""
        x = event.position().x()
        if event.button() == Qt.MouseButton.LeftButton and self.sight.length_ms:
            flag = self.flag_at(x) if self._lanes().flags.contains(event.position()) else None
            self.scrubbed.emit(flag.at_ms if flag else self.position_at(x))
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag to scrub, or to move with the middle button; otherwise tell what the pointer is on."""
        x = event.position().x()
        if event.buttons() & Qt.MouseButton.LeftButton and self.sight.length_ms:
            self.scrubbed.emit(self.position_at(x))
        else:
            super().mouseMoveEvent(event)
        if self.sight.length_ms:
            flag = self.flag_at(x) if event.position().y() < self._lanes().all.top() else None
            self.hovered.emit(self.position_at(x), flag.mark if flag else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Scrubbing is over."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.scrub_ended.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is over nothing here."""
        self.hovered.emit(-1, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down move a tenth; the rest is the player's (it hears what is left alone here)."""
        tenth = round(self.sight.span_ms / 10)
        by = {Qt.Key.Key_PageUp: -tenth, Qt.Key.Key_PageDown: tenth}.get(Qt.Key(event.key()))
        if by is None or not self.sight.length_ms:
            super().keyPressEvent(event)
            return
        self.scrubbed.emit(min(self.sight.length_ms, max(0, self.position_ms + by)))


def paint_range(painter: QPainter, line: Timeline, lanes: QRectF, in_ms: int, out_ms: int, theme: Theme) -> None:
    """What lies outside the chosen range is shaded; its ends are brackets."""
    if in_ms < 0 and out_ms < 0:
        return
    left, right = line.x_of(max(0, in_ms)), line.x_of(out_ms if out_ms >= 0 else line.sight.length_ms)
    shade = soft(theme.colour("ground"), 170)
    painter.fillRect(QRectF(lanes.left(), lanes.top(), left - lanes.left(), lanes.height()), shade)
    painter.fillRect(QRectF(right, lanes.top(), lanes.right() - right, lanes.height()), shade)
    painter.setPen(QPen(theme.colour("accent"), 2))
    for x, inwards, at_ms in ((left, 6, in_ms), (right, -6, out_ms)):
        if at_ms >= 0 and line.sight.holds(at_ms):
            painter.drawLine(QLineF(x, lanes.top(), x, lanes.bottom()))
            painter.drawLine(QLineF(x, lanes.top() + 1, x + inwards, lanes.top() + 1))
            painter.drawLine(QLineF(x, lanes.bottom() - 1, x + inwards, lanes.bottom() - 1))


def paint_playhead(painter: QPainter, x: float, bottom: float, theme: Theme) -> None:
    """A line with a handle in the ruler."""
    red = theme.colour("bad")
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(red, 1.5))
    painter.drawLine(QLineF(x, RULER - 6, x, bottom))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(red)
    top = RULER - 8.0
    painter.drawPolygon(QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 7)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
