"""The clock of a recorder: how it goes, what was read off it, one more reading. In: a recorder. Out: clock commands.

A reading is made in the moment in which Enter is pressed: the officer types the time the recorder is about to show.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from recorder_desk.commands.clock import AddClockPoint, WithdrawClockPoint
from recorder_desk.domain import facts as f
from recorder_desk.domain.clock import ClockDetail, ClockPoint
from recorder_desk.domain.times import stamp
from recorder_desk.errors import DeskError
from recorder_desk.queries.clock import ShowClock
from ui import formats
from ui.clock_words import findings, offset_words, rate_words, shown_at, signed, span
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, IconButton, across, down, empty, frame
from ui.window.widgets.label import ElidedLabel, Label

READ_BY_EYE_MS = 2_000
"""A person sees a second change, and presses a key: so far may that be off."""
MOST = 60


class ClockDialog(QDialog):
    """Show it with `open()`; Enter adds a reading, Esc leaves."""

    def __init__(
        self, bridge: DeskBridge, phrases: Phrases, theme: Theme, recorder: tuple[str, str], bound_ms: int,
        parent: QWidget,
    ) -> None:  # fmt: skip
        """`recorder`: its id and serial; `bound_ms`: what it may be off before it is a finding. Asks at once."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge, self._phrases, self._theme = bridge, phrases, theme
        self._recorder, self._bound_ms = recorder[0], bound_ms
        self.detail: ClockDetail | None = None
        self._wrong = ""
        say = phrases.say
        self.setWindowTitle(say("window.clock.title"))
        self.setMinimumSize(560, 460)
        self.offset, self._rate = Label("", "big", wrap=True), Label("", "quiet", wrap=True)
        self.finding = Label("", tone="care", wrap=True)
        self.shown = QLineEdit()
        self.shown.setPlaceholderText(say("window.clock.example"))
        self.shown.setAccessibleName(say("window.clock.shown"))
        self.add = Button(theme, say("window.clock.add"), self._add, primary=True)
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.reason = QLineEdit()
        self._why = self._ask_why()
        self._lay_out(recorder[1])
        bridge.facts.connect(self._hear)
        self._ask()

    def _lay_out(self, serial: str) -> None:
        say = self._phrases.say
        inside = QWidget()
        inside.setObjectName("inside")
        self._lines = QVBoxLayout(inside)
        self._lines.setContentsMargins(0, 0, 8, 0)
        self._lines.setSpacing(2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setAccessibleName(say("window.clock.readings"))
        self.finding.hide()
        self.error.hide()
        label = Label(say("window.clock.shown"))
        label.setBuddy(self.shown)
        entry = across(label, self.shown, self.add, gap=10)
        close = Button(self._theme, say("window.code.close"), self.accept)
        close.setAutoDefault(False)
        self.add.setDefault(True)
        head = down(Label(serial, "head"), self.offset, self._rate, self.finding, gap=4)
        how = Label(say("window.clock.how"), "quiet", wrap=True)
        box = down(head, entry, how, self.error, self._why, Label(say("window.clock.readings"), "section"), gap=12)
        box.addWidget(area, 1)
        box.addLayout(across(1, close))
        box.setContentsMargins(20, 18, 20, 16)
        self.setLayout(box)
        self.shown.setFocus()

    def _ask_why(self) -> QWidget:
        say = self._phrases.say
        self.reason.setPlaceholderText(say("window.clock.why"))
        self.reason.setAccessibleName(say("window.clock.why"))
        self.reason.returnPressed.connect(self._withdraw)
        keep = Button(self._theme, say("window.cancel"), self._keep, flat=True)
        go = Button(self._theme, say("window.clock.withdraw"), self._withdraw)
        for button in (keep, go):
            button.setAutoDefault(False)
        row: QHBoxLayout = across(self.reason, keep, go, margins=(10, 8, 10, 8))
        asks = frame("card", row)
        asks.hide()
        return asks

    # -- looking -------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self._bridge.ask(ShowClock(self._recorder, stamp(datetime.now(UTC)), self._bound_ms), self._show)

    @Slot(object)
    def _hear(self, facts: tuple[f.Fact, ...]) -> None:
        kinds = (f.ClockPointAdded, f.ClockPointWithdrawn)
        if any(isinstance(fact, kinds) and fact.recorder == self._recorder for fact in facts):
            self._ask()

    def _show(self, detail: ClockDetail) -> None:
        self.detail = detail
        self.offset.setText(offset_words(detail.state, self._phrases))
        self._rate.setText(rate_words(detail.state, self._phrases))
        told = " ".join(findings(detail, self._phrases))
        self.finding.setText(told)
        self.finding.setVisible(bool(told))
        empty(self._lines)
        for point in detail.points[:MOST]:
            self._lines.addWidget(self._line(point))
        if not detail.points:
            self._lines.addWidget(Label(self._phrases.say("window.clock.none"), "quiet", wrap=True))
        self._lines.addStretch(1)

    def _line(self, point: ClockPoint) -> QWidget:
        """One reading: when, how far off, how it was read; struck ones say why."""
        phrases = self._phrases
        off = phrases.say(
            "window.clock.off", value=signed(point.offset_ms, phrases), error=span(point.error_ms, phrases)
        )
        told = " · ".join(filter(None, (phrases.word(f"read-{point.how}"), point.noted_by, point.note)))
        if point.withdrawn:
            told = phrases.say("window.clock.withdrawn", why=point.withdrawn)
        small = ElidedLabel(told, "quiet")
        row = across(Label(formats.local_time(point.true_at), "mono"), Label(off), gap=14, margins=(4, 2, 0, 2))
        row.addWidget(small, 1)
        if not point.withdrawn:
            wrong = IconButton(self._theme, "x", phrases.say("window.clock.wrong"), partial(self._wrong_one, point.id))
            row.addWidget(wrong)
        line = QWidget()
        line.setLayout(row)
        return line

    # -- acting --------------------------------------------------------------------------------------

    @Slot()
    def _add(self) -> None:
        now = datetime.now(UTC)
        self.error.hide()
        try:
            shown = shown_at(self.shown.text(), now)
        except DeskError as error:
            self._refused(error)
            return
        command = AddClockPoint(self._recorder, shown, stamp(now), READ_BY_EYE_MS, "docking")
        self._bridge.do(command, self._added, self._refused)

    def _added(self, facts: tuple[f.Fact, ...]) -> None:
        self.shown.clear()
        self.shown.setFocus()

    def _wrong_one(self, point: str) -> None:
        self._wrong = point
        self._why.show()
        self.reason.setFocus()

    @Slot()
    def _keep(self) -> None:
        self._why.hide()
        self.reason.clear()
        self.shown.setFocus()

    @Slot()
    def _withdraw(self) -> None:
        self.error.hide()
        self._bridge.do(WithdrawClockPoint(self._wrong, self.reason.text()), self._withdrawn, self._refused)

    def _withdrawn(self, facts: tuple[f.Fact, ...]) -> None:
        self._keep()

    def _refused(self, error: DeskError) -> None:
        self.error.setText(f"{self._phrases.say(error.code, **error.facts)} ({error.code})")
        self.error.show()
