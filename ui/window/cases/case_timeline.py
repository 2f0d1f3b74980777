"""The timeline of a case as a tab: days to step through, zoom, and the same as a list.

In: a case. Out: wishes to play.
"""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QScrollArea, QStackedWidget, QWidget

from recorder_desk.domain import facts as f
from recorder_desk.domain.case_stages import shipped_stages
from recorder_desk.domain.case_timeline import Band, Bar, Flag, Gap, Lane, Timeline
from recorder_desk.errors import DeskError
from recorder_desk.queries.casework import CaseTimeline
from ui import formats
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.cases.timeline_view import EMPTY, TimelineView
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, IconButton, across, down, frame
from ui.window.widgets.label import Label

PAUSE_MS = 200
_THING = int(Qt.ItemDataRole.UserRole)
_CONCERNS = (
    f.RecordingLinked, f.RecordingUnlinked, f.EventPlanned, f.EventAmended, f.EventCancelled, f.StageNoted,
    f.DocumentAttached, f.DocumentDetached, f.ClockPointAdded, f.ClockPointWithdrawn, f.MediaDescribed,
    f.CatalogueRebuilt, f.CalendarYearSet,
)  # fmt: skip


class CaseTimelinePart(QWidget):
    """Asks only while it can be seen."""

    play = Signal(str, int)
    failed = Signal(object)

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self.bridge, self.phrases, self._theme = bridge, phrases, theme
        self._case, self._question, self._old = "", 0, False
        self._anew = True
        self.told: Timeline = EMPTY
        self._days: list[date] = []
        self.view = TimelineView(theme, self.words_of)
        self.view.setAccessibleName(phrases.say("cases.tab.timeline"))
        self.list = QListWidget()
        self.list.setAccessibleName(phrases.say("casework.timeline.list"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.room = QScrollArea()
        self.room.setWidgetResizable(True)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setWidget(self.view)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.room)
        self.stack.addWidget(self.list)
        self.about = Label("", "quiet", wrap=True)
        self.about.setContentsMargins(16, 6, 16, 10)
        self.none = Label(phrases.say("casework.timeline.none"), "quiet", wrap=True)
        self.none.setContentsMargins(16, 14, 16, 14)
        self.setLayout(down(frame("bar", self._bar()), self.none, self.stack, self.about, gap=0))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._wire()

    def _bar(self) -> QHBoxLayout:
        say, theme = self.phrases.say, self._theme
        self.day = Label("", "small")
        self.all_button = Button(theme, say("casework.timeline.all"), self.view.show_all, flat=True)
        self.list_button = Button(theme, say("casework.timeline.list"), self.show_list, icon="list", flat=True)
        self.list_button.setCheckable(True)
        self.before = IconButton(theme, "chevron-left", say("casework.timeline.before"), self.day_before)
        self.after = IconButton(theme, "chevron-right", say("casework.timeline.after"), self.day_after)
        closer = IconButton(theme, "zoom-in", say("casework.timeline.closer"), self.closer)
        farther = IconButton(theme, "minus", say("casework.timeline.farther"), self.farther)
        legend = Label(say("casework.timeline.legend"), "quiet")
        parts = (self.before, self.day, self.after, self.all_button, closer, farther, 1, legend, self.list_button)
        return across(*parts, gap=8, margins=(12, 8, 16, 8))

    def _wire(self) -> None:
        self.view.play.connect(self.play)
        self.view.chosen.connect(self._tell)
        self.list.itemActivated.connect(self._activate)
        self.bridge.facts.connect(self._hear)
        self._pause.timeout.connect(self._ask)

    # -- what is shown ---------------------------------------------------------------------------

    def show_case(self, case: str) -> None:
        """Another case, whole."""
        if case != self._case:
            self._case, self._anew = case, True
            self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Old by now, perhaps."""
        super().showEvent(event)
        if self._old:
            self._ask()

    @Slot()
    def _ask(self) -> None:
        self._old = not self.isVisible()
        if self.isVisible() and self._case:
            query = CaseTimeline(self._case, date.today().isoformat())
            self._question = self.bridge.ask(query, self._show, self._fail, self._question)

    def _show(self, told: Timeline) -> None:
        self.told = told
        self._days = sorted({_day(each.begins) for each in self._spans()})
        self.none.setVisible(not self._days and not told.flags)
        self.view.show_timeline(told, anew=self._anew)
        if self._anew and self._days:
            self.show_day(max(self._days, key=self._weight))
        self._anew = False
        self._fill()
        untimed = self.phrases.say("casework.timeline.untimed", count=told.untimed) if told.untimed else ""
        self.about.setText(untimed)
        for button in (self.before, self.after, self.all_button):
            button.setEnabled(bool(self._days))

    def _spans(self) -> list[Bar | Band]:
        return [*(bar for lane in self.told.lanes for bar in lane.bars), *self.told.bands]

    def _weight(self, day: date) -> int:
        return sum(_day(each.begins) == day for each in self._spans())

    def show_day(self, day: date) -> None:
        """What began that day, in full width."""
        here = [each for each in self._spans() if _day(each.begins) == day]
        self.view.show_span(min(each.begins for each in here), max(each.ends for each in here))
        self.day.setText(day.isoformat())

    @Slot()
    def day_before(self) -> None:
        """The last day before with something on it."""
        self._go(-1)

    @Slot()
    def day_after(self) -> None:
        """The next day with something on it."""
        self._go(1)

    def _go(self, by: int) -> None:
        shown = self.day.text()
        days = [each.isoformat() for each in self._days]
        if days:
            place = days.index(shown) + by if shown in days else 0
            self.show_day(self._days[max(0, min(len(days) - 1, place))])

    @Slot()
    def closer(self) -> None:
        """See less, larger."""
        self.view.zoom(0.6)

    @Slot()
    def farther(self) -> None:
        """See more, smaller."""
        self.view.zoom(1.6)

    @Slot()
    def show_list(self) -> None:
        """The same as a list to be read out, and back."""
        self.stack.setCurrentIndex(1 if self.list_button.isChecked() else 0)
        (self.list if self.list_button.isChecked() else self.view).setFocus()

    def _fill(self) -> None:
        self.list.clear()
        told = self.told
        every: list[tuple[int, object]] = [(each.begins, each) for each in (*self._spans(), *told.gaps)]
        every += [(flag.at, flag) for flag in told.flags]
        for _, thing in sorted(every, key=lambda each: each[0]):
            item = QListWidgetItem(self.words_of(thing))
            item.setData(_THING, thing.recording if isinstance(thing, Bar) else "")
            item.setIcon(self._theme.icon(_ICONS[type(thing)], "quiet", 16))
            self.list.addItem(item)

    # -- words -----------------------------------------------------------------------------------

    def words_of(self, thing: object) -> str:
        """What a thing of the timeline is, with its time."""
        say = self.phrases.say
        if isinstance(thing, Lane):
            return " · ".join(filter(None, (thing.name or say("casework.timeline.unknown-recorder"), thing.wearer)))
        if isinstance(thing, Bar):
            code = "casework.timeline.bar" if thing.true else "casework.timeline.bar-raw"
            return say(code, name=thing.name, items=" ".join(thing.items), span=_span(thing.begins, thing.ends))
        if isinstance(thing, Band):
            span = _time(thing.begins) if thing.open else _span(thing.begins, thing.ends)
            return f"{thing.title}  {span}"
        if isinstance(thing, Gap):
            minutes = formats.clock(thing.ends - thing.begins)
            return say(f"casework.timeline.gap-{thing.kind}", span=_span(thing.begins, thing.ends), length=minutes)
        return self._flag(thing) if isinstance(thing, Flag) else ""

    def _flag(self, flag: Flag) -> str:
        plan, language = shipped_stages(), self.phrases.language
        day = _day(flag.at).isoformat()
        if flag.kind == "stage":
            return f"{plan.stage(flag.name).name(language)} {day}"
        if flag.kind == "document":
            return f"{flag.name} {day}"
        name = next(rule.name(language) for rule in plan.clocks if rule.code == flag.name)
        late = "-late" if flag.late else ""
        told = self.phrases.say(f"casework.timeline.limit{late}", name=name, day=day)
        return f"{told} {self.phrases.word('provisional')}" if flag.provisional else told

    # -- hands -----------------------------------------------------------------------------------

    @Slot(object)
    def _tell(self, bar: Bar) -> None:
        self.about.setText(self.words_of(bar))

    @Slot(QListWidgetItem)
    def _activate(self, item: QListWidgetItem) -> None:
        recording = str(item.data(_THING) or "")
        if recording:
            self.play.emit(recording, 0)

    @Slot(object)
    def _hear(self, facts: tuple[f.Fact, ...]) -> None:
        if self._case and any(isinstance(fact, _CONCERNS) for fact in facts):
            self._pause.start()

    def _fail(self, error: DeskError) -> None:
        self.failed.emit(error)


_ICONS: dict[type, str] = {Bar: "film", Band: "clock", Gap: "triangle-alert", Flag: "flag"}


def _day(at: int) -> date:
    return datetime.fromtimestamp(at / 1000).date()


def _time(at: int) -> str:
    return datetime.fromtimestamp(at / 1000).strftime("%Y-%m-%d %H:%M:%S")


def _span(begins: int, ends: int) -> str:
    first, last = _time(begins), _time(ends)
    return f"{first}–{last[11:] if first[:10] == last[:10] else last}"
