"""What a review wants put right: a list, one more, what was done. In: rectifications. Out: commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from recorder_desk.commands import review as c
from recorder_desk.domain.review import Rectification, RectificationFields
from recorder_desk.domain.times import is_day
from recorder_desk.errors import DeskError
from ui import review_words
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import Label

USUAL_LIMIT = "15d"


class FixesPart(QWidget):
    """The criterion that is shown beside it is the one a new rectification is about."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, criterion: Callable[[], str]) -> None:
        super().__init__()
        self._bridge, self._phrases, self._theme, self._criterion = bridge, phrases, theme, criterion
        self._review = ""
        self._fixes: tuple[Rectification, ...] = ()
        say = phrases.say
        self.none = Label(say("window.review.fixes-none"), "quiet", wrap=True)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(say("window.review.fixes"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._chosen)
        self.done = _field(say("window.review.fix-done"))
        self.done.returnPressed.connect(self._close)
        self.done.textChanged.connect(self._chosen)
        self.close_button = Button(theme, say("window.review.fix-close"), self._close, icon="check")
        self.again_button = Button(theme, say("window.review.fix-again"), self._again, flat=True)
        self.withdraw_button = Button(theme, say("window.review.fix-withdraw"), self._withdraw, flat=True)
        self.text = _field(say("window.review.fix-text"))
        self.text.returnPressed.connect(self._add)
        self.until = _field(say("window.review.fix-until"))
        self.until.setText(USUAL_LIMIT)
        self.until.setFixedWidth(120)
        self.until.returnPressed.connect(self._add)
        self.add_button = Button(theme, say("window.review.fix-add"), self._add, icon="plus")
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.error.hide()
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        box = down(gap=8, margins=(16, 14, 16, 12))
        box.addWidget(self.none, 1)
        box.addWidget(self.list, 1)
        box.addWidget(self.done)
        box.addLayout(across(self.close_button, self.again_button, self.withdraw_button, 1))
        box.addSpacing(8)
        box.addWidget(Label(say("window.review.fix-new"), "section"))
        box.addWidget(self.text)
        box.addLayout(across(Label(say("window.review.fix-until"), "quiet"), self.until, 1, self.add_button))
        box.addWidget(self.error)
        self.setLayout(box)

    def show_fixes(self, review: str, fixes: tuple[Rectification, ...], *, looking: bool) -> None:
        """Those of a review; `looking`: nothing can be changed."""
        held = self.list.currentRow() if review == self._review else -1
        self._review, self._fixes = review, fixes
        self.list.clear()
        for each in fixes:
            late = each.open and each.days_left < 0
            words = "  ·  ".join(filter(None, (each.fields.criterion, review_words.due_words(each, self._phrases))))
            told = "\n".join(filter(None, (each.fields.text, words, each.done or each.reason)))
            sign = (
                ("circle-alert", "bad") if late else ("hourglass", "quiet") if each.open else ("circle-check", "good")
            )
            item = QListWidgetItem(self._theme.icon(*sign, 16), told)
            if not each.open:
                item.setForeground(self._theme.colour("quiet"))
            self.list.addItem(item)
        self.list.setVisible(bool(fixes))
        self.none.setVisible(not fixes)
        for part in (self.text, self.until, self.add_button):
            part.setEnabled(not looking)
        self.list.setCurrentRow(held if 0 <= held < len(fixes) else 0 if fixes else -1)
        self._chosen()

    def choose(self, fix: str) -> None:
        """Show one of them."""
        place = next((number for number, each in enumerate(self._fixes) if each.id == fix), -1)
        if place >= 0:
            self.list.setCurrentRow(place)
        self.list.setFocus()

    @property
    def _fix(self) -> Rectification | None:
        at = self.list.currentRow()
        return self._fixes[at] if 0 <= at < len(self._fixes) else None

    @Slot()
    def _chosen(self) -> None:
        fix, free = self._fix, self.text.isEnabled()
        is_open = fix is not None and fix.open and free
        self.done.setVisible(is_open)
        for button in (self.close_button, self.withdraw_button):
            button.setVisible(is_open)
            button.setEnabled(bool(self.done.text().strip()))
        self.again_button.setVisible(fix is not None and bool(fix.done) and free)

    def _do(self, command: Any) -> None:
        self.error.hide()
        self._bridge.do(command, self._did, self._refused)

    @Slot()
    def _add(self) -> None:
        until = self.until.text().strip()
        day, limit = (until, "") if is_day(until) or not until else ("", until)
        fields = RectificationFields(self.text.text(), self._criterion(), day, limit)
        self._do(c.AddRectification(self._review, fields))

    @Slot()
    def _close(self) -> None:
        if self._fix is not None and self.done.text().strip():
            self._do(c.CloseRectification(self._fix.id, self.done.text()))

    @Slot()
    def _again(self) -> None:
        if self._fix is not None:
            self._do(c.CloseRectification(self._fix.id, ""))

    @Slot()
    def _withdraw(self) -> None:
        if self._fix is not None:
            self._do(c.WithdrawRectification(self._fix.id, self.done.text()))

    def _did(self, facts: tuple[object, ...]) -> None:
        self.text.clear()
        self.done.clear()

    def _refused(self, error: DeskError) -> None:
        self.error.setText(f"{self._phrases.say(error.code, **error.facts)} ({error.code})")
        self.error.show()


def _field(words: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(words)
    made.setAccessibleName(words)
    made.setMaxLength(2000)
    return made
