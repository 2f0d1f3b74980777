"""Dock: may I unplug? A card for each drop folder, today's recordings, and what needs a person.

In: the desk's dock states, live. Out: folders added and removed, files offered by hand.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from recorder_desk.commands.dock import AddDropFolder, OfferPath, RemoveDropFolder
from recorder_desk.domain.clock import ClockDetail
from recorder_desk.domain.docked import DockState
from recorder_desk.domain.facts import (
    DropFolderAdded,
    DropFolderRemoved,
    Fact,
    NamesRead,
    OfferClosed,
    OfferOpened,
    RecorderMarked,
    RecorderWorn,
)
from recorder_desk.domain.names import raw
from recorder_desk.domain.recorder import UnknownRecorder
from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries.dock import DockStates
from recorder_desk.queries.recorders import DockRecorders
from ui.phrases import Phrases
from ui.window import dialogs
from ui.window.bridge import DeskBridge
from ui.window.clock_dialog import ClockDialog
from ui.window.code_dialog import CodeDialog
from ui.window.delegates import RecordingDelegate
from ui.window.page import Page, WindowContext
from ui.window.pictures import pictures_of
from ui.window.recorder_dialog import RecorderDialog
from ui.window.recording_rows import MOST_TODAY, columns, received_on
from ui.window.release_dialog import ReleaseDialog
from ui.window.rows_model import RowsModel
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down, frame
from ui.window.widgets.dock_card import DockCard
from ui.window.widgets.dock_cards import DockCards
from ui.window.widgets.empty import EmptyState
from ui.window.widgets.label import Label, plain_tip
from ui.window.widgets.needs import Needs
from ui.window.widgets.tables import Repaint, RowsGrid
from ui.window.widgets.wiring import splitter

CELL = QSize(196, 176)


class DockPage(Page):
    """Files and folders may be dropped anywhere on it."""

    name = "dock"
    icon = "inbox"
    title_code = "window.dock.title"

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        """Asks the desk when it comes into sight."""
        super().__init__(bridge, phrases, theme, context)
        self._question = self._recorder_question = 0
        self._card = partial(DockCard, theme, phrases, releases=context.settings.release_recorders)
        self.cards: dict[str, DockCard] = {}
        self._recorders: dict[str, tuple[str, str, str]] = {}
        self._day = ""
        self.setAcceptDrops(True)
        self._build()
        bridge.docks.connect(self._hear_dock)
        bridge.facts.connect(self._hear)

    # -- making --------------------------------------------------------------------------------------

    def _build(self) -> None:
        say = self.phrases.say
        offer = Button(self.theme, say("window.dock.offer"), self._offer_files, icon="files")
        self._add = Button(self.theme, say("window.dock.add"), self._add_folder, icon="folder-plus", primary=True)
        code = Button(self.theme, say("window.code.time"), self._show_code, icon="clock")
        code.setToolTip(plain_tip(say("window.code.time-tip")))
        bar = frame(
            "bar", across(Label(say(self.title_code), "head"), 1, code, offer, self._add, margins=(16, 10, 12, 10))
        )
        self._empty = EmptyState(self.theme, "usb")
        self._empty.tell(
            say("window.dock.empty"), say("window.dock.empty-what"), say("window.dock.add"), self._add_folder
        )
        self.setFocusProxy(self._add)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._area = DockCards(say("window.dock.cards"))
        self._stack.addWidget(self._area)
        self.needs = Needs(self)
        self.needs.setMinimumWidth(260)
        self.needs.show_recording.connect(self.show_recording)
        self.needs.ask_about.connect(self._ask_about)
        left = QWidget()
        left.setLayout(down(bar, self._halves(), gap=0))
        self.setLayout(down(splitter((left, self.needs), 0, self.context.memory, "dock", [940, 320])))

    def _halves(self) -> QSplitter:
        pictures = pictures_of(self.bridge)
        self.today = RowsModel(self.bridge, columns(self.phrases, self.context.lists), self)
        self.today.filled.connect(self._counted)
        self.posters = RowsGrid(self.today, CELL)
        self.posters.setItemDelegate(RecordingDelegate(self.theme, self.phrases, pictures, self.posters, grid=True))
        self.posters.setAccessibleName(self.phrases.say("window.dock.today"))
        self.posters.opened.connect(self._play)
        self._repaint = Repaint(self.posters, pictures)
        self._none = EmptyState(self.theme, "clapperboard")
        self._none.tell(self.phrases.say("window.dock.none-today"), self.phrases.say("window.dock.none-today-what"))
        self._lower = QStackedWidget()
        self._lower.addWidget(self._none)
        self._lower.addWidget(self.posters)
        self._total = Label("", "quiet")
        box = _below(Label(self.phrases.say("window.dock.today"), "head"), self._total, self._lower)
        halves = self._halves_of = QSplitter(Qt.Orientation.Vertical)
        halves.addWidget(self._stack)
        halves.addWidget(frame("panel", box))
        halves.setChildrenCollapsible(False)
        halves.setSizes([300, 470])
        return halves

    # -- the cards -----------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._question = self.bridge.ask(DockStates(), self._take, instead=self._question)
        query = DockRecorders(date.today().isoformat())
        self._recorder_question = self.bridge.ask(query, self._take_recorders, instead=self._recorder_question)

    def _take_recorders(self, recorders: dict[str, tuple[str, str, str]]) -> None:
        self._recorders = recorders
        self._tell_recorders()

    def _tell_recorders(self) -> None:
        for card in self.cards.values():
            card.show_recorder(*self._recorders.get(card.path, ("", "", "")))

    def _take(self, states: Sequence[DockState]) -> None:
        for dock in [dock for dock in self.cards if all(state.dock != dock for state in states)]:
            self.cards.pop(dock).deleteLater()
        for state in states:
            self._show_state(state)
        self._tell_recorders()
        self._place()

    @Slot(object)
    def _hear_dock(self, state: DockState) -> None:
        if state.dock in self.cards:
            self._show_state(state)
        else:
            self._ask()

    def _show_state(self, state: DockState) -> None:
        card = self.cards.get(state.dock)
        if card is None:
            card = self.cards[state.dock] = self._card(state)
            card.remove.connect(self._remove_folder)
            card.release.connect(self._release)
            card.clock.connect(self._show_clock)
        else:
            card.show_state(state)

    def _place(self) -> None:
        self._area.place(list(self.cards.values()))
        self._stack.setCurrentIndex(1 if self.cards else 0)

    @Slot(object)
    def _hear(self, facts: tuple[Fact, ...]) -> None:
        kinds = (DropFolderAdded, DropFolderRemoved, OfferOpened, OfferClosed, NamesRead, RecorderMarked, RecorderWorn)
        if self.isVisible() and any(isinstance(fact, kinds) for fact in facts):
            self._ask()

    # -- acting --------------------------------------------------------------------------------------

    @Slot()
    def _add_folder(self) -> None:
        path = dialogs.ask_folder(self, self.phrases.say("window.dock.add"))
        if path:
            self.bridge.do(AddDropFolder(os.path.normpath(path)), partial(self._done, "window.dock.added"))

    @Slot(str)
    def _remove_folder(self, path: str) -> None:
        self.bridge.do(RemoveDropFolder(raw(path)), partial(self._done, "window.dock.removed"))

    @Slot(str)
    def _release(self, path: str) -> None:
        ReleaseDialog(self.bridge, self.phrases, self.theme, path, self).open()

    @Slot(object)
    def _ask_about(self, what: UnknownRecorder | ClockDetail) -> None:
        if isinstance(what, ClockDetail):
            self._show_clock(what.recorder, what.serial)
        else:
            RecorderDialog(self.bridge, self.phrases, self.theme, what, self).open()

    @Slot(str, str)
    def _show_clock(self, recorder: str, serial: str) -> None:
        bound_ms = self.context.settings.clock_offset_seconds * 1000
        ClockDialog(self.bridge, self.phrases, self.theme, (recorder, serial), bound_ms, self).open()

    @Slot()
    def _show_code(self) -> None:
        CodeDialog(self.bridge.session.codes, self.phrases, self.theme, self, None).open()

    @Slot()
    def _offer_files(self) -> None:
        self._offer(dialogs.ask_files(self, self.phrases.say("window.dock.offer")))

    def _offer(self, paths: Sequence[str]) -> None:
        for path in paths:
            self.bridge.do(OfferPath(os.path.normpath(path)), partial(self._done, "window.dock.offered"))

    def _done(self, code: str, facts: Any) -> None:
        self.say.emit(self.phrases.say(code))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders of this machine are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """What is dropped is offered; it stays where it lies."""
        event.acceptProposedAction()
        self._offer([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    # -- today ---------------------------------------------------------------------------------------

    @Slot(int)
    def _counted(self, count: int) -> None:
        many = f"{count:,}+" if count >= MOST_TODAY else f"{count:,}"
        self._total.setText(self.phrases.say("window.recordings.count", count=many) if count else "")
        self._lower.setCurrentIndex(1 if count else 0)

    @Slot(object)
    def _play(self, row: RecordingRow) -> None:
        self.open_recording.emit(row.id, 0)

    def came_into_sight(self) -> None:
        """Ask how everything is now."""
        today = date.today().isoformat()
        if today != self._day:
            self._day = today
            self.today.show(received_on(today))
        self.today.wake()
        self._ask()
        self.needs.ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight, the posters ask nothing."""
        super().hideEvent(event)
        self.today.sleep()


def _below(words: Label, total: Label, what: QWidget) -> QVBoxLayout:
    """What was received today, under its heading."""
    box = down(gap=0)
    box.addLayout(across(words, total, 1, margins=(16, 10, 12, 6)))
    box.addWidget(what, 1)
    return box
