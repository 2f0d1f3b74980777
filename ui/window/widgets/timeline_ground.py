"""What lies still on a timeline: ruler, filmstrip, waveform, bands. In: values, what is in sight, room. Out: paint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from recorder_desk.domain.times import moment
from ui.formats import clock
from ui.window.theme import Theme, text_font
from ui.window.widgets.sight import Sight

_STEPS_MS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
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


def ticks(sight: Sight, width: float, origin: str) -> Iterator[Tick]:
    """Round times in sight that fit; with an origin (UTC stamp) round local times of day, else round positions."""
    if sight.length_ms <= 0 or width <= 0:
        return
    wanted = sight.span_ms * _ROOM_FOR_TIME / width
    step = next((each for each in _STEPS_MS if each >= wanted), _STEPS_MS[-1])
    if step < 1000:  # written with a fraction it needs more room
        step = next((each for each in _STEPS_MS if each >= wanted * 5 / 4), step)
    begin = moment(origin).astimezone() if origin else None
    first = 0
    if begin is not None:
        midnight = begin.replace(hour=0, minute=0, second=0, microsecond=0)
        first = -round((begin - midnight).total_seconds() * 1000) % step
    first += max(0, int((sight.from_ms - first) // step)) * step
    for at in range(first, min(sight.length_ms, int(sight.until_ms)) + 1, step):
        if at >= sight.from_ms:
            yield Tick(at, _tick_text(at, step, begin))


def _tick_text(at_ms: int, step: int, begin: datetime | None) -> str:
    places = 3 if step < 100 else 1 if step < 1000 else 0
    if begin is None:
        text, part = clock(at_ms), at_ms % 1000
    else:
        when = begin + timedelta(milliseconds=at_ms)
        text, part = f"{when:%H:%M:%S}", when.microsecond // 1000
    return f"{text}.{part:03d}"[: len(text) + 1 + places] if places else text


def paint_ruler(painter: QPainter, where: QRectF, sight: Sight, origin: str, theme: Theme) -> None:
    """Ticks with their times; one that would be cut off is left out."""
    painter.setFont(text_font(11))
    metrics = painter.fontMetrics()
    for tick in ticks(sight, where.width(), origin):
        x = where.left() + where.width() * sight.share_of(tick.at_ms)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QLineF(x, where.bottom() - 5, x, where.bottom()))
        wide = metrics.horizontalAdvance(tick.text)
        if x - wide / 2 >= 0 and x + wide / 2 <= where.right() + where.left():
            painter.setPen(theme.colour("quiet"))
            painter.drawText(QPointF(x - wide / 2, where.bottom() - 9), tick.text)


def paint_strip(painter: QPainter, where: QRectF, strip: Strip, sight: Sight) -> None:
    """Small pictures side by side, each the one of the moment in its middle; they go with the time when it moves."""
    many = max(1, round(where.width() / (where.height() * strip.ratio)))
    each_ms, wide = sight.span_ms / many, where.width() / many
    first = int(sight.from_ms // each_ms) if each_ms else 0
    painter.save()
    painter.setClipRect(where)
    for number in range(first, first + many + 1):
        if number * each_ms >= sight.length_ms:
            break
        at = min((number + 0.5) * each_ms, float(sight.length_ms))
        cell = strip.cell(strip.at(at, sight.length_ms))
        left = where.left() + where.width() * sight.share_of(number * each_ms)
        painter.drawImage(QRectF(left, where.top(), wide - 1, where.height()), strip.image, cell)
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


def paint_bands(painter: QPainter, lanes: QRectF, bands: Sequence[Band], sight: Sight, theme: Theme) -> None:
    """Each range shaded over the lanes, its name below; a name that would cover another is moved on."""
    painter.setFont(text_font(11))
    metrics, free_from = painter.fontMetrics(), 0.0
    for band in sorted(bands, key=attrgetter("from_ms")):
        left, right = span_of(lanes, sight, band.from_ms, band.until_ms or sight.length_ms)
        if right <= left:
            continue
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


def span_of(lanes: QRectF, sight: Sight, from_ms: float, until_ms: float) -> tuple[float, float]:
    """From where to where a range lies across, cut to what is in sight; right before left where none of it is."""
    since, until = max(from_ms, sight.from_ms), min(until_ms, sight.until_ms, float(sight.length_ms))
    return tuple(lanes.left() + lanes.width() * sight.share_of(each) for each in (since, until))  # type: ignore[return-value]


def soft(colour: QColor, alpha: int) -> QColor:
    """The same colour, seen through (alpha 0 to 255)."""
    clear = QColor(colour)
    clear.setAlpha(alpha)
    return clear
