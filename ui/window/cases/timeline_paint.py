"""How a case's timeline is painted. In: a painter, a scale, a `Timeline`. Out: ruler, flags, bands, bars, gaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen

from recorder_desk.domain.case_timeline import Bar, Gap, Timeline
from ui.window.cases.timeline_scale import Scale
from ui.window.theme import Theme, text_font

GUTTER, RULER, FLAGS, BANDS, LANE, EDGE = 132, 26, 24, 28, 34, 12
_TONES = {"stage": "accent", "document": "quiet", "limit": "care"}
_MARKS = {"stage": "▲", "document": "■", "limit": "◆"}
Words = Callable[[object], str]


def lane_top(number: int) -> float:
    """Where a lane begins."""
    return RULER + FLAGS + BANDS + LANE * number


def box_of(scale: Scale, number: int, bar: Bar) -> QRectF:
    """Where a bar is drawn; never narrower than can be hit."""
    left, right = scale.x(bar.begins), scale.x(bar.ends)
    return QRectF(left, lane_top(number) + 6, max(4.0, right - left), LANE - 12)


@dataclass(frozen=True, slots=True)
class Drawing:
    """One painting of it; `current` is the recording the keyboard is on."""

    painter: QPainter
    theme: Theme
    scale: Scale
    told: Timeline
    words: Words
    current: str
    width: float
    height: float
    font: QFont = field(default_factory=lambda: text_font(11))
    metrics: QFontMetricsF = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "metrics", QFontMetricsF(self.font))

    def paint(self) -> None:
        """The ground, then everything on it."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.painter.setFont(self.font)
        self.painter.fillRect(QRectF(0, 0, self.width, self.height), self.theme.colour("panel"))
        self._ground()
        self.painter.setClipRect(QRectF(GUTTER, 0, self.width - GUTTER, self.height))
        for band in self.told.bands:
            self._band(band.begins, band.ends, self.words(band))
        for gap in self.told.gaps:
            self._gap(gap)
        for number, lane in enumerate(self.told.lanes):
            for bar in lane.bars:
                if bar.ends >= self.scale.begins and bar.begins <= self.scale.ends:
                    self._bar(box_of(self.scale, number, bar), bar)
        self._flags()

    def _ground(self) -> None:
        painter, bottom = self.painter, lane_top(max(1, len(self.told.lanes)))
        for x, told in self.scale.marks():
            if x >= GUTTER:
                painter.setPen(self.theme.colour("line"))
                painter.drawLine(QPointF(x, RULER - 4), QPointF(x, bottom))
                painter.setPen(self.theme.colour("quiet"))
                painter.drawText(QPointF(x + 3, RULER - 9), told)
        for number, lane in enumerate(self.told.lanes):
            top = lane_top(number)
            painter.setPen(self.theme.colour("line"))
            painter.drawLine(QPointF(0, top), QPointF(self.width, top))
            self._text(QRectF(12, top, GUTTER - 20, LANE), self.words(lane), "text")

    def _band(self, begins: int, ends: int, words: str) -> None:
        left, right = self.scale.x(begins), self.scale.x(ends)
        box = QRectF(left, RULER + FLAGS + 3, max(3.0, right - left), BANDS - 6)
        ground = QRectF(left, box.bottom(), box.width(), lane_top(len(self.told.lanes)) - box.bottom())
        self.painter.fillRect(ground, self.theme.colour("accent_soft"))
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.theme.colour("accent_soft"))
        self.painter.drawRoundedRect(box, 4, 4)
        self.painter.setPen(QPen(self.theme.colour("accent"), 1))
        self.painter.drawLine(box.bottomLeft(), box.bottomRight())
        self._text(box.adjusted(5, 0, max(0.0, 80 - box.width()), 0), words, "text")

    def _gap(self, gap: Gap) -> None:
        top, height = RULER + FLAGS + BANDS - 7.0, 7.0
        if gap.kind == "take":
            keys = [lane.key for lane in self.told.lanes]
            top, height = lane_top(keys.index(gap.lane)) + 6, LANE - 12.0
        left, right = self.scale.x(gap.begins), self.scale.x(gap.ends)
        self.painter.setPen(QPen(self.theme.colour("care"), 1))
        self.painter.setBrush(QBrush(self.theme.colour("care"), Qt.BrushStyle.BDiagPattern))
        self.painter.drawRect(QRectF(left, top, max(2.0, right - left), height))

    def _bar(self, box: QRectF, bar: Bar) -> None:
        self.painter.setBrush(self.theme.colour("accent" if bar.true else "panel"))
        line = Qt.PenStyle.SolidLine if bar.true else Qt.PenStyle.DashLine
        self.painter.setPen(QPen(self.theme.colour("accent"), 1, line))
        self.painter.drawRoundedRect(box, 3, 3)
        self._text(box.adjusted(5, 0, -3, 0), " ".join(bar.items), "on_accent" if bar.true else "text")
        if bar.recording == self.current:
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.setPen(QPen(self.theme.colour("text"), 2))
            self.painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 4, 4)

    def _flags(self) -> None:
        ends = GUTTER - 40.0
        for flag in self.told.flags:
            x = self.scale.x(flag.at)
            self.painter.setPen(self.theme.colour("bad" if flag.late else _TONES[flag.kind]))
            self.painter.drawText(QPointF(x - 5, RULER + 16), _MARKS[flag.kind])
            if x + 10 >= ends and x <= self.width:
                words = self.words(flag)
                self._text(QRectF(x + 10, RULER, 150, FLAGS), words, "text")
                ends = x + 10 + min(150, self.metrics.horizontalAdvance(words)) + 16

    def _text(self, box: QRectF, words: str, token: str) -> None:
        if box.width() < 26 or not words:
            return
        self.painter.setPen(self.theme.colour(token))
        cut = self.metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        self.painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
