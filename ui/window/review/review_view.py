"""A review whole: criteria at the left, evidence and decision at the right. In: a review's id. Out: wishes to play, the
result sheet.

Asked anew whenever a fact may concern it; decisions are made in `deciding`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QTabWidget, QWidget

from recorder_desk.commands import review as c
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.review import ReviewDetail, ReviewLine, accepted
from recorder_desk.errors import DeskError
from recorder_desk.queries.review import ShowReview
from ui.phrases import Phrases
from ui.window import dialogs
from ui.window.bridge import DeskBridge
from ui.window.page import WindowContext
from ui.window.review.criteria_list import CriteriaList
from ui.window.review.criterion_panel import CriterionPanel
from ui.window.review.deciding import Deciding
from ui.window.review.fixes_part import FixesPart
from ui.window.review.result_file import write_result
from ui.window.review.review_head import ReviewHead
from ui.window.theme import Theme
from ui.window.widgets.controls import down, frame
from ui.window.widgets.label import Label
from ui.window.widgets.wiring import splitter, timer

PAUSE_MS = 150


class ReviewView(QWidget):
    """Shows one review."""

    play = Signal(str, int)
    open_case = Signal(str)
    back = Signal()
    failed = Signal(object)
    """A DeskError nobody else shows."""
    said = Signal(str)

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        super().__init__()
        self.bridge, self.phrases, self.context = bridge, phrases, context
        self.detail: ReviewDetail | None = None
        self._review, self._question, self._first = "", 0, True
        self.head = ReviewHead(phrases, theme)
        self.list = CriteriaList(theme, phrases)
        self.panel = CriterionPanel(phrases, theme, self.item_name)
        self.fixes = FixesPart(bridge, phrases, theme, self._code)
        self.deciding = Deciding(bridge, phrases, self.list, self.panel, self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.panel, phrases.say("window.review.tab.criterion"))
        self.tabs.addTab(self.fixes, phrases.say("window.review.fixes"))
        keys = Label(phrases.say("window.review.keys"), "quiet", wrap=True)
        keys.setContentsMargins(16, 6, 16, 6)
        left = QWidget()
        left.setLayout(down(self.list, frame("foot", down(keys)), gap=0))
        right = frame("panel", down(self.tabs))
        right.setMinimumWidth(360)
        left.setMinimumWidth(360)
        whole = down(self.head, gap=0)
        whole.addWidget(splitter((left, right), 0, context.memory, "review", [620, 560]), 1)
        self.setLayout(whole)
        self.setFocusProxy(self.list)
        self._pause = timer(self, PAUSE_MS, self.refresh, once=True)
        self._wire()

    def _wire(self) -> None:
        self.head.back.connect(self.back)
        self.head.accept_all.connect(self.accept_all)
        self.head.finish.connect(self.finish)
        self.head.reopen.connect(self._reopen)
        self.head.sheet.connect(self.save_sheet)
        self.list.chosen.connect(self._show_line)
        self.deciding.left.connect(self.back)
        self.deciding.decided.connect(self._decided)
        self.deciding.comment.connect(self._comment)
        self.panel.play.connect(self.play)
        self.panel.open_case.connect(self._open_case)
        self.bridge.facts.connect(self._hear)

    def item_name(self, code: str) -> str:
        """A record item's name."""
        found = self.context.lists.item(code)
        return found.name(self.phrases.language) if found else ""

    @property
    def review(self) -> str:
        """The id of the review shown, or ''."""
        return self._review

    @property
    def line(self) -> ReviewLine | None:
        """The line that is chosen."""
        return self.list.line

    def _code(self) -> str:
        return self.line.criterion.code if self.line else ""

    def show_review(self, review: str) -> None:
        """Show a review by its id."""
        if review != self._review:
            self._review, self.detail, self._first = review, None, True
            self.tabs.setCurrentIndex(0)
        self.refresh()

    def leave(self) -> None:
        """Nothing is shown any more."""
        self._review, self.detail = "", None
        self.bridge.forget(self._question)

    @Slot()
    def refresh(self) -> None:
        """Ask anew."""
        if self._review:
            asked = ShowReview(self._review, date.today().isoformat())
            self._question = self.bridge.ask(asked, self._take, self._fail, self._question)

    def _take(self, detail: ReviewDetail) -> None:
        if detail.row.id != self._review:
            return
        self.detail = detail
        self.deciding.take(detail.row.id, fixed=self._fixed)
        self.head.show_review(detail, looking=self._looking)
        self.list.lines.show(detail.lines)
        if self._first and detail.lines:
            self._first = False
            undecided = detail.result.undecided
            places = {each.criterion.code: number for number, each in enumerate(detail.lines)}
            self.list.go(places[undecided[0]] if undecided else 0)
        elif self.line is not None:
            self.panel.show_line(self.line, self._fixed)
        self.fixes.show_fixes(self._review, detail.fixes, looking=self._looking)
        open_fixes = sum(each.open for each in detail.fixes)
        title = self.phrases.say("window.review.fixes")
        self.tabs.setTabText(1, f"{title} ({open_fixes})" if open_fixes else title)

    @property
    def _looking(self) -> bool:
        return self.context.mode != "work"

    @property
    def _fixed(self) -> bool:
        return self._looking or self.detail is None or self.detail.row.state != "open"

    def _fail(self, error: DeskError) -> None:
        self.failed.emit(error)

    @Slot(int)
    def _show_line(self, place: int) -> None:
        if self.line is not None:
            self.panel.show_line(self.line, self._fixed)

    @Slot()
    def _comment(self) -> None:
        self.tabs.setCurrentIndex(0)

    @Slot()
    def _decided(self) -> None:
        if self.list.hasFocus():
            self.list.next_open()
        self.refresh()

    # -- what a person does ----------------------------------------------------------------------

    @Slot()
    def accept_all(self) -> None:
        """Every proposal of what is not decided; one step to undo."""
        if self.detail is not None and not self._fixed:
            scores = accepted(self.detail.lines)
            self.bridge.do(c.ScoreCriteria(self._review, scores), self._accepted, self._not_done)

    def _accepted(self, facts: tuple[Fact, ...]) -> None:
        self.said.emit(self.phrases.say("window.review.accepted", count=len(facts)))
        self.list.setFocus()
        self.refresh()

    @Slot()
    def finish(self) -> None:
        """The result stands."""
        self.bridge.do(c.FinishReview(self._review), None, self._not_done)

    @Slot(str)
    def _reopen(self, reason: str) -> None:
        self.bridge.do(c.ReopenReview(self._review, reason), None, self._not_done)

    def _not_done(self, error: DeskError) -> None:
        self.head.refuse(f"{self.phrases.say(error.code, **error.facts)} ({error.code})")

    @Slot()
    def _open_case(self) -> None:
        if self.detail is not None:
            self.open_case.emit(self.detail.row.case)

    @Slot()
    def save_sheet(self) -> None:
        """The result sheet, PDF or XLSX, into a new file."""
        if self.detail is None:
            return
        say, row = self.phrases.say, self.detail.row
        name = say("window.review.sheet-name", number=row.number, turn=row.turn)
        safe = "".join(each if each.isalnum() or each in " -_." else "_" for each in name)
        pattern = "PDF (*.pdf);;Excel (*.xlsx)"
        path = dialogs.ask_save_path(self, say("window.review.sheet"), f"{safe}.pdf", pattern)
        if not path:
            return
        try:
            write_result(Path(path), self.detail, self.phrases, self.item_name)
        except DeskError as error:
            self.failed.emit(error)
        else:
            self.said.emit(say("terminal.review.written", path=Path(path).name))

    # -- what happens meanwhile ------------------------------------------------------------------

    @Slot(object)
    def _hear(self, facts: tuple[Fact, ...]) -> None:
        if self._review and any(self._concerns(fact) for fact in facts):
            self._pause.start()

    def _concerns(self, fact: Fact) -> bool:
        case = self.detail.row.case if self.detail else ""
        return case in ("", getattr(fact, "case", "")) or bool(getattr(fact, "recording", ""))
