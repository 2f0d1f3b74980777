"""Ctrl+K: go anywhere. In: some letters. Out: a page, an action, a recording, a case; what events, officers and
parties have to do with; the frame a mark lies at.

Pages and actions are found at once, the rest as the desk answers; late answers to
earlier letters are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from recorder_desk.domain.recording import RecordingRow
from recorder_desk.queries.asking import Hit, SearchAll
from recorder_desk.queries.recordings import Filter, RecordingsPage
from ui import formats
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.delegates import KIND_ICONS
from ui.window.theme import Theme
from ui.window.widgets.controls import down
from ui.window.widgets.label import Label

PAUSE_MS = 120
MOST = 8


@dataclass(frozen=True, slots=True)
class Goal:
    """Somewhere to go: an icon, words, quieter words, and how to get there."""

    icon: str
    words: str
    more: str
    go: Callable[[], object]


class Jump(QDialog):
    """One field, one list; arrows and Enter, Esc leaves."""

    def __init__(
        self,
        bridge: DeskBridge,
        phrases: Phrases,
        theme: Theme,
        goals: Sequence[Goal],
        show: Callable[[str, str], object],
        search: Callable[[str, str], object],
        play: Callable[[str, int], object],
        parent: QWidget,
    ) -> None:
        """`goals` are pages and actions; `show` opens an item of a page, `search` looks for words there; `play` opens a
        recording at a place (ms)."""
        super().__init__(parent)
        self._window = parent
        self._bridge, self._phrases, self._theme = bridge, phrases, theme
        self._goals, self._show, self._search, self._play = goals, show, search, play
        self._found: dict[str, list[Goal]] = {}
        self._questions = [0, 0]
        self.setWindowTitle(phrases.say("window.jump.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(560)
        self.field = QLineEdit()
        self.field.setPlaceholderText(phrases.say("window.jump.hint"))
        self.field.setAccessibleName(phrases.say("window.jump.title"))
        self.list = QListWidget()
        self.list.setAccessibleName(phrases.say("window.jump.found"))
        self.list.setIconSize(QSize(18, 18))
        self.list.setUniformItemSizes(True)
        self.list.setFixedHeight(380)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        keys = Label(phrases.say("window.jump.keys"), "quiet")
        self.setLayout(down(self.field, self.list, keys, gap=8, margins=(12, 12, 12, 12)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """In the upper middle of the window."""
        super().showEvent(event)
        window = self._window
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + (window.width() - self.width()) // 2, corner.y() + 90)
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list, Enter goes, while the letters stay in the field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                count = max(1, self.list.count())
                self.list.setCurrentRow((self.list.currentRow() + step) % count)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go(self.list.currentItem())
                return True
        return False

    def _typed(self) -> None:
        self._fill()
        self._timer.start()

    def _ask(self) -> None:
        words = self.field.text().strip()
        if not words:
            self._found.clear()
            self._fill()
            return
        first, second = self._questions
        found = RecordingsPage(Filter(words=words), limit=MOST)
        self._questions = [
            self._bridge.ask(SearchAll(words, MOST), self._take_others, instead=first),
            self._bridge.ask(found, self._take_recordings, instead=second),
        ]

    def _take_others(self, hits: Sequence[Hit]) -> None:
        self._found["others"] = list(map(self._goal, hits))
        self._fill()

    def _goal(self, hit: Hit) -> Goal:
        told = " · ".join(filter(None, (formats.local_time(hit.at)[:16] if hit.at else "", hit.detail)))
        if hit.kind == "officer":
            told = told or self._phrases.say("window.jump.officer")
            words = hit.name if " " in hit.name else f"officer:{hit.name}"
            return Goal("user-round", hit.name, told, partial(self._search, "recordings", words))
        if hit.kind == "party":
            told = " · ".join(filter(None, (self._phrases.say("window.jump.party"), told)))
            return Goal("files", hit.name, told, partial(self._search, "cases", hit.name))
        if hit.kind == "mark":
            told = " · ".join(filter(None, (formats.clock(hit.at_ms), hit.detail)))
            return Goal("bookmark", hit.name, told, partial(self._play, hit.recording, hit.at_ms))
        icon = "clock" if hit.kind == "event" else "folder-open"
        return Goal(icon, hit.name, told, partial(self._show, "cases", hit.case))

    def _take_recordings(self, rows: Sequence[RecordingRow]) -> None:
        self._found["recordings"] = [
            Goal(
                KIND_ICONS.get(row.kind, "file-question-mark"), row.name,
                formats.local_time(row.recorded_at or row.received_at)[:16], partial(self._show, "recordings", row.id),
            )
            for row in rows
        ]  # fmt: skip
        self._fill()

    def _fill(self) -> None:
        words = self.field.text().strip().casefold()
        goals = [goal for goal in self._goals if words in goal.words.casefold()]
        if words:
            goals = [*self._found.get("others", []), *self._found.get("recordings", []), *goals]
        held = self.list.currentRow()
        self.list.clear()
        for goal in goals:
            text = f"{goal.words}    {goal.more}" if goal.more else goal.words
            item = QListWidgetItem(self._theme.icon(goal.icon, "quiet", 18), text)
            item.setData(Qt.ItemDataRole.UserRole, goal)
            item.setSizeHint(QSize(400, 36))
            self.list.addItem(item)
        if not goals:
            nothing = QListWidgetItem(self._phrases.say("window.jump.nothing"))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(nothing)
        self.list.setCurrentRow(held if 0 <= held < len(goals) and words else 0)

    def _go(self, item: QListWidgetItem | None) -> None:
        goal = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(goal, Goal):
            self.accept()
            goal.go()
