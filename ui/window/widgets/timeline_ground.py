"""What lies still on a timeline: ruler, filmstrip, waveform, bands. In: values and room. Out: paint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from operator import attrgetter

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from recorder_desk.domain.times import moment
from ui.formats import clock
from ui.window.theme import Theme, text_font

_STEPS_MS = (100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
             900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 21_600_000, 43_200_000, 86_400_000)  # fmt: skip
_ROOM_FOR_TIME = 84


@dataclass(frozen=True, slots=True)
class Strip:
    """One picture holding many small ones: `columns` by `rows`, of which `count` are used.

    One each `interval_ms`; 0: evenly over the whole length."""

    image: QImage = field(default_factory=QImage)
    columns: int = 1
    rows: int = 1
    count: int = 0
    interval_ms: int = 0

    def at(self, position_ms: float, length_ms: int) -> int:
        """Which small picture shows a position."""
        each = self.interval_ms or length_ms / max(1, self.count)
        return int(position_ms / each) if each else 0

    @property
    def ratio(self) -> float:
        """Width by height of one small picture."""
        if self.image.isNull() or not self.image.height():
            return 16 / 9
        return (self.image.width() / self.columns) / (self.image.height() / self.rows)

    def cell(self, number: int) -> QRectF:
        """Where small picture `number` lies in the big one."""
        wide, high = self.image.width() / self.columns, self.image.height() / self.rows
        row, column = divmod(min(max(0, number), self.count - 1), self.columns)
        return QRectF(column * wide, row * high, wide, high)


@dataclass(frozen=True, slots=True)
class Band:
    """A range with a name; `until_ms` 0 means to the end; `token` is its colour in the theme."""

    from_ms: int
    until_ms: int
    name: str
    token: str = "care"


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the ruler: milliseconds from the start, and what is written there."""

    at_ms: int
    text: str


def ticks(length_ms: int, width: float, origin: str) -> Iterator[Tick]:
    """Round times that fit; with an origin (UTC stamp) round local times of day, else round positions."""
    if length_ms <= 0 or width <= 0:
        return
    wanted = length_ms * _ROOM_FOR_TIME / width
    step = next((each for each in _STEPS_MS if each >= wanted), _STEPS_MS[-1])
    begin = moment(origin).astimezone() if origin else None
    first = 0
    if begin is not None:
        midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
        first = -int((begin - midnight).total_seconds() * 1000) % step
    for at in range(first, length_ms + 1, step):
        if begin is None:
            text = clock(at) if step >= 1000 else f"{clock(at)}.{at % 1000 // 100}"
        else:
            text = f"{begin + timedelta(milliseconds=at):%H:%M:%S}"
        yield Tick(at, text)


def paint_ruler(painter: QPainter, where: QRectF, length_ms: int, origin: str, theme: Theme) -> None:
    """Ticks with their times; the last one that would be cut off is left out."""
    painter.setFont(text_font(11))
    metrics = painter.fontMetrics()
    for tick in ticks(length_ms, where.width(), origin):
        x = where.left() + where.width() * tick.at_ms / length_ms
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QLineF(x, where.bottom() - 5, x, where.bottom()))
        wide = metrics.horizontalAdvance(tick.text)
        if x - wide / 2 >= 0 and x + wide / 2 <= where.right() + where.left():
            painter.setPen(theme.colour("quiet"))
            painter.drawText(QPointF(x - wide / 2, where.bottom() - 9), tick.text)


def paint_strip(painter: QPainter, where: QRectF, strip: Strip, length_ms: int) -> None:
    """As many small pictures as fit side by side, each the one of the moment in its middle."""
    wide = where.height() * strip.ratio
    many = max(1, round(where.width() / wide))
    wide = where.width() / many
    painter.save()
    painter.setClipRect(where)
    for number in range(many):
        cell = strip.cell(strip.at((number + 0.5) / many * length_ms, length_ms))
        place = QRectF(where.left() + number * wide, where.top(), wide - 1, where.height())
        painter.drawImage(place, strip.image, cell)
    painter.restore()


def paint_wave(painter: QPainter, where: QRectF, peaks: Sequence[float], colour: QColor) -> None:
    """A stroke for every pixel: the loudest of the peaks that fall on it."""
    middle, half, count = where.center().y(), where.height() / 2 - 1, len(peaks)
    width = max(1, int(where.width()))
    lines = []
    for x in range(width):
        since, until = x * count // width, max(x * count // width + 1, (x + 1) * count // width)
        loud = max(0.5, max(peaks[since:until], default=0.0) * half)
        lines.append(QLineF(where.left() + x + 0.5, middle - loud, where.left() + x + 0.5, middle + loud))
    painter.setPen(QPen(colour, 1))
    painter.drawLines(lines)


def paint_bands(painter: QPainter, lanes: QRectF, bands: Sequence[Band], length_ms: int, theme: Theme) -> None:
    """Each range shaded over the lanes, its name below; a name that would cover another is moved on."""
    if not length_ms:
        return
    painter.setFont(text_font(11))
    metrics, free_from = painter.fontMetrics(), 0.0
    for band in sorted(bands, key=attrgetter("from_ms")):
        left = lanes.left() + lanes.width() * min(band.from_ms, length_ms) / length_ms
        right = lanes.left() + lanes.width() * min(band.until_ms or length_ms, length_ms) / length_ms
        colour = theme.colour(band.token)
        painter.fillRect(QRectF(left, lanes.top(), right - left, lanes.height()), soft(colour, 48))
        painter.fillRect(QRectF(left, lanes.top(), 2, lanes.height()), colour)
        painter.fillRect(QRectF(left, lanes.bottom(), max(2.0, right - left), 2), colour)
        start = max(left, free_from)
        room = lanes.right() - start
        if room > 24:
            text = metrics.elidedText(band.name, Qt.TextElideMode.ElideRight, int(room))
            painter.setPen(colour)
            painter.drawText(QPointF(start, lanes.bottom() + 15), text)
            free_from = start + metrics.horizontalAdvance(text) + 10


def soft(colour: QColor, alpha: int) -> QColor:
    """The same colour, seen through (alpha 0 to 255)."""
    clear = QColor(colour)
    clear.setAlpha(alpha)
    return clear
