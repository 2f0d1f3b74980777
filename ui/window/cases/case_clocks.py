"""The limits that run on a case, in its head. In: a case. Out: a line each, the most pressing first."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from recorder_desk.domain import facts as f
from recorder_desk.domain.case_stages import CaseClock, shipped_stages
from recorder_desk.queries.casework import CaseClocks
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.theme import Theme
from ui.window.widgets.controls import Sign, across, down, empty
from ui.window.widgets.label import Label, plain_tip

PRESSING = 3
"""So many days before it is due a limit is shown in the colour of care."""


class ClockLines(QWidget):
    """Hidden while nothing runs."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self._bridge, self._phrases, self._theme = bridge, phrases, theme
        self._case, self._question = "", 0
        self._box = down(gap=2, margins=(0, 4, 0, 0))
        self.setLayout(self._box)
        self.hide()
        bridge.facts.connect(self._hear)

    def show_case(self, case: str) -> None:
        """The limits of a case."""
        self._case = case
        self._ask()

    def _ask(self) -> None:
        query = CaseClocks(date.today().isoformat(), self._case)
        self._question = self._bridge.ask(query, self._show, None, self._question)

    @Slot(object)
    def _hear(self, facts: tuple[f.Fact, ...]) -> None:
        if self._case and any(isinstance(fact, f.StageNoted | f.CalendarYearSet) for fact in facts):
            self._ask()

    def _show(self, clocks: tuple[CaseClock, ...]) -> None:
        empty(self._box)
        names = {rule.code: rule.name(self._phrases.language) for rule in shipped_stages().clocks}
        for clock in clocks:
            token = "bad" if clock.state == "overdue" else "care" if clock.days_left <= PRESSING else "quiet"
            label = Label(self._words(clock, names[clock.code]), "small", token if token != "quiet" else "")
            label.setToolTip(plain_tip(clock.basis))
            self._box.addLayout(across(Sign(self._theme, "hourglass", token, 16), label, 1))
        self.setVisible(bool(clocks))

    def _words(self, clock: CaseClock, name: str) -> str:
        say, word = self._phrases.say, self._phrases.word
        due = f"{clock.due} {word('provisional')}" if clock.provisional else clock.due
        left = say("word.days-over", count=-clock.days_left) if clock.state == "overdue" else say(
            "word.days-left", count=clock.days_left)  # fmt: skip
        return say("cases.clock", name=name, due=due, left=left)
