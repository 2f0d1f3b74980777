"""A code to film, large, drawn ten times a second with the time. In: a case, or none. Out: nothing: it is filmed.

Always dark on white with its quiet zone, whatever the look: a recorder has to read it across a desk.
"""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QGuiApplication, QHideEvent, QKeySequence, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QSizePolicy, QWidget

from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.filmed_code import REDRAWN_MS, CodeBook
from ui.phrases import Phrases
from ui.qr import modules
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import ElidedLabel, Label

LEAST = 320
SHOW_KEYS = QKeySequence("Ctrl+Shift+K")


class LiveCode(QWidget):
    """The code of a case (or of none) at this very moment, as large as there is room."""

    def __init__(self, book: CodeBook, case: str, name: str) -> None:
        """`case` is an id or ''; `name` is what screen readers say."""
        super().__init__()
        self._book, self._case = book, case
        self.text = ""
        self.setAccessibleName(name)
        self.setMinimumSize(LEAST, LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Large: what is filmed from further away is read worse."""
        return QSize(640, 640)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The code, its time taken as late as can be; whole pixels a module, so that its edges are sharp."""
        painter, ratio = QPainter(self), self.devicePixelRatioF()
        self.text = self._book.write(self._case, datetime.now(UTC))
        rows = modules(self.text)
        side = int(min(self.width(), self.height()) * ratio) // len(rows)
        painter.scale(1 / ratio, 1 / ratio)
        left = (int(self.width() * ratio) - side * len(rows)) // 2
        top = (int(self.height() * ratio) - side * len(rows)) // 2
        painter.fillRect(QRect(left, top, side * len(rows), side * len(rows)), QColor("white"))
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRect(left + x * side, top + y * side, side, side), QColor("black"))


class CodeDialog(QDialog):
    """Shows a code until it is closed (Esc). Show it with `open()`."""

    def __init__(self, book: CodeBook, phrases: Phrases, theme: Theme, parent: QWidget, case: CaseRow | None) -> None:
        """`case` None: the desk's own code, which tells the time alone."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say = phrases.say
        title = say("window.code.title") if case else say("window.code.time-title")
        self.setWindowTitle(title)
        self.code = LiveCode(book, case.id if case else "", title)
        self.clock = Label("", "big")
        close = Button(theme, say("window.code.close"), self.accept, primary=True)
        head = ElidedLabel(f"{case.number}  {case.title}" if case else title, "big", middle=True)
        hint = Label(say("window.code.hint") if case else say("window.code.time-hint"), "quiet", wrap=True)
        box = down(head, hint, gap=10, margins=(20, 16, 20, 16))
        box.addWidget(self.code, 1)
        box.addLayout(across(self.clock, 1, close))
        self.setLayout(box)
        close.setDefault(True)
        close.setFocus()
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(REDRAWN_MS)
        self._beat.timeout.connect(self._draw)
        room = (parent.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        side = min(room.width(), room.height()) * 9 // 10
        self.resize(min(side, 860), side)
        self._draw()

    @Slot()
    def _draw(self) -> None:
        self.clock.setText(f"{datetime.now():%Y-%m-%d %H:%M:%S}")
        self.code.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Ten times a second from now on."""
        super().showEvent(event)
        self._beat.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody can film it any more."""
        self._beat.stop()
        super().hideEvent(event)
