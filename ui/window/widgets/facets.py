"""Facets: what there is under a filter, with counts. In: the desk's counts. Out: a chosen value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from recorder_desk.queries.recordings import FacetCount, Filter
from ui.lists_kept import ListsKept
from ui.phrases import Phrases
from ui.window.recording_rows import FACETS, item_name
from ui.window.theme import Theme, text_font
from ui.window.widgets.controls import empty
from ui.window.widgets.label import Label, plain_tip

SHOWN = 7


YES_ONLY = ("problem", "important")
"""Facets of which only the one value is worth a line."""


class FacetRow(QAbstractButton):
    """One value: its words at the left, how many at the right, a bar of accent when chosen."""

    def __init__(self, theme: Theme, words: str, count: int, on: bool) -> None:
        """`on`: this value is chosen now."""
        super().__init__()
        self._theme, self._words, self._count = theme, words, count
        self.setCheckable(True)
        self.setChecked(on)
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{words}, {count}")
        self.setToolTip(plain_tip(words) if len(words) > 16 else "")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words and count."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(6, 1, -6, -1)
        ground = "accent_soft" if self.isChecked() else "ground" if self.underMouse() else ""
        painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        font: QFont = text_font(13, bold=self.isChecked())
        small = text_font(12)
        count = f"{self._count:,}"
        room = box.width() - 20 - QFontMetricsF(small).horizontalAdvance(count) - 8
        painter.setPen(theme.colour("accent" if self.isChecked() else "text"))
        painter.setFont(font)
        words = QFontMetricsF(font).elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        inner = box.adjusted(10, 0, -10, 0)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
        painter.setPen(theme.colour("quiet"))
        painter.setFont(small)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), count)


class FacetPanel(QScrollArea):
    """All facets below each other; choosing a chosen value again frees it."""

    chosen = Signal(str, str)
    """Facet and value ('' frees it)."""

    def __init__(self, theme: Theme, phrases: Phrases, lists: ListsKept) -> None:
        """Empty until `show_counts`."""
        super().__init__()
        self._theme, self._phrases, self._lists = theme, phrases, lists
        self._counts: Mapping[str, Sequence[FacetCount]] = {}
        self._which = Filter()
        self._unfolded: set[str] = set()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("inside")
        self._box = QVBoxLayout(inside)
        self._box.setContentsMargins(4, 8, 4, 12)
        self._box.setSpacing(0)
        self.setWidget(inside)

    def show_counts(self, counts: Mapping[str, Sequence[FacetCount]], which: Filter) -> None:
        """Show these counts; what is chosen in `which` is marked. The same again changes nothing."""
        if counts == self._counts and which == self._which:
            return
        self._counts, self._which = counts, which
        self._build()

    def _build(self) -> None:
        held = self._focused()
        empty(self._box)
        for facet in FACETS:
            on = getattr(self._which, facet)
            values = [each for each in self._counts.get(facet, ()) if each.count or each.value == on]
            if on and not any(value.value == on for value in values):
                values.insert(0, FacetCount(on, on, 0))
            if values and not (facet in YES_ONLY and all(value.value != "yes" for value in values)):
                self._build_facet(facet, values, on)
        self._box.addStretch(1)
        self._refocus(held)

    def _build_facet(self, facet: str, values: list[FacetCount], on: str) -> None:
        title = Label(self._phrases.say(f"window.facet.{facet}"), "section")
        title.setContentsMargins(16, 12, 8, 4)
        self._box.addWidget(title)
        many = len(values) > SHOWN + 1 and facet not in self._unfolded
        shown = [value for number, value in enumerate(values) if not many or number < SHOWN or value.value == on]
        for value in shown:
            if facet in YES_ONLY and value.value != "yes":
                continue
            row = FacetRow(self._theme, self.words(facet, value), value.count, value.value == on)
            row.setProperty("facet", f"{facet}={value.value}")
            row.clicked.connect(partial(self._choose, facet, "" if value.value == on else value.value))
            self._box.addWidget(row)
        if many:
            more = FacetRow(self._theme, self._phrases.say("window.facet.more"), len(values) - len(shown), False)
            more.clicked.connect(partial(self._unfold, facet))
            self._box.addWidget(more)

    def words(self, facet: str, value: FacetCount) -> str:
        """How a value is called on screen."""
        if facet in ("state", "kind"):
            return self._phrases.word(value.value)
        if facet in YES_ONLY:
            return self._phrases.say(f"window.facet.{facet}.yes")
        if value.value in ("", "-"):
            return self._phrases.say(f"window.facet.{facet}.none")
        if facet == "item":
            return item_name(self._lists, value.value, self._phrases.language)
        return value.label or value.value

    def _choose(self, facet: str, value: str) -> None:
        self.chosen.emit(facet, value)

    def _unfold(self, facet: str) -> None:
        self._unfolded.add(facet)
        self._build()

    def _focused(self) -> str:
        focus = self.focusWidget()
        return str(focus.property("facet")) if isinstance(focus, FacetRow) and focus.hasFocus() else ""

    def _refocus(self, held: str) -> None:
        for row in self.findChildren(FacetRow):
            if held and row.property("facet") == held and not row.isHidden():
                row.setFocus()
