"""What needs a person, at the right of the dock. In: refused and failed files, recordings with a
problem, owed work that gave up, second copies whose disk is away. Out: show a recording, retry. Calm
when there is nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from recorder_desk.commands.recordings import OrderRetry
from recorder_desk.domain import facts as f
from recorder_desk.domain.clock import ClockDetail
from recorder_desk.domain.mirror import MirrorState
from recorder_desk.domain.recorder import HandIn, UnknownRecorder
from recorder_desk.domain.recording import RecordingRow
from recorder_desk.domain.times import stamp
from recorder_desk.queries.clock import ClocksOff
from recorder_desk.queries.dock import DockEvent, DockTroubles
from recorder_desk.queries.mirror import SeeMirror
from recorder_desk.queries.recorders import HandIns, UnknownRecorders
from recorder_desk.queries.recordings import Filter, RecordingsPage
from ui import formats
from ui.clock_words import findings, offset_words
from ui.window.dock_words import title_of
from ui.window.page import Page
from ui.window.widgets.controls import Button, Sign, across, down, empty, frame
from ui.window.widgets.label import ElidedLabel, Label
from ui.window.widgets.wiring import timer

CONCERNS = (
    f.FileRefused,
    f.FileFailed,
    f.RecordingReceived,
    f.TwinMet,
    f.MediaDescribed,
    f.DerivativesMade,
    f.StepFailed,
    f.RetryOrdered,
    f.RecordingChecked,
    f.NamesRead,
    f.RecorderAdded,
    f.RecorderMarked,
    f.RecorderHandedOut,
    f.RecorderHandedIn,
    f.LateHandInExplained,
    f.ClockPointAdded,
    f.ClockPointWithdrawn,
    f.CodesSought,
    f.MirrorAppointed,
    f.MirrorDismissed,
    f.ObjectsMirrored,
    f.CatalogueRebuilt,
)
AGAIN_MS = 400
MISSING = "mirror.missing"
MOST_STRANGERS = 5
MOST = 40


@dataclass(frozen=True, slots=True)
class _Need:
    tone: str
    icon: str
    title: str
    words: str
    when: str
    code: str
    recording: str = ""
    retry: bool = False
    about: UnknownRecorder | ClockDetail | None = None
    asks: str = ""


class Needs(QFrame):
    """A list of cards, the most pressing first."""

    show_recording = Signal(str)
    ask_about = Signal(object)
    """Which recorder an UnknownRecorder is; how the clock of a ClockDetail goes."""

    def __init__(self, page: Page) -> None:
        """Asks when `ask` is called and after facts that concern it."""
        super().__init__()
        self.setObjectName("side")
        self._page, self._say = page, page.phrases.say
        self._files: list[_Need] = []
        self._recordings: list[_Need] = []
        self._mirror: list[_Need] = []
        self._recorders: list[_Need] = []
        self._late: list[_Need] = []
        self._clocks: list[_Need] = []
        self._shown: list[_Need] | None = None
        self._file_question = self._recording_question = self._mirror_question = 0
        self._stranger_question = self._late_question = self._clock_question = 0
        self._title = Label(self._say("window.needs.title"), "head")
        self._count = Label("", "quiet")
        inside = QWidget()
        inside.setObjectName("inside")
        self._box = QVBoxLayout(inside)
        self._box.setContentsMargins(12, 4, 12, 12)
        self._box.setSpacing(8)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setAccessibleName(self._say("window.needs.title"))
        head = across(self._title, self._count, 1, margins=(16, 14, 12, 8))
        self.setLayout(down(head, scroll, gap=0))
        self._again = timer(self, AGAIN_MS, self.ask, once=True)
        page.bridge.facts.connect(self._hear)

    @Slot()
    def ask(self) -> None:
        """Ask what needs a person now."""
        bridge = self._page.bridge
        self._file_question = bridge.ask(DockTroubles(MOST), self._take_files, instead=self._file_question)
        query = RecordingsPage(Filter(problem="yes"), limit=MOST)
        self._recording_question = bridge.ask(query, self._take_recordings, instead=self._recording_question)
        self._stranger_question = bridge.ask(
            UnknownRecorders(MOST_STRANGERS), self._take_strangers, instead=self._stranger_question
        )
        now, bound_ms = stamp(datetime.now(UTC)), self._page.context.settings.clock_offset_seconds * 1000
        self._late_question = bridge.ask(HandIns(now), self._take_handins, instead=self._late_question)
        self._clock_question = bridge.ask(ClocksOff(now, bound_ms), self._take_clocks, instead=self._clock_question)
        self._mirror_question = bridge.ask(SeeMirror(), self._take_mirror, instead=self._mirror_question)

    @Slot(object)
    def _hear(self, facts: tuple[f.Fact, ...]) -> None:
        if self.isVisible() and not self._again.isActive() and any(isinstance(fact, CONCERNS) for fact in facts):
            self._again.start()

    def _take_files(self, events: Sequence[DockEvent]) -> None:
        self._files = [self._need_of_file(event) for event in events]
        self._show()

    def _take_recordings(self, rows: Sequence[RecordingRow]) -> None:
        self._recordings = [
            _Need(
                "bad" if row.state == "damaged" else "care", "triangle-alert", row.name, self._say(row.problem),
                formats.local_time(row.received_at), row.problem, row.id, True,
            )
            for row in rows
        ]  # fmt: skip
        self._show()

    def _take_strangers(self, strangers: Sequence[UnknownRecorder]) -> None:
        """Recorders nobody has named: one question each."""
        say = self._say
        self._recorders = [
            _Need("care", "file-question-mark", each.marks[0].partition(":")[2],
                  say("window.needs.stranger", count=each.recordings), formats.local_time(each.last_received),
                  each.marks[0], about=each, asks="window.needs.which")
            for each in strangers
        ]  # fmt: skip
        self._show()

    def _take_handins(self, handins: Sequence[HandIn]) -> None:
        """Recorders that are late and nobody has said why."""
        self._late = [
            _Need("care", "clock", " · ".join(filter(None, (each.serial, each.wearer))),
                  self._say("window.needs.late-back" if each.in_at else "window.needs.late"),
                  formats.local_time(each.expected_at), "")
            for each in handins
            if each.late and not each.reason
        ]  # fmt: skip
        self._show()

    def _take_clocks(self, clocks: Sequence[ClockDetail]) -> None:
        """Recorders whose clock is off."""
        self._clocks = [
            _Need("care", "clock", each.serial, " ".join(findings(each, self._page.phrases)),
                  offset_words(each.state, self._page.phrases), each.state.findings[0], about=each,
                  asks="window.needs.clock")
            for each in clocks
        ]  # fmt: skip
        self._show()

    def _take_mirror(self, seen: tuple[MirrorState, bool] | None) -> None:
        """The second copies' disk, where it is missing and something is owed to it."""
        self._mirror = []
        if seen is not None and seen[0].owed and not seen[1]:
            owed = self._say("window.needs.owed-copies", owed=seen[0].owed)
            path = seen[0].place.path
            self._mirror = [_Need("care", "hard-drive", path, self._say(MISSING), owed, MISSING, retry=True)]
        self._show()

    def _need_of_file(self, event: DockEvent) -> _Need:
        failed = event.outcome == "failed"
        tone, icon = ("bad", "octagon-alert") if failed else ("care", "info")
        at = formats.local_time(event.seen_at)
        return _Need(tone, icon, title_of(event.path), self._say(event.code), at, event.code, retry=failed)

    def _show(self) -> None:
        needs = [need for need in self._files if need.tone == "bad"]
        needs += (
            self._mirror
            + self._late
            + self._clocks
            + self._recorders
            + self._recordings
            + [need for need in self._files if need.tone != "bad"]
        )
        if needs == self._shown:
            return
        self._shown = needs
        self._count.setText(str(len(needs)) if needs else "")
        empty(self._box)
        for need in needs[:MOST]:
            self._box.addWidget(self._card(need))
        if not needs:
            self._box.addWidget(self._nothing())
        self._box.addStretch(1)

    def _nothing(self) -> QWidget:
        holder = QWidget()
        words = Label(self._say("window.needs.none"), "quiet", wrap=True)
        line = across(Sign(self._page.theme, "circle-check", "good", 18), gap=8, margins=(4, 4, 4, 4))
        line.addWidget(words, 1)
        holder.setLayout(line)
        return holder

    def _card(self, need: _Need) -> QFrame:
        title = ElidedLabel(need.title, middle=True)
        small = ElidedLabel(" · ".join(filter(None, (need.when, need.code))), "quiet")
        lines = down(title, Label(need.words, "small", wrap=True), small, gap=3)
        actions = across(gap=0)
        if need.recording:
            actions.addWidget(
                Button(self._page.theme, self._say("window.needs.show"), partial(self._open, need.recording), flat=True)
            )
        if need.about is not None:
            asks = partial(self.ask_about.emit, need.about)
            actions.addWidget(Button(self._page.theme, self._say(need.asks), asks, flat=True))
        if need.retry:
            actions.addWidget(
                Button(self._page.theme, self._say("window.retry"), partial(self._retry, need.recording), flat=True)
            )
        actions.addStretch(1)
        lines.addLayout(actions)
        row = across(down(Sign(self._page.theme, need.icon, need.tone), 1), gap=10, margins=(12, 10, 10, 6))
        row.addLayout(lines, 1)
        card = frame("card", row)
        card.setAccessibleName(f"{need.title}: {need.words}")
        return card

    def _open(self, recording: str) -> None:
        self.show_recording.emit(recording)

    def _retry(self, recording: str) -> None:
        if recording:
            self._page.bridge.do(OrderRetry(recording), self._retried)
        else:
            self._page.bridge.poke()
            self._retried(())

    def _retried(self, facts: object) -> None:
        self._page.say.emit(self._say("window.retry.ordered"))
