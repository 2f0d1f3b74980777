"""What surrounds the recordings of a case, as tabs of its view: timeline, events and stages, documents."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from recorder_desk.domain.case import CaseRow
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.cases.case_documents import CaseDocuments
from ui.window.cases.case_events import CaseEvents
from ui.window.cases.case_timeline import CaseTimelinePart
from ui.window.page import WindowContext
from ui.window.theme import Theme


class CaseWork(QObject):
    """Puts its parts into the tabs, and keeps them on the case that is shown."""

    play = Signal(str, int)
    failed = Signal(object)

    def __init__(
        self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext, tabs: QTabWidget
    ) -> None:
        super().__init__(tabs)
        self._phrases, self._tabs = phrases, tabs
        self.timeline = CaseTimelinePart(bridge, phrases, theme)
        tabs.addTab(self.timeline, phrases.say("cases.tab.timeline"))
        self.timeline.play.connect(self.play)
        self.timeline.failed.connect(self.failed)
        self.events = CaseEvents(bridge, phrases, theme, context)
        self.documents = CaseDocuments(bridge, phrases, theme, context)
        for part, name in ((self.events, "events"), (self.documents, "documents")):
            tabs.addTab(part, phrases.say(f"cases.tab.{name}"))
            part.failed.connect(self.failed)
            part.counted.connect(partial(self._count, part, name))

    def show_case(self, case: str) -> None:
        """Another case."""
        self.timeline.show_case(case)
        self.events.show_case(case)
        self.documents.show_case(case)

    def show_row(self, row: CaseRow, fixed: str) -> None:
        """The case as it is now; `fixed`: why nothing can be changed."""
        self.events.show_row(row, fixed)
        self.documents.show_fixed(fixed)

    def _count(self, part: QWidget, name: str, count: int) -> None:
        words = self._phrases.say(f"cases.tab.{name}")
        self._tabs.setTabText(self._tabs.indexOf(part), f"{words} ({count})" if count else words)
