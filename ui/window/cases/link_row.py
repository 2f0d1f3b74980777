"""One linked recording under its record item. In: a link and what is known of it. Out: play, unlink."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QWidget

from recorder_desk.domain.recording import LinkRow, RecordingRow
from ui.formats import clock, local_time
from ui.link_words import why_linked
from ui.phrases import Phrases
from ui.window.cases.words import range_words
from ui.window.delegates import draw_poster
from ui.window.pictures import Pictures
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, IconButton, across, down
from ui.window.widgets.label import ElidedLabel, Label, plain_tip


class Poster(QWidget):
    """A recording's poster; pressed, it plays."""

    pressed = Signal()

    def __init__(self, row: RecordingRow | None, theme: Theme, pictures: Pictures, size: QSize) -> None:
        super().__init__()
        self._row, self._theme, self._pictures = row, theme, pictures
        self.setFixedSize(size)
        pictures.arrived.connect(self.update)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """As good as the play button."""
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The poster, or the sign of its kind."""
        if self._row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        draw_poster(painter, self._theme, self._pictures, self._row, box, self.devicePixelRatioF())
        painter.end()


class LinkLine(QFrame):
    """Poster, name, range, reason; play at the spot; unlink with a reason, asked for in place."""

    play = Signal(str, int)
    unlink = Signal(str, str, str)
    """Recording, record item, reason."""

    def __init__(
        self,
        link: LinkRow,
        row: RecordingRow | None,
        phrases: Phrases,
        theme: Theme,
        pictures: Pictures,
        fixed: str,
    ) -> None:
        """`row` None: it is not known (yet); `fixed` says why it cannot be unlinked ('' where it can)."""
        super().__init__()
        self.link, self._phrases = link, phrases
        say = phrases.say
        poster = Poster(row, theme, pictures, QSize(80, 45))
        poster.pressed.connect(self._play)
        name = ElidedLabel(row.name if row else link.recording, middle=True)
        times = [local_time(row.recorded_at or row.received_at)] if row else []
        times += [clock(row.duration_ms)] if row and row.duration_ms else []
        about = " · ".join(filter(None, [*times, range_words(link, phrases), why_linked(link, phrases)]))
        more = ElidedLabel(about, "quiet")
        code = Label(link.archival_code, "mono", copies=True)
        if not link.archival_code:
            code.hide()
        code.setToolTip(plain_tip(say("cases.archival-code")))
        play = IconButton(theme, "play", say("cases.play", name=name.text()), self._play)
        self._unlink = IconButton(theme, "unlink", fixed or say("cases.unlink"), self._ask_reason)
        self._unlink.setEnabled(not fixed)
        if link.unlinked_at or fixed:
            self._unlink.hide()
        self._build_question(theme)
        words = down(name, more, gap=2)
        line = across(poster, gap=12)
        line.addLayout(words, 1)
        for part in (code, play, self._unlink):
            line.addWidget(part)
        self.setLayout(down(line, self._asked, gap=6, margins=(0, 4, 0, 4)))

    def _build_question(self, theme: Theme) -> None:
        say = self._phrases.say
        self._reason, self._asked = QLineEdit(), QWidget()
        self._reason.setPlaceholderText(say("cases.unlink.hint"))
        self._reason.setAccessibleName(say("cases.unlink.hint"))
        self._reason.returnPressed.connect(self._order)
        yes = Button(theme, say("cases.unlink.do"), self._order)
        no = Button(theme, say("cases.cancel"), self._cancel, flat=True)
        self._asked.setLayout(across(self._reason, yes, no))
        self._asked.hide()

    @Slot()
    def _play(self) -> None:
        self.play.emit(self.link.recording, self.link.from_ms)

    @Slot()
    def _ask_reason(self) -> None:
        self._asked.setVisible(not self._asked.isVisible())
        self._reason.setFocus()
        QTimer.singleShot(0, self, self._bring_into_sight)  # once it has its place

    def _bring_into_sight(self) -> None:
        place = self.parentWidget()
        while place is not None and not isinstance(place, QScrollArea):
            place = place.parentWidget()
        if place is not None and self._asked.isVisible():
            place.ensureWidgetVisible(self._asked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the question back."""
        if event.key() == Qt.Key.Key_Escape and self._asked.isVisible():
            self._cancel()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _cancel(self) -> None:
        self._asked.hide()
        self._unlink.setFocus()

    @Slot()
    def _order(self) -> None:
        self._unlink.setFocus()
        self._asked.setEnabled(False)
        self.unlink.emit(self.link.recording, self.link.item, self._reason.text().strip())
