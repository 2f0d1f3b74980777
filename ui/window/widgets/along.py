"""A widget along which time runs, of which a part is in sight. In: wheel, middle button, bar. Out: another part.

The wheel zooms around the pointer, down to single frames; with Shift, or sideways, it moves what is in sight, and so do
the middle button and the bar at the foot.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from ui.window.widgets.sight import Sight

MARGIN, FOOT = 16, 12
FRAME_ROOM = 48
"""Pixels a frame takes when nothing closer can be seen."""
NOTCH = 1.25
"""How much closer a notch of the wheel brings it."""


class Along(QWidget):
    """Holds what is in sight and where the playhead stands; painting is its heir's."""

    sighted = Signal()
    """Something else is in sight."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.sight, self.frame_ms, self.position_ms = Sight(), 0.0, 0
        self._grabbed_x = -1.0
        self.bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self.bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.bar.valueChanged.connect(self._moved)
        self.bar.hide()

    def look(self, sight: Sight) -> None:
        """Show this part."""
        if sight == self.sight:
            return
        self.sight = sight
        self.bar.blockSignals(True)
        self.bar.setRange(0, max(0, round(sight.length_ms - sight.span_ms)))
        self.bar.setPageStep(max(1, round(sight.span_ms)))
        self.bar.setSingleStep(max(1, round(sight.span_ms / 10)))
        self.bar.setValue(round(sight.from_ms))
        self.bar.blockSignals(False)
        self.bar.setVisible(not sight.is_whole)
        self.sighted.emit()

    def zoom(self, factor: float) -> None:
        """So much closer (below 1: farther), around the playhead where that is in sight."""
        seen = self.sight.holds(self.position_ms)
        self.look(self.sight.zoomed(factor, self.sight.share_of(self.position_ms) if seen else 0.5))

    def show_all(self) -> None:
        """The whole length."""
        self.look(Sight.whole(self.sight.length_ms, self.least_ms()))

    def follow(self, position_ms: int) -> None:
        """The playhead moved: what is in sight goes with it when it runs out of it, unless somebody looks elsewhere."""
        followed, self.position_ms = self.sight.holds(self.position_ms), position_ms
        if followed and self._grabbed_x < 0:
            self.look(self.sight.brought(position_ms))

    def least_ms(self) -> float:
        """The least that can be in sight: a few frames."""
        return (self.frame_ms or 10.0) * max(4.0, (self.width() - 2 * MARGIN) / FRAME_ROOM)

    def x_of(self, position_ms: float) -> float:
        """Where a position lies across the widget, kept between the edges."""
        return MARGIN + (self.width() - 2 * MARGIN) * min(1.0, max(0.0, self.sight.share_of(position_ms)))

    def position_at(self, x: float) -> int:
        """Which position lies at a place across the widget."""
        return self.sight.at(min(1.0, max(0.0, self._share(x))))

    def _share(self, x: float) -> float:
        return (x - MARGIN) / max(1, self.width() - 2 * MARGIN)

    @Slot(int)
    def _moved(self, from_ms: int) -> None:
        self.look(self.sight.moved(from_ms - self.sight.from_ms))

    # -- hands -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar lies at the foot."""
        self.bar.setGeometry(MARGIN, self.height() - FOOT, self.width() - 2 * MARGIN, FOOT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The middle button takes hold of time."""
        if event.button() == Qt.MouseButton.MiddleButton:
            self._grabbed_x = event.position().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """And moves it."""
        if event.buttons() & Qt.MouseButton.MiddleButton and self._grabbed_x >= 0:
            x = event.position().x()
            by, self._grabbed_x = self._share(self._grabbed_x) - self._share(x), x
            self.look(self.sight.moved(by * self.sight.span_ms))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """And lets it go."""
        self._grabbed_x = -1.0

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Closer or farther around the pointer; sideways or with Shift, along."""
        turn = event.angleDelta()
        along = turn.x() or (turn.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if along:
            self.look(self.sight.moved(-along / 120 * self.sight.span_ms / 8))
        elif turn.y():
            around = min(1.0, max(0.0, self._share(event.position().x())))
            self.look(self.sight.zoomed(NOTCH ** (turn.y() / 120), around))
        event.accept()
