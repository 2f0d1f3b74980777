"""Labels that never guess: plain text only, cut with an ellipsis where there is no room.

Qt's own label takes text that looks like HTML for HTML, and a file name then loads pictures. Every
label of the window is one of these.
"""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget


class Label(QLabel):
    """A plain text label. `role`: quiet, small, head, big, word, section, mono; `tone`: good, care, bad."""

    def __init__(
        self, text: str = "", role: str = "", tone: str = "", *, wrap: bool = False, copies: bool = False
    ) -> None:
        """`wrap` breaks lines; `copies` lets the text be marked and copied."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(wrap)
        if role:
            self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        if copies:
            flags = Qt.TextInteractionFlag
            self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)

    def set_tone(self, tone: str) -> None:
        """Colour the words by state ('' for none)."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            repolish(self)


class ElidedLabel(Label):
    """One line; what does not fit is cut in the middle or at the end and shown whole as a tooltip."""

    def __init__(self, text: str = "", role: str = "", *, middle: bool = False) -> None:
        """`middle` keeps both ends, for paths and file names."""
        self._whole = text
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        super().__init__(text, role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(24)

    def setText(self, text: str) -> None:
        """The whole text; it is cut when it is painted."""
        self._whole = text
        super().setText(text)
        self._tell()

    def minimumSizeHint(self) -> QSize:
        """Never asks for the width of the whole text."""
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Whether a tooltip is needed depends on the width."""
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text as far as there is room."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        text = self.fontMetrics().elidedText(self._whole, self._mode, self.width())
        align = int(self.alignment() | Qt.AlignmentFlag.AlignVCenter)
        self.style().drawItemText(
            painter, self.rect(), align, option.palette, self.isEnabled(), text, self.foregroundRole()
        )

    def _tell(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self._whole) > self.width()
        self.setToolTip(plain_tip(self._whole) if cut else "")


def plain_tip(text: str) -> str:
    """A tooltip that shows exactly this text: Qt guesses what tooltips are, so it is told (escaped HTML)."""
    return f'<p style="white-space:pre-wrap">{html.escape(text)}</p>' if text else ""


def repolish(widget: QWidget) -> None:
    """Take up a changed style property."""
    style: QStyle = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
