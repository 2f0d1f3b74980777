"""The inbox: recordings that need a place, one after the other. In: keys. Out: links, tags, what is set aside.

Enter accepts what is suggested, a digit or letter picks a record item, `/` finds a case, N goes on, U takes back. What
is chosen goes at once to its place and the next one is shown; what was refused stays in the list and says why.
"""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from recorder_desk.commands.cases import LinkRecording
from recorder_desk.commands.tagging import LinkRecordings, NoteRecordings, TagRecordings
from recorder_desk.domain import facts as f
from recorder_desk.domain.recording import RecordingRow
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.inbox.ask_line import AskLine
from ui.window.inbox.keys import act_of, item_of
from ui.window.inbox.place_panel import PlacePanel
from ui.window.inbox.viewer import Viewer
from ui.window.inbox.waiting_list import FEED, WaitingList
from ui.window.page import Page, WindowContext
from ui.window.theme import Theme
from ui.window.widgets.controls import across, down, frame
from ui.window.widgets.empty import EmptyState
from ui.window.widgets.label import Label
from ui.window.widgets.wiring import splitter


class InboxPage(Page):
    """The list at the left, the picture in the middle, the places at the right."""

    name = "inbox"
    icon = "list"
    title_code = "inbox.title"

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        """Asks the desk when it first comes into sight."""
        super().__init__(bridge, phrases, theme, context)
        self._build()
        self.list.waiting.filled.connect(self._filled)
        self.list.waiting.begun.connect(self._begun)
        bridge.facts.connect(self._hear)
        self.list.waiting.sleep()
        self.list.waiting.show(FEED)

    # -- making ----------------------------------------------------------------------------------

    def _build(self) -> None:
        say = self.phrases.say
        self.list, self.viewer, self.panel = WaitingList(self), Viewer(self), PlacePanel(self)
        self.list.installEventFilter(self)
        self.list.shown.connect(self._show)
        self.line = AskLine(self.phrases)
        self.viewer.stopped.connect(self._to_list)
        self.panel.picked.connect(self._link)
        self.panel.left.connect(self._to_list)
        self.line.given.connect(self._answered)
        self.line.left.connect(self._to_list)
        self.count = Label("", "quiet")
        self.hint = Label(say("inbox.keys"), "quiet", wrap=True)
        self.none = EmptyState(self.theme, "circle-check")
        self.none.tell(say("inbox.empty"), say("inbox.empty-what"))
        self._arrange()
        self.setFocusProxy(self.list)

    def _arrange(self) -> None:
        title = Label(self.phrases.say(self.title_code), "head")
        right = down(self.panel, gap=0)
        right.setStretch(0, 1)
        right.addWidget(frame("foot", down(self.line, self.hint, gap=8, margins=(16, 10, 16, 12))))
        side = QWidget()
        side.setLayout(right)
        self.work = splitter((self.list, self.viewer, side), 1, self.context.memory, "inbox", [300, 560, 360])
        self._stack = QStackedWidget()
        self._stack.addWidget(self.work)
        self._stack.addWidget(self.none)
        box = down(frame("bar", across(title, self.count, 1, margins=(16, 10, 12, 10))), gap=0)
        box.addWidget(self._stack, 1)
        self.setLayout(box)

    # -- the list --------------------------------------------------------------------------------

    @Slot(int)
    def _begun(self, count: int) -> None:
        self._stack.setCurrentWidget(self.work if count else self.none)

    @Slot(int)
    def _filled(self, count: int) -> None:
        self.count.setText(self.phrases.say("inbox.count", count=count))
        self._begun(count)

    @Slot(object)
    def _show(self, row: RecordingRow | None) -> None:
        count = len(self.list.chosen_places())
        self.hint.setText(self.phrases.say("inbox.many" if count > 1 else "inbox.keys", count=count))
        self.viewer.show_row(row)
        self.panel.show_recording(row.id if row else "")

    def go_on(self) -> None:
        """The next one; the keyboard is the list's."""
        self.list.go_on()
        self._to_list()

    @Slot()
    def _to_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- hands -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that mean something here never become the list's own."""
        if watched is self.list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._act(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the widget that holds the keyboard did not want."""
        typing = any(each.hasFocus() for each in (self.panel.cases.field, self.panel.items.field, self.line.field))
        if event.key() == Qt.Key.Key_Escape:
            self.panel.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not typing:
            self._act(event)

    def _act(self, event: QKeyEvent) -> bool:
        acts = {
            "accept": self.panel.enter, "play": self.viewer.play, "next": self.go_on, "undo": self.undo.emit,
            "case": self.panel.find_case, "item": self.panel.find_item, "other": self.panel.other,
        }  # fmt: skip
        act, item = act_of(event), item_of(event)
        if act in acts:
            acts[act]()
        elif act:
            self.line.ask(act)
        elif item >= 0:
            self.panel.pick(item)
        else:
            return False
        return True

    @Slot(str, str, str)
    def _link(self, case: str, item: str, reason: str) -> None:
        ids, (since, until) = self.list.ids(), self.viewer.shown_range
        if len(ids) == 1 and (since or until):
            self.bridge.do(LinkRecording(ids[0], case, item, since, until, reason), self._linked)
        elif ids:
            self.bridge.do(LinkRecordings(ids, case, item, reason), self._linked)
        self.go_on()

    def _linked(self, facts: Any) -> None:
        self.say.emit(self.phrases.say("window.link.linked", count=len(facts)))

    @Slot(str, str)
    def _answered(self, asked: str, told: str) -> None:
        ids = self.list.ids()
        if asked == "tag":
            tags = tuple(each for each in re.split(r"[,，、;；]", told) if each.strip())
            self.bridge.do(TagRecordings(ids, tags), self._tagged)
        else:
            self.bridge.do(NoteRecordings(ids, "aside", "yes", told), self._put_aside)
            self.go_on()
        self._to_list()

    def _tagged(self, facts: Any) -> None:
        self.say.emit(self.phrases.say("inbox.tagged"))

    def _put_aside(self, facts: Any) -> None:
        self.say.emit(self.phrases.say("inbox.put-aside"))

    # -- what happens meanwhile ------------------------------------------------------------------

    @Slot(object)
    def _hear(self, facts: tuple[f.Fact, ...]) -> None:
        """What was taken back needs a place again."""
        if any(isinstance(each, f.ActionUndone) for each in facts):
            for each in facts:
                if isinstance(each, f.RecordingUnlinked | f.RecordingNoted):
                    self.list.look_for(each.recording)

    def came_into_sight(self) -> None:
        """Ask for what is new since."""
        self.list.waiting.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight nothing is asked and nothing plays."""
        super().hideEvent(event)
        self.viewer.stop()
        self.list.waiting.sleep()

    def leave(self) -> None:
        """Let go of the file that plays."""
        self.viewer.player.close_media()
