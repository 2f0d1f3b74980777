"""The head of a case: what it is, how far it is, what can be done. In: a row. Out: wishes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QWidget

from recorder_desk.domain.case import CaseRow
from ui.formats import local_time
from ui.phrases import Phrases
from ui.window.cases.case_clocks import ClockLines
from ui.window.cases.words import STATE_TONES
from ui.window.code_dialog import SHOW_KEYS
from ui.window.delegates import draw_chip
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, IconButton, Sign, across, down
from ui.window.widgets.label import ElidedLabel, Label, plain_tip


class Chip(QWidget):
    """A word in a state's colour."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._words, self._tone = theme, "", "quiet"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def say(self, words: str, tone: str) -> None:
        """Another word."""
        self._words, self._tone = words, tone
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the word."""
        return QSize(self.fontMetrics().horizontalAdvance(self._words) + 22, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_chip(painter, self._theme, 0, QRectF(self.rect()).center().y(), self._words, self._tone)
        painter.end()


class CaseHead(QFrame):
    """Number, title, facts, coverage; amend, link, seal."""

    amend = Signal()
    link = Signal()
    seal = Signal()
    code = Signal()

    def __init__(self, phrases: Phrases, theme: Theme, clocks: ClockLines) -> None:
        """`clocks` stand below the facts."""
        super().__init__()
        self.setObjectName("bar")
        self.clocks = clocks
        self._phrases = phrases
        say = phrases.say
        self.number, self.chip = ElidedLabel("", "big", middle=True), Chip(theme)
        self.number.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.title, self.about = Label("", "head", wrap=True, copies=True), ElidedLabel("", "quiet")
        self.coverage = Label("", "small")
        self.fixed_sign, self.fixed = Sign(theme, "lock", "quiet", 16), Label("", "quiet", wrap=True)
        self.amend_button = Button(theme, say("cases.amend"), self._amend, icon="pencil")
        self.link_button = Button(theme, say("cases.link"), self._link, icon="link", tip=say("cases.link.tip"))
        self.code_button = Button(theme, say("window.code.show"), self._code, icon="maximize")
        self.code_button.setShortcut(SHOW_KEYS)
        keys = SHOW_KEYS.toString(QKeySequence.SequenceFormat.NativeText)
        self.code_button.setToolTip(plain_tip(say("window.code.show-tip", keys=keys)))
        self.seal_button = Button(theme, say("cases.seal"), self._seal, icon="lock", primary=True)
        self.print_button = IconButton(theme, "file-text", say("cases.print.tip"), token="text")
        self.print_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        buttons = (self.print_button, self.code_button, self.amend_button, self.link_button, self.seal_button)
        first = across(self.number, self.chip, 1, *buttons, gap=10)
        why = across(self.fixed_sign, gap=8)
        why.addWidget(self.fixed, 1)
        whole = down(first, self.title, self.about, self.coverage, clocks, why, gap=4, margins=(20, 14, 16, 12))
        self.setLayout(whole)

    def show_row(self, row: CaseRow, fixed: str) -> None:
        """A case; `fixed` says why it cannot be changed."""
        say = self._phrases.say
        self.number.setText(row.number)
        self.chip.say(self._phrases.word(row.state), STATE_TONES.get(row.state, "quiet"))
        self.title.setText(row.title)
        facts = [
            row.party and say("cases.about.party", party=row.party),
            row.matter,
            row.opened_on and say("cases.about.opened", date=row.opened_on),
            say("cases.about.list", list=row.item_list),
            row.sealed_at and say("cases.about.sealed", time=local_time(row.sealed_at)),
        ]
        self.about.setText("  ·  ".join(fact for fact in facts if fact))
        counts = say("cases.coverage", covered=row.items_covered, required=row.items_required)
        self.coverage.setText(f"{say('cases.recordings', count=row.recordings)}  ·  {counts}")
        self.fixed.setText(fixed)
        for widget in (self.fixed, self.fixed_sign):
            widget.setVisible(bool(fixed))
        for button in (self.code_button, self.amend_button, self.link_button, self.seal_button):
            button.setVisible(not fixed)

    def _amend(self) -> None:
        self.amend.emit()

    def _link(self) -> None:
        self.link.emit()

    def _code(self) -> None:
        self.code.emit()

    def _seal(self) -> None:
        self.seal.emit()
