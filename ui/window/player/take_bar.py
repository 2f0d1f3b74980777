"""Which part of a take is shown, and the way to its neighbours. In: a recording. Out: `go` to another part.

A take plays as one: at the end of a part that was playing, the next one is opened and plays on.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame

from recorder_desk.domain.recording import RecordingDetail
from recorder_desk.domain.takes import Take
from recorder_desk.queries.takes import ShowTake
from ui.phrases import Phrases
from ui.take_words import gap_words, sentence
from ui.window.bridge import DeskBridge
from ui.window.theme import Theme
from ui.window.widgets.controls import IconButton, across
from ui.window.widgets.label import ElidedLabel, Label


class TakeBar(QFrame):
    """Hidden for a recording that stands alone."""

    go = Signal(str, bool)
    """Show this recording; whether it is to play."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme) -> None:
        """Asks when `show_detail` is called with a part of a take."""
        super().__init__()
        self.setObjectName("bar")
        self._bridge, self._phrases = bridge, phrases
        self._recording, self._question = "", 0
        self.take: Take | None = None
        self.part, self.words = Label("", "small"), ElidedLabel("", "quiet")
        self.before = IconButton(theme, "chevron-left", phrases.say("player.part-before"), partial(self.step, -1))
        self.after = IconButton(theme, "chevron-right", phrases.say("player.part-after"), partial(self.step, 1))
        for button in (self.before, self.after):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = across(self.before, self.part, self.after, gap=6, margins=(12, 2, 16, 2))
        row.addWidget(self.words, 1)
        self.setLayout(row)
        self.hide()

    def show_detail(self, detail: RecordingDetail | None) -> None:
        """The take of this recording, if it is part of one."""
        self._recording = detail.row.id if detail is not None and detail.row.take else ""
        if not self._recording:
            self._bridge.forget(self._question)
            self.take = None
            self.hide()
        else:
            question = ShowTake(self._recording)
            self._question = self._bridge.ask(question, self._show, instead=self._question)

    def _show(self, take: Take) -> None:
        if all(part.recording != self._recording for part in take.parts):
            return  # another recording is shown by now
        self.take, at, say = take, self._at(take), self._phrases.say
        gap = gap_words(take.parts[at], self._phrases)
        gap = say("player.part-gap", gap=gap) if gap else ""
        number = say("window.inspector.part", number=at + 1, count=len(take.parts))
        self.part.setText(" · ".join(filter(None, (number, gap))))
        self.words.setText(sentence(take, self._phrases))
        self.before.setEnabled(at > 0)
        self.after.setEnabled(at + 1 < len(take.parts))
        self.show()

    def _at(self, take: Take) -> int:
        return next(at for at, part in enumerate(take.parts) if part.recording == self._recording)

    def step(self, by: int) -> None:
        """The neighbouring part, holding still; at either end nothing happens."""
        self._go(by, False)

    @Slot()
    def play_on(self) -> None:
        """This part is over: the next one plays."""
        self._go(1, True)

    def _go(self, by: int, plays: bool) -> None:
        if self.take is not None and 0 <= (at := self._at(self.take) + by) < len(self.take.parts):
            self.go.emit(self.take.parts[at].recording, plays)
