"""The code of one mark, large, as text and as a QR code. In: a mark. Out: nothing: it is read, scanned, or copied."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QWidget

from recorder_desk.domain.mark import MarkRow
from ui.phrases import Phrases
from ui.qr import modules
from ui.window.player.standing import exact
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import ElidedLabel, Label


class CodePicture(QWidget):
    """A text as a QR code: dark on white with its quiet zone, whatever the look."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._rows = modules(text)
        self.setAccessibleName(text)
        self.setFixedSize(QSize(232, 232))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Whole pixels a module, so that its edges are sharp."""
        painter, ratio = QPainter(self), self.devicePixelRatioF()
        side = int(min(self.width(), self.height()) * ratio) // len(self._rows)
        off = (int(self.width() * ratio) - side * len(self._rows)) // 2
        painter.scale(1 / ratio, 1 / ratio)
        painter.fillRect(QRect(off, off, side * len(self._rows), side * len(self._rows)), QColor("white"))
        for y, row in enumerate(self._rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(QRect(off + x * side, off + y * side, side, side), QColor("black"))


class MarkCodeDialog(QDialog):
    """Shows it until it is closed. Show it with `open()`."""

    def __init__(self, row: MarkRow, phrases: Phrases, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._code = row.code
        say = phrases.say
        self.setWindowTitle(say("player.mark.code-title"))
        self.setFixedWidth(380)
        self.picture = CodePicture(row.code)
        code = Label(row.code, "word", copies=True)
        code.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        about = ElidedLabel(f"{row.name} · {exact(row.fields.at_ms)}", "quiet", middle=True)
        copy = Button(theme, say("player.mark.copy"), self._copy, icon="copy")
        close = Button(theme, say("window.close"), self.accept, primary=True)
        box = down(across(1, self.picture, 1), code, about, gap=10, margins=(24, 20, 24, 20))
        box.addWidget(Label(say("player.mark.code-hint"), "quiet", wrap=True))
        box.addLayout(across(copy, 1, close))
        self.setLayout(box)
        close.setDefault(True)
        close.setFocus()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code)
