"""Fields that open a list or a calendar. In: a theme. Out: Qt's own fields with an arrow of our icons.

A style sheet can give such a field an arrow only from a file, in one colour; so it is painted.
"""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QDateTimeEdit, QWidget

from ui.window import icons
from ui.window.theme import Theme

_SIZE, _EDGE = 14, 6


class DropDown(QComboBox):
    """A choice of words."""

    def __init__(self, theme: Theme) -> None:
        """Follows the theme."""
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then the arrow."""
        super().paintEvent(event)
        _paint_arrow(self, self._theme)


class DateField(QDateEdit):
    """A day, typed or chosen from a calendar."""

    def __init__(self, theme: Theme) -> None:
        """Follows the theme."""
        super().__init__()
        self._theme = theme
        self.setDisplayFormat("yyyy-MM-dd")
        self.setCalendarPopup(True)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then the arrow."""
        super().paintEvent(event)
        _paint_arrow(self, self._theme)


class TimeField(QDateTimeEdit):
    """A day and a time of day, to the minute."""

    def __init__(self, theme: Theme) -> None:
        """Follows the theme."""
        super().__init__()
        self._theme = theme
        self.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.setCalendarPopup(True)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then the arrow."""
        super().paintEvent(event)
        _paint_arrow(self, self._theme)


def _paint_arrow(field: QWidget, theme: Theme) -> None:
    painter = QPainter(field)
    picture = icons.pixmap("chevron-down", theme.tokens.quiet, _SIZE, field.devicePixelRatioF())
    painter.drawPixmap(field.width() - _SIZE - _EDGE, (field.height() - _SIZE) // 2, picture)
    painter.end()
