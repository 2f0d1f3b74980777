"""One case: head, its record items with what is linked, its trace, its journal.

In: a case id. Out: wishes to play, commands to unlink and seal, dialogs to amend and link. Asked
anew whenever a fact concerns the case.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QTabWidget, QWidget

from recorder_desk.commands.archive import SealCase
from recorder_desk.commands.cases import UnlinkRecording
from recorder_desk.commands.casework import JudgeItem
from recorder_desk.domain.case import CaseDetail
from recorder_desk.domain.coverage import Coverage, Verdict
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.happening import Progress
from recorder_desk.domain.recording import RecordingDetail, RecordingRow
from recorder_desk.errors import DeskError
from recorder_desk.queries.cases import ShowCase
from recorder_desk.queries.casework import CoverageOf
from recorder_desk.queries.recordings import Filter, RecordingsPage, ShowRecording
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.cases.case_clocks import ClockLines
from ui.window.cases.case_dialog import CaseDialog
from ui.window.cases.case_head import CaseHead
from ui.window.cases.case_items import CaseItems, CaseTrace
from ui.window.cases.case_journal import CaseJournal
from ui.window.cases.case_printing import CasePrinting
from ui.window.cases.case_work import CaseWork
from ui.window.cases.link_dialog import LinkDialog
from ui.window.cases.picker import Picker
from ui.window.cases.seal_panel import SealPanel
from ui.window.cases.words import why_fixed
from ui.window.code_dialog import CodeDialog
from ui.window.page import WindowContext
from ui.window.pictures import pictures_of
from ui.window.theme import Theme
from ui.window.widgets.controls import down, frame

MOST_RECORDINGS = 2000
PAUSE_MS = 100


class CaseView(QWidget):
    """Shows one case."""

    play = Signal(str, int)
    failed = Signal(object)
    """A DeskError nobody else shows."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        super().__init__()
        self.bridge, self.phrases, self.theme, self.context = bridge, phrases, theme, context
        self._case, self._question, self._rows_question, self._asked, self._wanted_item = "", 0, 0, 0, ""
        self.detail: CaseDetail | None = None
        self.coverage: Coverage | None = None
        self._rows: dict[str, RecordingRow] = {}
        self._shown: object = None
        pictures = pictures_of(bridge)
        self.head = CaseHead(phrases, theme, ClockLines(bridge, phrases, theme))
        self.printing = CasePrinting(bridge, phrases, self.head.print_button, self)
        self.seal_panel = SealPanel(phrases, theme, context.settings.case_retention)
        self.items = CaseItems(phrases, theme, pictures, self.seal_panel)
        self.trace = CaseTrace(phrases, theme, pictures)
        self.journal = CaseJournal(bridge, phrases, theme)
        self.tabs = _tabs(phrases)
        self.tabs.addTab(self.items, phrases.say("cases.tab.items"))
        self.work = CaseWork(bridge, phrases, theme, context, self.tabs)
        self.tabs.addTab(self.trace, phrases.say("cases.tab.trace"))
        self.tabs.addTab(self.journal, phrases.say("cases.tab.journal"))
        self.setLayout(down(self.head, frame("panel", down(self.tabs)), gap=0))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.refresh)
        self._wire()

    def _wire(self) -> None:
        self.head.amend.connect(self.amend)
        self.head.link.connect(self.link)
        self.head.seal.connect(self.rehearse_seal)
        self.head.code.connect(self.show_code)
        for part in (self.items, self.trace, self.work):
            part.play.connect(self.play)
        self.items.unlink.connect(self._unlink)
        self.items.wanted.connect(self._link_here)
        self.items.judged.connect(self._judge)
        self.work.failed.connect(self.failed)
        self.printing.failed.connect(self.failed)
        self.seal_panel.confirmed.connect(self._seal)
        self.bridge.facts.connect(self._hear_facts)
        self.bridge.progress.connect(self._hear_progress)

    @property
    def case(self) -> str:
        """The id of the case shown, or ''."""
        return self._case

    def show_case(self, case: str) -> None:
        """Show a case by its id."""
        if case != self._case:
            self._case, self.detail, self._rows, self._shown = case, None, {}, None
            self.seal_panel.put_away()
            self.journal.show_case(case)
            self.head.clocks.show_case(case)
            self.work.show_case(case)
            self.items.list.verticalScrollBar().setValue(0)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask anew; not while somebody is typing a reason in a row that would be rebuilt."""
        if self.items.being_written():
            self._pause.start()
        elif self._case:
            self._question = self.bridge.ask(ShowCase(self._case), self._take, self._fail, self._question)

    @Slot()
    def show_code(self) -> None:
        """The case's code, to be filmed."""
        if self.detail is not None:
            CodeDialog(self.bridge.session.codes, self.phrases, self.theme, self, self.detail.row).open()

    def _take(self, detail: CaseDetail) -> None:
        if detail.row.id != self._case:
            return
        self.detail = detail
        page = RecordingsPage(Filter(case=self._case), limit=MOST_RECORDINGS)
        self._rows_question = self.bridge.ask(page, self._take_rows, self._fail, self._rows_question)

    def _take_rows(self, rows: tuple[RecordingRow, ...]) -> None:
        if self.detail is None:
            return
        self._rows.update({row.id: row for row in rows})
        told = partial(self._take_coverage, rows)
        self._asked = self.bridge.ask(CoverageOf(self._case), told, self._fail, self._asked)
        for recording in {link.recording for link in self.detail.links}.difference(self._rows):
            self.bridge.ask(ShowRecording(recording), self._take_recording, self._fail)

    def _take_coverage(self, rows: tuple[RecordingRow, ...], told: Coverage) -> None:
        self.coverage = told
        if self.detail is not None and self._shown != (self.detail, rows, told):
            self._shown = (self.detail, rows, told)  # the same again is not built under the person's hands
            self._show(self.detail, told)

    def _take_recording(self, told: RecordingDetail) -> None:
        self._rows[told.row.id] = told.row
        if self.detail is not None:
            self.trace.show_case(self.detail, self._rows)

    def _fail(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _show(self, detail: CaseDetail, told: Coverage) -> None:
        fixed = why_fixed(detail.row, self.context.mode, self.phrases)
        self.head.show_row(detail.row, fixed)
        self.printing.show_case(detail.row.id, detail.row.number)
        self.work.show_row(detail.row, fixed)
        if detail.row.state == "sealing":
            self.seal_panel.show_progress(None)
        elif detail.row.state == "sealed":
            self.seal_panel.put_away()
        elif self.seal_panel.button is not None:
            self._rehearse()
        items = self.bridge.session.items_of(detail.row)
        self.items.show_case(detail, items, self._rows, fixed, {cell.item: cell for cell in told.cells})
        self.trace.show_case(detail, self._rows)
        gone, name = sum(1 for link in detail.links if link.unlinked_at), self.phrases.say("cases.tab.trace")
        self.tabs.setTabText(self.tabs.indexOf(self.trace), f"{name} ({gone})" if gone else name)

    # -- what a person does ----------------------------------------------------------------------

    @Slot()
    def amend(self) -> None:
        """Other words on the case."""
        if self._free():
            row = self.detail.row if self.detail else None
            CaseDialog(self.bridge, self.phrases, self.theme, self.context, self, row).open()

    @Slot()
    def link(self) -> None:
        """Choose recordings without a place, then where they belong in this case."""
        self._link_here("")

    @Slot(str)
    def _link_here(self, item: str) -> None:
        if self._free() and self.detail is not None:
            self._wanted_item = item
            into = self.phrases.say("cases.pick.into", number=self.detail.row.number)
            picker = Picker(self.bridge, self.phrases, self.theme, self.context, self, into)
            picker.picked.connect(self._picked)
            picker.open()

    @Slot(object)
    def _picked(self, recordings: list[str]) -> None:
        LinkDialog(
            self.bridge, self.phrases, self.theme, self.context, recordings, self,
            case=self._case, item=self._wanted_item,
        ).open()  # fmt: skip

    @Slot(str, str, str)
    def _unlink(self, recording: str, item: str, reason: str) -> None:
        self.bridge.do(UnlinkRecording(recording, self._case, item, reason), None, self._unlink_failed)

    @Slot(str, str, str)
    def _judge(self, item: str, verdict: Verdict, reason: str) -> None:
        self.bridge.do(JudgeItem(self._case, item, verdict, reason), None, self._fail)

    def _unlink_failed(self, error: DeskError) -> None:
        self._shown = None  # the row waits for an end: give it back
        self.refresh()
        self.failed.emit(error)

    @Slot()
    def rehearse_seal(self) -> None:
        """Show exactly what sealing would do."""
        if self._free():
            self._rehearse()
            self.tabs.setCurrentIndex(0)
            self.items.list.verticalScrollBar().setValue(0)
            self.seal_panel.setFocus()

    def _rehearse(self) -> None:
        if self.detail is not None and self.coverage is not None:
            items = self.bridge.session.items_of(self.detail.row)
            self.seal_panel.rehearse(self.detail, items, self._rows, self.coverage)

    @Slot()
    def _seal(self) -> None:
        self.bridge.do(SealCase(self._case), None, self.seal_panel.refuse)

    def _free(self) -> bool:
        return self.detail is not None and not why_fixed(self.detail.row, self.context.mode, self.phrases)

    # -- what happens meanwhile ------------------------------------------------------------------

    @Slot(object)
    def _hear_facts(self, facts: tuple[Fact, ...]) -> None:
        if self._case and any(_concerns(fact, self._case, self._rows) for fact in facts):
            self._pause.start()

    @Slot(object)
    def _hear_progress(self, progress: Progress) -> None:
        if progress.step == "seal" and progress.subject == self._case and not progress.ended:
            self.seal_panel.show_progress(progress)


def _concerns(fact: Fact, case: str, recordings: Collection[str]) -> bool:
    return getattr(fact, "case", "") == case or getattr(fact, "recording", "") in recordings


def _tabs(phrases: Phrases) -> QTabWidget:
    """Tabs without a frame of their own."""
    tabs = QTabWidget()
    tabs.setDocumentMode(True)
    tabs.tabBar().setDrawBase(False)
    tabs.setAccessibleName(phrases.say("cases.title"))
    tabs.tabBar().setAccessibleName(phrases.say("cases.title"))
    return tabs
