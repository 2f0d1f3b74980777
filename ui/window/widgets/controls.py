"""Buttons and small parts whose icons follow the theme. In: a theme, words, a bound method. Out: widgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.window import icons
from ui.window.theme import Theme
from ui.window.widgets.label import plain_tip

Slotted = Callable[..., Any]
Margins = tuple[int, int, int, int]
Part = QWidget | QLayout | int


class Button(QPushButton):
    """A button with words; `primary` for the one thing to do here, `flat` for lesser ones."""

    def __init__(
        self, theme: Theme, words: str, slot: Slotted | None = None, *,
        icon: str = "", primary: bool = False, flat: bool = False, tip: str = "",
    ) -> None:  # fmt: skip
        """`slot` is a bound method of a QObject (or a partial of one); it is called without arguments."""
        shown = words.replace("&", "&&")
        super().__init__(f" {shown}" if icon else shown)  # Qt sets the icon too close to the words
        self.setAccessibleName(words)
        self._theme, self._icon = theme, icon
        self.setProperty("primary", "true" if primary else "false")
        self.setProperty("flat", "true" if flat else "false")
        self._token = "on_accent" if primary else "accent" if flat else "text"
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if tip:
            self.setToolTip(plain_tip(tip))
        if slot is not None:
            self._slot = slot
            self.clicked.connect(self._pressed)
        if icon:
            self.setIconSize(QSize(16, 16))
            theme.changed.connect(self._tint)
            self._tint()

    @Slot()
    def _pressed(self) -> None:
        self._slot()

    @Slot()
    def _tint(self) -> None:
        self.setIcon(self._theme.icon(self._icon, self._token, 16))


class IconButton(QToolButton):
    """A button with an icon only: its name is its tooltip and what screen readers say."""

    def __init__(
        self, theme: Theme, icon: str, name: str, slot: Slotted | None = None, *,
        size: int = 18, token: str = "quiet", active: str = "accent", checkable: bool = False, keys: str = "",
    ) -> None:  # fmt: skip
        """`keys` is a shortcut, shown in the tooltip; it works wherever the button can be seen."""
        super().__init__()
        self._theme, self._icon, self._size, self._colours = theme, icon, size, (token, active)
        self.setCheckable(checkable)
        self.setIconSize(QSize(size, size))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if keys:
            self.setShortcut(QKeySequence(keys))
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        self.setToolTip(plain_tip(f"{name}  {shown}".rstrip()))
        if slot is not None:
            self._slot = slot
            self.clicked.connect(self._pressed)
        theme.changed.connect(self._tint)
        self._tint()

    def set_icon(self, icon: str, name: str) -> None:
        """Another icon and meaning."""
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        self._tint()

    @Slot()
    def _pressed(self) -> None:
        self._slot()

    @Slot()
    def _tint(self) -> None:
        token, active = self._colours
        self.setIcon(self._theme.icon(self._icon, token, self._size, active))


class Sign(QWidget):
    """An icon that is only looked at."""

    def __init__(self, theme: Theme, icon: str, token: str = "quiet", size: int = 18) -> None:
        """A fixed square of `size` logical pixels."""
        super().__init__()
        self._theme, self._icon, self._token, self._size = theme, icon, token, size
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)

    def show_icon(self, icon: str, token: str) -> None:
        """Another icon or colour."""
        if (icon, token) != (self._icon, self._token):
            self._icon, self._token = icon, token
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The icon, sharp at this screen's scale."""
        colour = getattr(self._theme.tokens, self._token)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icons.pixmap(self._icon, colour, self._size, self.devicePixelRatioF()))


def frame(name: str, layout: QLayout) -> QFrame:
    """A frame with a style name (`bar`, `side`, `foot`, `card`, `panel`) around a layout."""
    made = QFrame()
    made.setObjectName(name)
    made.setLayout(layout)
    return made


def hairline() -> QFrame:
    """A thin line between two groups."""
    line = QFrame()
    line.setObjectName("hairline")
    line.setFixedHeight(1)
    return line


def across(*parts: Part, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts beside each other; a number is a stretch."""
    box = QHBoxLayout()
    _fill(box, parts, gap, margins)
    return box


def down(*parts: Part, gap: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Parts below each other; a number is a stretch."""
    box = QVBoxLayout()
    _fill(box, parts, gap, margins)
    return box


def _fill(box: QHBoxLayout | QVBoxLayout, parts: tuple[Part, ...], gap: int, margins: Margins) -> None:
    box.setSpacing(gap)
    box.setContentsMargins(*margins)
    for part in parts:
        if isinstance(part, int):
            box.addStretch(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)


def empty(box: QLayout) -> None:
    """Take everything out of a layout and let it be deleted."""
    while (item := box.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)


def grows(widget: QWidget) -> QWidget:
    """Let a widget take the width there is."""
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, widget.sizePolicy().verticalPolicy())
    return widget
