"""A case on one axis of time, painted: a lane a recorder, recordings as bars, events as bands, gaps hatched, flags.

In: a `Timeline`. Out: wishes to play. The wheel zooms where the mouse is; dragging moves; with the keyboard on it, left
and right go from one recording to the next, up and down to another lane, + and - zoom, 0 shows all, Enter plays.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from recorder_desk.domain.case_timeline import Band, Bar, Gap, Timeline
from ui.window.cases.timeline_paint import BANDS, EDGE, FLAGS, GUTTER, LANE, RULER, Drawing, Words, box_of, lane_top
from ui.window.cases.timeline_scale import Scale
from ui.window.theme import Theme
from ui.window.widgets.label import plain_tip

EMPTY = Timeline((), (), (), (), 0)


class TimelineView(QWidget):
    """Paints what is in sight only."""

    play = Signal(str, int)
    chosen = Signal(object)
    """The bar the keyboard is on, or None."""

    def __init__(self, theme: Theme, words: Words) -> None:
        """`words`: what is said of a lane, band, gap, flag or bar in the tooltip and in the gutter."""
        super().__init__()
        self._theme, self._words = theme, words
        self._told, self._current = EMPTY, ""
        self._scale = Scale(0, 1, GUTTER, GUTTER + 1)
        self._dragged: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self.update)

    def show_timeline(self, told: Timeline, *, anew: bool) -> None:
        """`anew`: another case, shown whole; else what is in sight stays."""
        self._told = told
        if anew:
            self._current = ""
            self.show_all()
        self.updateGeometry()
        self.update()

    @property
    def scale(self) -> Scale:
        """What is in sight."""
        return self._scale

    @property
    def current(self) -> str:
        """The recording the keyboard is on, or ''."""
        return self._current

    def show_all(self) -> None:
        """From the first to the last."""
        self.show_span(*self._told.span)

    def show_span(self, begins: int, ends: int) -> None:
        """All of this in sight."""
        self._scale = self._widened(self._scale.fitted(begins, ends))
        self.update()

    def zoom(self, factor: float, x: float | None = None) -> None:
        """See so much more (above 1) or less, around a place (the middle)."""
        middle = (self._scale.left + self._scale.right) / 2
        self._scale = self._scale.zoomed(factor, middle if x is None else max(x, GUTTER))
        self.update()

    def _widened(self, scale: Scale) -> Scale:
        return Scale(scale.begins, scale.ends, GUTTER, max(GUTTER + 1.0, self.width() - EDGE))

    def sizeHint(self) -> QSize:
        """High enough for every lane."""
        return QSize(640, RULER + FLAGS + BANDS + LANE * max(1, len(self._told.lanes)) + EDGE)

    def minimumSizeHint(self) -> QSize:
        """The same height, however narrow."""
        return QSize(GUTTER + 200, self.sizeHint().height())

    # -- where things lie ------------------------------------------------------------------------

    def _bars(self) -> Iterator[tuple[int, Bar]]:
        for number, lane in enumerate(self._told.lanes):
            for bar in lane.bars:
                yield number, bar

    def _bar_at(self, place: QPointF) -> tuple[Bar, int] | None:
        number = int((place.y() - lane_top(0)) // LANE)
        if place.x() < GUTTER or not 0 <= number < len(self._told.lanes):
            return None
        hit = [bar for bar in self._told.lanes[number].bars if box_of(self._scale, number, bar).contains(place)]
        if not hit:
            return None
        bar = hit[-1]
        return bar, max(0, min(self._scale.at(place.x()), bar.ends) - bar.begins)

    def _thing_at(self, place: QPointF) -> object:
        """What a tooltip tells of."""
        found = self._bar_at(place)
        if found is not None:
            return found[0]
        top = RULER + FLAGS
        if place.x() < GUTTER:
            number = int((place.y() - lane_top(0)) // LANE)
            return self._told.lanes[number] if 0 <= number < len(self._told.lanes) else None
        at = self._scale.at(place.x())
        if RULER <= place.y() < top:
            return min(self._told.flags, key=lambda each: abs(self._scale.x(each.at) - place.x()), default=None)
        told: tuple[Gap | Band, ...] = (*self._told.gaps, *self._told.bands)
        spans = [each for each in told if each.begins <= at <= each.ends]
        return spans[0] if spans and place.y() < lane_top(len(self._told.lanes)) else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is in sight."""
        self._scale = self._widened(self._scale)
        painter = QPainter(self)
        told, words = self._told, self._words
        Drawing(painter, self._theme, self._scale, told, words, self._current, self.width(), self.height()).paint()
        painter.end()

    # -- hands -----------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the mouse is; with Shift, or sideways, move."""
        angle = event.angleDelta()
        if angle.x() or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._scale = self._scale.moved(-(angle.x() or angle.y()) / 1200)
            self.update()
        elif angle.y():
            self.zoom(0.8 ** (angle.y() / 120), event.position().x())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose, or begin to move."""
        found = self._bar_at(event.position())
        self._dragged = None if found else event.position().x()
        if found:
            self._choose(found[0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is in sight; else say what lies here."""
        if self._dragged is not None and event.buttons():
            self._scale = self._scale.moved((self._dragged - event.position().x()) / max(1, self.width() - GUTTER))
            self._dragged = event.position().x()
            self.update()
            return
        thing = self._thing_at(event.position())
        self.setToolTip(plain_tip(self._words(thing)) if thing is not None else "")
        hand = Qt.CursorShape.PointingHandCursor if isinstance(thing, Bar) else Qt.CursorShape.ArrowCursor
        self.setCursor(hand)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a recording plays it there."""
        found = self._bar_at(event.position())
        if found and self._dragged is None:
            self.play.emit(found[0].recording, found[1])
        self._dragged = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the module."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._change_lane(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1.25 if key == Qt.Key.Key_Minus else 0.8)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self.show_all()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current:
            self.play.emit(self._current, 0)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        """The next or the one before, in its lane (in any, where none is chosen yet)."""
        every = list(self._bars())
        here = next((number for number, bar in every if bar.recording == self._current), None)
        lane = sorted((bar for number, bar in every if here is None or number == here), key=lambda bar: bar.begins)
        names = [bar.recording for bar in lane]
        if lane:
            place = names.index(self._current) + by if self._current in names else 0 if by > 0 else len(lane) - 1
            self._choose(lane[max(0, min(len(lane) - 1, place))])

    def _change_lane(self, by: int) -> None:
        """The recording of another lane that lies nearest."""
        here = next(((number, bar) for number, bar in self._bars() if bar.recording == self._current), None)
        if here is None:
            self._step(by)
            return
        number = max(0, min(len(self._told.lanes) - 1, here[0] + by))
        self._choose(min(self._told.lanes[number].bars, key=lambda bar: abs(bar.begins - here[1].begins)))

    def _choose(self, bar: Bar) -> None:
        self._current = bar.recording
        self._scale = self._scale.showing(bar.begins, bar.ends)
        self.setAccessibleDescription(self._words(bar))
        self.update()
        self.chosen.emit(bar)
