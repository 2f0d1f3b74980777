"""What the window shows, in one language: the rail, the pages, the player, the strip. It wires them.

Pages say by signal what should be opened; only this module knows which page that is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from recorder_desk.commands.tagging import Redo, Undo
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.finding import Finding
from recorder_desk.errors import DeskError
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.bureau.bureau_page import BureauPage
from ui.window.cases.link_dialog import LinkDialog
from ui.window.exports.opening import Exporting
from ui.window.inbox.inbox_page import InboxPage
from ui.window.jump import Goal, Jump
from ui.window.page import Page, WindowContext
from ui.window.pages.cases_page import CasesPage
from ui.window.pages.dock_page import DockPage
from ui.window.pages.journal_page import JournalPage
from ui.window.pages.recordings_page import RecordingsPage
from ui.window.player.player_view import PlayerView
from ui.window.review.review_page import ReviewPage
from ui.window.theme import Theme
from ui.window.together.together_view import TogetherView
from ui.window.widgets.bottom_strip import BottomStrip
from ui.window.widgets.controls import across, down
from ui.window.widgets.nav_rail import NavRail
from ui.window.widgets.notices import NoticeBar, Toast

PAGES: tuple[type[Page], ...] = (DockPage, InboxPage, RecordingsPage, CasesPage, ReviewPage, BureauPage, JournalPage)


def _framed(rail: NavRail, stack: QStackedWidget, notices: NoticeBar, strip: BottomStrip) -> QVBoxLayout:
    """The rail on the left, notices over what is shown, the strip below."""
    holder = QWidget()
    holder.setLayout(across(notices, margins=(12, 8, 12, 8)))
    holder.hide()
    notices.shown.connect(holder.setVisible)
    middle = down(holder, gap=0)
    middle.addWidget(stack, 1)
    upper = across(rail, gap=0)
    upper.addLayout(middle, 1)
    box = down(gap=0)
    box.addLayout(upper, 1)
    box.addWidget(strip)
    return box


class Stage(QWidget):
    """Built anew for each language; `leave` before it goes."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        """Shows the page that was shown last."""
        super().__init__()
        self._bridge, self._phrases, self._theme, self._context = bridge, phrases, theme, context
        self.pages = [make(bridge, phrases, theme, context) for make in PAGES]
        self.player = PlayerView(bridge, phrases, theme, context)
        self.player.back.connect(self.leave_player)
        self.exporting = Exporting(bridge, phrases, theme, self)
        self.together = TogetherView(bridge, phrases, theme, context)
        self.together.back.connect(self.leave_player)
        self._stack = QStackedWidget()
        self.notices = NoticeBar(theme, phrases)
        self.toast = Toast(self)
        self.together.said.connect(self.toast.tell)
        self.player.say.connect(self.toast.tell)
        self.player.export_wanted.connect(self.export)
        for page in self.pages:
            self._stack.addWidget(page)
            self._wire(page)
        self._stack.addWidget(self.player)
        self.together.stand_beside(self.player, self._stack)
        self._at = 0
        self.rail = NavRail(theme, phrases, self.pages)
        self.rail.chosen.connect(self.show_number)
        self.rail.jump.connect(self.jump)
        self.rail.language_chosen.connect(self.language_chosen)
        self.rail.theme_chosen.connect(self.theme_chosen)
        self.strip = BottomStrip(bridge, phrases, theme, context)
        self.setLayout(_framed(self.rail, self._stack, self.notices, self.strip))
        bridge.failed.connect(self.notices.tell)
        self._keys()
        names = [page.name for page in self.pages]
        last = context.memory.text("window/page", "dock")
        self.show_number(names.index(last) if last in names else 0)

    def _wire(self, page: Page) -> None:
        page.open_recording.connect(self.play)
        page.open_together.connect(self.together.open)
        page.show_recording.connect(partial(self.show_item, "recordings"))
        page.open_case.connect(partial(self.show_item, "cases"))
        page.link_recordings.connect(self.link)
        page.notice.connect(self.notices.tell)
        page.say.connect(self.toast.tell)
        page.undo.connect(self.undo)

    def _keys(self) -> None:
        keys: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+K", self.jump), ("Ctrl+Z", self.undo), ("Ctrl+Shift+Z", self.redo),
        ]  # fmt: skip
        keys += [(f"Ctrl+{number + 1}", partial(self.show_number, number)) for number in range(len(self.pages))]
        for key, slot in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(slot)

    @Slot(int)
    def show_number(self, number: int) -> None:
        """Show the page of this number."""
        self.player.close_media()
        self._at = number
        self._stack.setCurrentWidget(self.pages[number])
        self.rail.show_page(number)
        self._context.memory.keep("window/page", self.pages[number].name)
        self.pages[number].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, name: str) -> Page:
        """Show the page of this name."""
        number = next(number for number, page in enumerate(self.pages) if page.name == name)
        self.show_number(number)
        return self.pages[number]

    def show_item(self, page: str, item: str) -> None:
        """Show one thing on its page."""
        self.show_page(page).show_item(item)

    @Slot(str, int)
    def play(self, recording: str, at_ms: int = 0) -> None:
        """Open a recording in the player, instead of the page."""
        self._stack.setCurrentWidget(self.player)
        self.player.open(recording, at_ms)

    def export(self, kind: str, at_ms: int, since_ms: int, until_ms: int, recording: str = "") -> None:
        """Order a still or a clip of what is played (or of another recording)."""
        self.player.act("hold")
        self.exporting.open(recording or self.player.recording, kind, at_ms, since_ms, until_ms)

    @Slot()
    def leave_player(self) -> None:
        """Back to the page the player was opened from."""
        self.show_number(self._at)

    @Slot(object)
    def link(self, recordings: list[str]) -> None:
        """Ask where these recordings belong."""
        dialog = LinkDialog(self._bridge, self._phrases, self._theme, self._context, recordings, self)
        dialog.linked.connect(self._linked)
        dialog.open()

    @Slot(int)
    def _linked(self, count: int) -> None:
        self.toast.tell(self._phrases.say("window.link.linked", count=count))

    @property
    def _at_page(self) -> bool:
        return self._stack.currentWidget() is self.pages[self._at]

    @Slot()
    def undo(self) -> None:
        """Take back what this person tagged or linked last, or a step of the page's own."""
        if self._at_page and self.pages[self._at].take_back():
            return
        self._bridge.do(Undo(), partial(self._reversed, "window.undone"), self._not_reversed)

    @Slot()
    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._at_page and self.pages[self._at].take_up_again():
            return
        self._bridge.do(Redo(), partial(self._reversed, "window.redone"), self._not_reversed)

    def _reversed(self, code: str, facts: tuple[Fact, ...]) -> None:
        self.toast.tell(self._phrases.say(code, count=len(facts) - 1))

    def _not_reversed(self, error: DeskError) -> None:
        if error.code == "undo.nothing":
            self.toast.tell(self._phrases.say(error.code))
        else:
            self.notices.tell(error)

    @Slot()
    def jump(self) -> None:
        """Open the palette."""
        goals, search = self._goals(), self._search
        Jump(self._bridge, self._phrases, self._theme, goals, self.show_item, search, self.play, self).open()

    def _search(self, name: str, words: str) -> None:
        self.show_page(name).search(words)

    def _goals(self) -> list[Goal]:
        say = self._phrases.say
        goals = [
            Goal(page.icon, say(page.title_code), f"Ctrl+{number + 1}", partial(self.show_number, number))
            for number, page in enumerate(self.pages)
        ]
        goals.append(Goal("shield-check", say("window.journal.verify"), "", self._verify))
        goals.append(Goal("shield-check", say("window.check.all"), "", self._check_all))
        goals += [
            Goal("languages", say(f"window.language.{name}"), "", partial(self._later, self.language_chosen, name))
            for name in ("zh_CN", "en")
            if name != self._phrases.language
        ]
        for name in ("", "light", "dark"):
            go = partial(self._later, self.theme_chosen, name)
            goals.append(Goal("sun" if name == "light" else "moon", say(f"window.theme.{name or 'system'}"), "", go))
        return goals

    def _later(self, signal: object, value: str) -> None:
        QTimer.singleShot(0, self, partial(signal.emit, value))  # type: ignore[attr-defined]  # a bound signal

    def _verify(self) -> None:
        page = self.show_page("journal")
        assert isinstance(page, JournalPage)
        page.witness.verify()

    def _check_all(self) -> None:
        self.toast.tell(self._phrases.say("window.check.all-begun"))
        self._bridge.check((), self._checked, self.notices.tell)

    def _checked(self, findings: tuple[Finding, ...]) -> None:
        if not findings:
            self.toast.tell(self._phrases.say("window.check.done-good"))
            return
        why = self._phrases.say(findings[0].code)
        self.notices.tell(DeskError("check.found", blame="environment", count=len(findings), why=why))

    def leave(self) -> None:
        """Let go of the media file before the stage goes."""
        for page in self.pages:
            page.leave()
        self.player.close_media()
        self.together.close_media()
