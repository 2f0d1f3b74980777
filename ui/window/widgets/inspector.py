"""Everything about one recording, beside the list. In: what is chosen. Out: play, link, open a case.

What is shown is asked from the desk, and again after every fact that touches it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from recorder_desk.commands.cases import UnlinkRecording
from recorder_desk.commands.recordings import OrderRetry
from recorder_desk.commands.rescue import OrderRescue
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.finding import Finding
from recorder_desk.domain.recording import LinkRow, RecordingDetail
from recorder_desk.errors import DeskError
from recorder_desk.queries.codes import CodesIn, FilmedRow
from recorder_desk.queries.recordings import ShowRecording
from ui.window.cases.link_dialog import LinkDialog
from ui.window.page import Page
from ui.window.recording_words import touches
from ui.window.widgets.controls import Button, across, down, empty, frame
from ui.window.widgets.inspector_parts import Parts
from ui.window.widgets.label import Label, plain_tip
from ui.window.widgets.say_dialog import say_of

WIDTH = 348
AGAIN_MS = 150


class Inspector(QFrame):
    """For one recording all about it; for several what can be done with all of them."""

    play = Signal(str)
    link = Signal(object)
    open_case = Signal(str)

    def __init__(self, page: Page) -> None:
        """Takes bridge, phrases, theme and context from the page it stands on."""
        super().__init__()
        self.setObjectName("side")
        self._page, self._say = page, page.phrases.say
        self._ids: list[str] = []
        self._detail: RecordingDetail | None = None
        self._filmed: tuple[FilmedRow, ...] = ()
        self._question, self._checking = 0, ""
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._ask)
        self._build()
        page.bridge.facts.connect(self._hear)
        self.show_chosen([])

    def _build(self) -> None:
        theme, inside = self._page.theme, QWidget()
        inside.setObjectName("inside")
        self._inside = inside
        self._box = QVBoxLayout(inside)
        self._box.setContentsMargins(16, 14, 16, 14)
        self._box.setSpacing(12)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        self._scroll.setAccessibleName(self._say("window.inspector.title"))
        self._link = Button(theme, self._say("window.inspector.link"), self._link_them, icon="link")
        self._play = Button(theme, self._say("window.inspector.play"), self._play_it, icon="play", primary=True)
        self._play.setToolTip(plain_tip(self._say("window.inspector.play-tip")))
        row = across(margins=(16, 12, 16, 12))
        row.addWidget(self._link, 1)
        row.addWidget(self._play, 1)
        self._foot = frame("foot", row)
        self.setLayout(down(gap=0))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._foot)
        self.setMinimumWidth(300)

    def show_chosen(self, ids: list[str]) -> None:
        """Show these recordings (none: what to do first)."""
        if ids == self._ids and ids and self._detail is not None:
            return
        self._ids, self._detail = list(ids), None
        self._page.bridge.forget(self._question)
        self._foot.setVisible(bool(ids))
        self._play.setVisible(len(ids) == 1)
        if len(ids) == 1:
            self._ask()
        else:
            self._fill_plain()

    def _fill_plain(self) -> None:
        empty(self._box)
        count = len(self._ids)
        words = self._say("window.inspector.many", count=count) if count else self._say("window.inspector.none")
        self._box.addWidget(Label(words, "head" if count else "quiet", wrap=True))
        if count:
            self._box.addWidget(Label(self._say("window.inspector.many-hint"), "quiet", wrap=True))
            theme = self._page.theme
            self._box.addWidget(Button(theme, self._say("saying.open-many"), self.say_of_them, icon="pencil"))
            words = self._say("window.check.many", count=count)
            self._box.addWidget(Button(theme, words, self.check, icon="shield-check"))
        self._box.addStretch(1)

    # -- asking --------------------------------------------------------------------------------------

    @Slot()
    def _ask(self) -> None:
        if len(self._ids) == 1:
            self._question = self._page.bridge.ask(CodesIn(self._ids[0]), self._told, self._missed, self._question)

    def _told(self, filmed: tuple[FilmedRow, ...]) -> None:
        """What was filmed is known: the rest of it."""
        if len(self._ids) == 1:
            query = ShowRecording(self._ids[0])
            self._question = self._page.bridge.ask(query, partial(self._take, filmed), self._missed)

    def _take(self, filmed: tuple[FilmedRow, ...], detail: RecordingDetail) -> None:
        if [detail.row.id] != self._ids or (detail, filmed) == (self._detail, self._filmed):
            return
        same = self._detail is not None
        at = self._scroll.verticalScrollBar().value() if same else 0
        self._detail, self._filmed = detail, filmed
        self._fill(detail)
        self._inside.adjustSize()
        self._scroll.verticalScrollBar().setValue(at)

    def _missed(self, error: DeskError) -> None:
        self._page.notice.emit(error)

    @Slot(object)
    def _hear(self, facts: tuple[Fact, ...]) -> None:
        if len(self._ids) == 1 and any(touches(fact, self._ids[0]) for fact in facts) and not self._again.isActive():
            self._again.start()

    def _fill(self, detail: RecordingDetail) -> None:
        empty(self._box)
        parts = Parts(self._page, detail, self._filmed)
        for part in parts.all():
            self._box.addWidget(part)
        self._box.addStretch(1)
        parts.poster.clicked.connect(self._play_it)
        parts.check.clicked.connect(self.check)
        parts.check.setEnabled(self._checking != detail.row.id)
        if parts.retry is not None:
            parts.retry.clicked.connect(self._retry)
        if parts.rescue is not None:
            parts.rescue.clicked.connect(self._rescue)
        for card in parts.cards:
            card.open_case.connect(self.open_case)
            card.unlink.connect(self._unlink)
        for code in parts.codes:
            code.accepted.connect(self._accept)
        if parts.suggested is not None:
            parts.suggested.chosen.connect(self._accept)
        self._play.setEnabled(detail.play_role != "none")
        sealed = detail.row.state == "sealed"
        self._link.setEnabled(not sealed)
        self._link.setToolTip(plain_tip(self._say("link.recording-sealed")) if sealed else "")

    # -- acting --------------------------------------------------------------------------------------

    @Slot()
    def _play_it(self) -> None:
        if len(self._ids) == 1:
            self.play.emit(self._ids[0])

    @Slot()
    def _link_them(self) -> None:
        if self._ids and self._link.isEnabled():
            self.link.emit(list(self._ids))

    def say_of_them(self) -> None:
        """Tags and notes of what is chosen."""
        say_of(self._page, list(self._ids))

    @Slot(str)
    def _accept(self, case: str) -> None:
        """A code suggests the case; the record item is asked."""
        page = self._page
        dialog = LinkDialog(page.bridge, page.phrases, page.theme, page.context, list(self._ids), self, case=case)
        dialog.linked.connect(self._linked)
        dialog.open()

    def _linked(self, count: int) -> None:
        self._page.say.emit(self._say("window.link.linked", count=count))

    @Slot()
    def check(self) -> None:
        """Re-read the chosen originals now."""
        if self._ids:
            self._checking = self._ids[0]
            self._page.say.emit(self._say("window.check.begun", count=len(self._ids)))
            self._page.bridge.check(tuple(self._ids), self._checked, self._check_failed)

    def _checked(self, findings: tuple[Finding, ...]) -> None:
        self._checking, self._detail = "", None
        words = "window.check.done-bad" if findings else "window.check.done-good"
        self._page.say.emit(self._say(words, count=len(findings)))
        self._ask()

    def _check_failed(self, error: DeskError) -> None:
        self._checking = ""
        self._page.notice.emit(error)

    @Slot()
    def _retry(self) -> None:
        if len(self._ids) == 1:
            self._page.bridge.do(OrderRetry(self._ids[0]), self._retried)

    @Slot()
    def _rescue(self) -> None:
        if len(self._ids) == 1:
            self._page.bridge.do(OrderRescue(self._ids[0]), self._rescue_ordered)

    def _rescue_ordered(self, facts: Any) -> None:
        self._page.say.emit(self._say("window.inspector.rescue-ordered"))

    def _retried(self, facts: Any) -> None:
        self._page.say.emit(self._say("window.retry.ordered"))

    @Slot(object, str)
    def _unlink(self, link: LinkRow, reason: str) -> None:
        command = UnlinkRecording(link.recording, link.case_id, link.item, reason)
        self._page.bridge.do(command, self._unlinked)

    def _unlinked(self, facts: Any) -> None:
        self._page.say.emit(self._say("window.link.unlinked"))
