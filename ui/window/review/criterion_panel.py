"""One criterion: what to look at, what the desk found and where, what the reviewer decides. In: a line. Out: wishes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from recorder_desk.domain.criteria import points
from recorder_desk.domain.review import Evidence, ReviewLine
from ui import formats, review_words
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import Label, plain_tip

VERDICTS = ("met", "failed", "not-applicable")


class EvidenceList(QListWidget):
    """Enter or a click goes to the spot."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes, wherever the system says so or not."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentItem() is not None:
            self.itemClicked.emit(self.currentItem())
            return
        super().keyPressEvent(event)


class CriterionPanel(QWidget):
    """Fixed: nothing can be decided (any more)."""

    decided = Signal(str, str)
    """A verdict ('' takes it back) and the points that were typed ('' as many as usual)."""
    accepted = Signal()
    play = Signal(str, int)
    open_case = Signal()
    commented = Signal()
    """The comment is finished: Enter in its field."""

    def __init__(self, phrases: Phrases, theme: Theme, item_name: Callable[[str], str]) -> None:
        super().__init__()
        self._phrases, self._theme, self._item_name = phrases, theme, item_name
        self.line: ReviewLine | None = None
        say = phrases.say
        self.name, self.asks = Label("", "head", wrap=True), Label("", "quiet", wrap=True)
        self.proposed, self.why = Label("", "small", wrap=True), Label("", "quiet", wrap=True)
        self.evidence = EvidenceList()
        self.evidence.setWordWrap(True)
        self.evidence.setAccessibleName(say("window.review.evidence"))
        self.evidence.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.evidence.itemClicked.connect(self._go)
        self.accept = Button(theme, say("window.review.accept"), self._accept, icon="check", primary=True)
        self.buttons = {
            each: Button(theme, say(f"window.review.{each}"), partial(self._decide, each)) for each in VERDICTS
        }  # fmt: skip
        self.back = Button(theme, say("window.review.take-back"), partial(self._decide, ""), flat=True)
        self.points = QLineEdit()
        self.points.setFixedWidth(64)
        self.points.setAccessibleName(say("window.review.points-off"))
        self.points.returnPressed.connect(self._failed)
        self.off, self.of = Label(say("window.review.points-off"), "quiet"), Label("", "quiet")
        self.comment = QLineEdit()
        self.comment.setPlaceholderText(say("window.review.comment"))
        self.comment.setAccessibleName(say("window.review.comment"))
        self.comment.setMaxLength(2000)
        self.comment.returnPressed.connect(self.commented)
        self.who, self.error = Label("", "quiet", wrap=True), Label("", tone="bad", wrap=True, copies=True)
        self._lay_out()

    def _lay_out(self) -> None:
        say = self._phrases.say
        verdicts = across(*self.buttons.values(), 1, gap=6)
        off = across(self.off, self.points, self.of, 1, self.back, gap=6)
        box = down(
            self.name, self.asks, Label(say("window.review.proposes"), "section"), self.proposed, self.why, gap=6,
            margins=(16, 14, 16, 12),
        )  # fmt: skip
        box.addWidget(self.evidence, 1)
        box.addWidget(Label(say("window.review.decides"), "section"))
        box.addLayout(across(self.accept, 1))
        box.addLayout(verdicts)
        box.addLayout(off)
        box.addWidget(self.comment)
        box.addWidget(self.error)
        box.addWidget(self.who)
        self.setLayout(box)
        self.error.hide()

    def _decide(self, verdict: str) -> None:
        self.decided.emit(verdict, self.points.text() if verdict == "failed" else "")

    def show_line(self, line: ReviewLine, fixed: bool) -> None:
        """A criterion; what is being typed stays while it is the same one."""
        phrases, each = self._phrases, line.criterion
        same = self.line is not None and self.line.criterion.code == each.code
        known = same and self.line is not None and self.line.score == line.score
        self.line = line
        self.name.setText(f"{each.code}  {each.name(phrases.language)}")
        self.asks.setText("  ·  ".join(filter(None, (each.asks(phrases.language), each.basis))))
        self.asks.setVisible(bool(self.asks.text()))
        shown = line.proposal
        self.proposed.setText(review_words.proposal_words(shown, phrases))
        moved = phrases.word("verdict-moved") if line.moved else ""
        self.why.setText("\n".join(filter(None, (review_words.why_words(shown, phrases), moved))))
        self.why.setVisible(bool(self.why.text()))
        self._fill(shown.evidence)
        if not known:
            self.points.setText(points(line.score.off) if line.score.off else "")
            self.comment.setText(line.score.comment)
            self.error.hide()
        self._enable(fixed)

    def _enable(self, fixed: bool) -> None:
        line = self.line
        if line is None:
            return
        phrases, each = self._phrases, line.criterion
        self.accept.setVisible(line.proposal.made and not line.score.verdict and not fixed)
        for verdict, button in self.buttons.items():
            button.setEnabled(not fixed)
            button.setProperty("primary", "true" if line.score.verdict == verdict else "false")
            button.style().unpolish(button)
            button.style().polish(button)
        self.points.setReadOnly(fixed)
        for part in (self.off, self.points, self.of):
            part.setVisible(not each.veto)
        self.of.setText("" if each.veto else phrases.say("window.review.of", points=points(each.limit)))
        self.comment.setReadOnly(fixed)
        self.back.setVisible(bool(line.score.verdict) and not fixed)
        at = formats.local_time(line.scored_at)
        self.who.setText(phrases.say("window.review.decided-by", by=line.scored_by, at=at) if line.scored_by else "")
        self.who.setVisible(bool(line.scored_by))

    def _fill(self, evidence: tuple[Evidence, ...]) -> None:
        held = self.evidence.currentRow()
        self.evidence.clear()
        for each in evidence:
            icon = "play" if each.recording else "clock" if each.event else "folder-open"
            words = review_words.evidence_words(each, self._phrases, self._item_name)
            token = "text" if each.counts else "quiet"
            item = QListWidgetItem(self._theme.icon(icon, "accent" if each.recording else token, 16), words)
            item.setData(Qt.ItemDataRole.UserRole, each)
            tip = self._phrases.say("window.review.play-here" if each.recording else "window.review.open-case")
            item.setToolTip(plain_tip(tip))
            if not each.counts:
                item.setForeground(self._theme.colour("quiet"))
            self.evidence.addItem(item)
        self.evidence.setEnabled(bool(evidence))
        self.evidence.setCurrentRow(held if 0 <= held < len(evidence) else -1)

    def play_first(self) -> None:
        """The first piece of evidence that can be seen."""
        for each in self.line.proposal.evidence if self.line else ():
            if each.recording:
                self.play.emit(each.recording, each.at_ms)
                return

    def refuse(self, words: str) -> None:
        """What was decided cannot be."""
        self.error.setText(words)
        self.error.show()

    @Slot(QListWidgetItem)
    def _go(self, item: QListWidgetItem) -> None:
        each = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(each, Evidence):
            if each.recording:
                self.play.emit(each.recording, each.at_ms)
            else:
                self.open_case.emit()

    @Slot()
    def _accept(self) -> None:
        self.accepted.emit()

    @Slot()
    def _failed(self) -> None:
        self.decided.emit("failed", self.points.text())
