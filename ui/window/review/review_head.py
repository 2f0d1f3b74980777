"""The head of a review: which case, who, how it stands, what can be done. In: a review. Out: wishes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from recorder_desk.domain.review import ReviewDetail
from ui import review_words
from ui.phrases import Phrases
from ui.window.cases.case_head import Chip
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, IconButton, across, down
from ui.window.widgets.label import ElidedLabel, Label


class ReviewHead(QFrame):
    """Back, number, state; accept all, finish, reopen, sheet."""

    back = Signal()
    accept_all = Signal()
    finish = Signal()
    reopen = Signal(str)
    """With the reason."""
    sheet = Signal()

    def __init__(self, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("bar")
        self._phrases, say = phrases, phrases.say
        self.back_button = IconButton(theme, "arrow-left", say("window.review.back"), self.back.emit)
        self.number, self.chip = ElidedLabel("", "head", middle=True), Chip(theme)
        self.about, self.total = ElidedLabel("", "quiet"), Label("", "head")
        self.left, self.override = Label("", "quiet"), Label("", "small", "care", wrap=True)
        self.accept_button = Button(theme, say("window.review.accept-all"), self.accept_all.emit, icon="check")
        self.finish_button = Button(theme, say("window.review.finish"), self.finish.emit, icon="lock", primary=True)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(say("window.review.reopen-why"))
        self.reason.setAccessibleName(say("window.review.reopen-why"))
        self.reason.setMaximumWidth(240)
        self.reopen_button = Button(theme, say("window.review.reopen"), self._reopen, icon="rotate-ccw")
        self.reason.returnPressed.connect(self._reopen)
        self.reason.textChanged.connect(self._look)
        self.sheet_button = Button(theme, say("window.review.sheet"), self.sheet.emit, icon="file-text")
        first = across(self.back_button, gap=10)
        first.addWidget(self.number, 1)
        for part in (
            self.chip,
            self.reason,
            self.reopen_button,
            self.accept_button,
            self.sheet_button,
            self.finish_button,
        ):
            first.addWidget(part)
        second = across(gap=12)
        second.addWidget(self.about, 1)
        second.addWidget(self.left)
        second.addWidget(self.total)
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.error.hide()
        self.setLayout(down(first, second, self.override, self.error, gap=4, margins=(12, 12, 16, 10)))
        self._look()

    def show_review(self, detail: ReviewDetail, *, looking: bool) -> None:
        """A review; `looking`: nothing can be changed."""
        row, phrases, told = detail.row, self._phrases, detail.result
        self.number.setText(f"{row.number}  {row.title}")
        finished = row.state == "finished"
        vetoed = bool(told.vetoes)
        self.chip.say(phrases.word(f"review-{row.state}"), "good" if finished else "accent")
        did = phrases.listed(phrases.word(f"hand-{each}") for each in row.hands)
        self.about.setText(
            phrases.say("window.review.about", turn=row.turn, reviewer=row.reviewer, criteria=row.criteria)
        )
        self.override.setText(phrases.say("window.review.overridden", did=did, reason=row.override))
        self.override.setVisible(bool(row.override))
        self.total.setText(review_words.total_words(detail, phrases))
        self.total.set_tone("bad" if vetoed else "")
        left = len(told.undecided)
        veto = phrases.say("window.review.vetoed", criteria=", ".join(told.vetoes)) if vetoed else ""
        self.left.setText(phrases.say("window.review.left", count=left) if left else veto)
        self.finish_button.setVisible(not finished)
        self.finish_button.setEnabled(not left and not looking)
        self.accept_button.setVisible(not finished)
        proposed = sum(each.proposal.made and not each.score.verdict for each in detail.lines)
        self.accept_button.setEnabled(bool(proposed) and not looking)
        for part in (self.reason, self.reopen_button):
            part.setVisible(finished and not looking)
        self.error.hide()

    def refuse(self, words: str) -> None:
        """Something was refused."""
        self.error.setText(words)
        self.error.show()

    def _reopen(self) -> None:
        if self.reason.text().strip():
            self.reopen.emit(self.reason.text())
            self.reason.clear()

    def _look(self) -> None:
        self.reopen_button.setEnabled(bool(self.reason.text().strip()))
