"""Deciding criteria: what keys, buttons and fields ask for becomes a score. In: acts. Out: commands.

What is asked for is about the line that is chosen; what is refused is said beside it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from recorder_desk.commands import review as c
from recorder_desk.domain.criteria import tenths
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.review import ReviewLine, Score, ScoreVerdict
from recorder_desk.errors import DeskError
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.review.criteria_list import CriteriaList
from ui.window.review.criterion_panel import CriterionPanel


class Deciding(QObject):
    """Of one review at a time."""

    left = Signal()
    comment = Signal()
    """The comment is about to be written."""
    decided = Signal()
    """A line was decided that was not, or otherwise: on to the next."""

    def __init__(
        self, bridge: DeskBridge, phrases: Phrases, criteria: CriteriaList, panel: CriterionPanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bridge, self._phrases, self.list, self.panel = bridge, phrases, criteria, panel
        self._review, self._fixed = "", True
        criteria.act.connect(self._act)
        panel.accepted.connect(self._accept)
        panel.decided.connect(self._decide)
        panel.commented.connect(self._commented)

    def take(self, review: str, *, fixed: bool) -> None:
        """Which review, and whether nothing can be decided in it."""
        self._review, self._fixed = review, fixed

    @Slot(str)
    def _act(self, act: str) -> None:
        name, _, number = act.partition(":")
        if name == "play":
            self.panel.play_first()
        elif name == "leave":
            self.left.emit()
        elif name == "comment":
            self.comment.emit()
            self.panel.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif name == "accept":
            self._accept()
        elif name == "off":
            self._off(int(number))
        else:
            self._decide("" if name == "take-back" else name, "")

    def _off(self, count: int) -> None:
        """So many things are wrong."""
        line = self.list.line
        if line is None or self._fixed:
            return
        if line.criterion.veto and not self.panel.comment.text().strip():
            self.panel.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.panel.refuse(self._phrases.say("review.comment-missing", criterion=line.criterion.code))
            return
        off = 0 if line.criterion.veto else min(count * line.criterion.each, line.criterion.limit)
        self._score(line, Score("failed", off, self.panel.comment.text(), line.proposal))

    @Slot()
    def _accept(self) -> None:
        line = self.list.line
        if line is None or self._fixed:
            return
        if line.score.verdict or not line.proposal.made:
            self.list.next_open()
            return
        self._score(line, Score(line.proposal.verdict, line.proposal.off, self.panel.comment.text(), line.proposal))

    @Slot(str, str)
    def _decide(self, verdict: str, typed: str) -> None:
        line = self.list.line
        if line is None or self._fixed:
            return
        try:
            each = line.criterion
            usual = line.score.off or line.proposal.off or min(each.each, each.limit)
            off = (tenths(typed) if typed.strip() else usual) if verdict == "failed" and not each.veto else 0
        except DeskError as error:
            self._refused(error)
            return
        told: ScoreVerdict = verdict  # type: ignore[assignment]  # the words of the buttons
        comment = self.panel.comment.text() if verdict else ""
        self._score(line, Score(told, off, comment, line.proposal))

    @Slot()
    def _commented(self) -> None:
        """Enter in the comment: it goes with what was decided; the keyboard goes back to the list."""
        line = self.list.line
        if line is not None and line.score.verdict and not self._fixed:
            self._score(line, Score(line.score.verdict, line.score.off, self.panel.comment.text(), line.score.shown))
        elif line is not None and line.criterion.veto and self.panel.comment.text().strip():
            self.panel.error.hide()
        self.list.setFocus()

    def _score(self, line: ReviewLine, score: Score) -> None:
        goes_on = bool(score.verdict) and score.verdict != line.score.verdict
        then = self._scored if goes_on else None
        self._bridge.do(c.ScoreCriteria(self._review, ((line.criterion.code, score),)), then, self._refused)

    def _scored(self, facts: tuple[Fact, ...]) -> None:
        self.decided.emit()

    def _refused(self, error: DeskError) -> None:
        self.panel.refuse(f"{self._phrases.say(error.code, **error.facts)} ({error.code})")
