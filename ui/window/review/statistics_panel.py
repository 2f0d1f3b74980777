"""What finished reviews tell together: ranking, common problems, months. In: statistics. Out: which review to open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from recorder_desk.domain.criteria import points
from recorder_desk.domain.review_statistics import Statistics
from ui import review_words
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, down, empty
from ui.window.widgets.label import ElidedLabel, Label

MOST = 20


class Bar(QWidget):
    """How much of the most, as a bar."""

    def __init__(self, theme: Theme, share: float, token: str) -> None:
        super().__init__()
        self._theme, self._share, self._token = theme, share, token
        self.setMinimumWidth(60)
        self.setFixedHeight(10)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = self.rect()
        painter.setBrush(self._theme.colour("line"))
        painter.drawRoundedRect(box, 5, 5)
        box.setWidth(max(10, round(box.width() * self._share)))
        painter.setBrush(self._theme.colour(self._token))
        painter.drawRoundedRect(box, 5, 5)
        painter.end()


class StatisticsPanel(QScrollArea):
    """Three tables, one below the other."""

    opened = Signal(str)
    """A review's id."""

    def __init__(self, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self._phrases, self._theme = phrases, theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(phrases.say("window.review.tab.statistics"))
        inside = QWidget()
        inside.setObjectName("inside")
        self._box = down(gap=8, margins=(20, 16, 20, 20))
        inside.setLayout(self._box)
        self.setWidget(inside)

    def show_statistics(self, told: Statistics) -> None:
        """Fill anew."""
        empty(self._box)
        say, phrases = self._phrases.say, self._phrases
        self._box.addWidget(Label(say("window.review.ranking", count=len(told.ranking)), "head"))
        ranking: list[Sequence[QWidget]] = []
        for place, each in enumerate(told.ranking[:MOST], 1):
            open_it = Button(self._theme, each.number, partial(self.opened.emit, each.id), flat=True)
            grade = Label(review_words.grade_of(each, phrases), "small", "bad" if each.vetoes else "")
            share = each.total / each.most if each.most else 0
            bar = Bar(self._theme, share, "bad" if each.vetoes else "accent")
            ranking.append((Label(str(place), "quiet"), open_it, ElidedLabel(each.title), bar,
                            Label(review_words.percent_text(each)), grade))  # fmt: skip
        self._grid(ranking, (0, 0, 3, 2, 0, 0))
        self._box.addSpacing(12)
        self._box.addWidget(Label(say("window.review.problems"), "head"))
        most = max((each.count for each in told.problems), default=1)
        self._grid(
            [(Label(each.code, "mono"), ElidedLabel(each.name(phrases.language)),
              Bar(self._theme, each.count / most, "bad" if each.veto else "accent"),
              Label(say("window.review.times", count=each.count)),
              Label("" if each.veto else say("word.points-off", points=points(each.off)), "quiet"),
              ElidedLabel(", ".join(each.cases), "quiet")) for each in told.problems[:MOST]],
            (0, 3, 2, 0, 0, 2),
        )  # fmt: skip
        self._box.addSpacing(12)
        self._box.addWidget(Label(say("window.review.months"), "head"))
        self._grid(
            [(Label(each.month), Label(say("window.review.month", count=each.count, mean=points(each.mean))),
              Bar(self._theme, each.mean / 1000, "accent"),
              Label(say("window.review.month-vetoed", count=each.vetoed) if each.vetoed else "", "small", "bad"))
             for each in told.periods[-MOST:]],
            (0, 2, 2, 1),
        )  # fmt: skip
        self._box.addStretch(1)

    def _grid(self, rows: Iterable[Sequence[QWidget]], stretches: Sequence[int]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        for number, row in enumerate(rows):
            for column, part in enumerate(row):
                grid.addWidget(part, number, column)
        for column, stretch in enumerate(stretches):
            grid.setColumnStretch(column, stretch)
        self._box.addLayout(grid)
