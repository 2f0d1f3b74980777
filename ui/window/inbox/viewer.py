"""What the chosen recording shows: its poster, and the player once it is asked for. In: a row. Out: the picture.

A recording is opened, and that is journalled, only when somebody wants to see it: most are placed by their poster.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from recorder_desk.domain.recording import RecordingRow
from ui import formats
from ui.window.delegates import KIND_ICONS
from ui.window.page import Page
from ui.window.pictures import Pictures, pictures_of
from ui.window.player.player_view import PlayerView
from ui.window.theme import Theme, text_font

_SIZE = (960, 540)


class Viewer(QStackedWidget):
    """Poster or player."""

    stopped = Signal()
    """The player was left; the poster is shown again."""

    def __init__(self, page: Page) -> None:
        """Shows nothing until `show_row`."""
        super().__init__()
        self._page = page
        self.poster = _Poster(page)
        self.player = PlayerView(page.bridge, page.phrases, page.theme, page.context, beside=True)
        self.player.back.connect(self.stop)
        self.player.entry.standing_reason = page.phrases.say("inbox.viewing")
        self.addWidget(self.poster)
        self.addWidget(self.player)

    @property
    def shown_range(self) -> tuple[int, int]:
        """The range chosen in the player (from, until; milliseconds; 0 until: to the end)."""
        return self.player.deck.shown_range if self.player.deck else (0, 0)

    def show_row(self, row: RecordingRow | None) -> None:
        """The poster of this one; what played is let go."""
        if row is not None and row.id == self.player.recording:
            return
        self._let_go()
        self.poster.show_row(row)

    def play(self) -> None:
        """Open what is shown, or go on and hold."""
        row = self.poster.row
        if row is None:
            return
        if self.player.recording == row.id:
            if self.player.deck is not None and self.player.deck.drive is not None:
                self.player.deck.drive.act("toggle")
            return
        self.setCurrentWidget(self.player)
        self.player.open(row.id, plays=True)

    @Slot()
    def stop(self) -> None:
        """Back to the poster."""
        self._let_go()
        self.stopped.emit()

    def _let_go(self) -> None:
        self.player.close_media()
        self.setCurrentWidget(self.poster)


class _Poster(QWidget):
    """The poster, as large as there is room; below it name, time and length, and how to play."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._theme: Theme = page.theme
        self._phrases = page.phrases
        self._pictures: Pictures = pictures_of(page.bridge)
        self._pictures.arrived.connect(self.update)
        self.row: RecordingRow | None = None

    def show_row(self, row: RecordingRow | None) -> None:
        """Another recording, or none."""
        self.row = row
        words = ", ".join(self._lines(row)) if row else ""
        self.setAccessibleName(words)
        self.update()

    def _lines(self, row: RecordingRow) -> tuple[str, str, str]:
        say = self._phrases.say
        told = [
            formats.local_time(row.recorded_at) or say("window.row.no-time"),
            formats.clock(row.duration_ms) if row.duration_ms else "", formats.size(row.bytes),
            row.wearer or row.recorder_serial,
        ]  # fmt: skip
        return row.name, " · ".join(filter(None, told)), say("inbox.play")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture above words, in the middle."""
        if self.row is None:
            return
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(self.rect()).adjusted(24, 24, -24, -112)
        picture = self._pictures.get(self.row.poster, *_SIZE, self.devicePixelRatioF())
        if picture is None:
            sign = theme.icon(KIND_ICONS.get(self.row.kind, "file-question-mark"), "edge", 48).pixmap(48, 48)
            painter.drawPixmap(round(room.center().x() - 24), round(room.center().y() - 24), sign)
            bottom = room.center().y() + 24
        else:
            size = picture.deviceIndependentSize()
            share = min(room.width() / size.width(), room.height() / size.height(), 1.5)
            box = QRectF(0, 0, size.width() * share, size.height() * share)
            box.moveCenter(room.center())
            painter.drawPixmap(box, picture, QRectF(picture.rect()))
            bottom = box.bottom()
        self._paint_words(painter, bottom + 16)

    def _paint_words(self, painter: QPainter, top: float) -> None:
        assert self.row is not None
        fonts = (text_font(15, bold=True), text_font(13), text_font(12))
        for number, (words, font) in enumerate(zip(self._lines(self.row), fonts, strict=True)):
            painter.setFont(font)
            painter.setPen(self._theme.colour("quiet" if number else "text"))
            line = QRectF(24, top + number * 24, self.width() - 48, 22)
            cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, round(line.width()))
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, cut)
