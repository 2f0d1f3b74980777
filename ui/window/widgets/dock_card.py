"""A drop folder or recorder as a card: the big word first. In: DockStates. Out: `remove`, `clock`, `release`.

Read from three metres, in ten seconds, by somebody who will not touch the mouse.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QProgressBar, QSizePolicy, QWidget

from recorder_desk.domain.docked import DockState
from ui.phrases import Phrases
from ui.window.dock_words import Sight, sight_of, title_of
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, IconButton, Sign, across, down
from ui.window.widgets.label import ElidedLabel, Label, repolish


class DockCard(QFrame):
    """Shows one DockState at a time; removing is asked about in place."""

    remove = Signal(str)
    """The path, in stored form."""
    clock = Signal(str, str)
    """The clock of the recorder that is docked: its id and serial."""
    release = Signal(str)
    """What is verified here is to be taken off this recorder: the path, in stored form."""

    def __init__(self, theme: Theme, phrases: Phrases, state: DockState, *, releases: bool = False) -> None:
        """`state` may change; which folder it is does not. `releases`: recorders may be released here."""
        super().__init__()
        self.setObjectName("card")
        self._phrases, self.path = phrases, state.path
        self._sight: Sight | None = None
        self.setMinimumWidth(300)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._name = ElidedLabel(title_of(state.path), "head")
        self._where = ElidedLabel(state.path, "quiet", middle=True)
        self._sign = Sign(theme, "inbox", "quiet", 36)
        self._word = Label("", "word", wrap=True)
        self._numbers = Label("", wrap=True)
        self._note = Label("", "quiet", wrap=True)
        self._last = ElidedLabel("", "quiet", middle=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._recorder = ElidedLabel("", "small")
        self._recorder.hide()
        self._which = ("", "")
        self._clock = IconButton(theme, "clock", phrases.say("window.clock.title"), self._show_clock)
        self._clock.hide()
        top = across(down(self._name, self._where, self._recorder, gap=1), gap=4)
        self._away = IconButton(theme, "folder-x", phrases.say("window.dock.remove"), self._ask_remove)
        top.addWidget(self._clock, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._away, 0, Qt.AlignmentFlag.AlignTop)
        words = across(self._sign, gap=12)
        words.addWidget(self._word, 1)
        box = down(top, words, self._bar, self._numbers, self._note, self._last, gap=8, margins=(18, 14, 14, 16))
        box.insertStretch(6, 1)
        self._releases = releases and not state.offer
        self._clear = Button(theme, phrases.say("window.release.open"), self._release, icon="trash-2", flat=True)
        box.addLayout(across(1, self._clear))
        box.addWidget(self._question(theme))
        self.setLayout(box)
        self._away.setVisible(not state.offer)
        self.show_state(state)

    def _question(self, theme: Theme) -> QWidget:
        self._asks = QWidget()
        say = self._phrases.say
        keep = Button(theme, say("window.cancel"), self._asks.hide, flat=True)
        go = Button(theme, say("window.dock.remove"), self._remove)
        self._asks.setLayout(down(Label(say("window.dock.remove-what"), "small", wrap=True), across(1, keep, go)))
        self._asks.hide()
        return self._asks

    def show_recorder(self, recorder: str, serial: str, wearer: str) -> None:
        """Whose recorder it is, as far as the register knows ('' for nothing)."""
        self._recorder.setText(" · ".join(filter(None, (serial, wearer))))
        self._recorder.setVisible(bool(serial))
        self._which = (recorder, serial)
        self._clock.setVisible(bool(recorder))

    def show_state(self, state: DockState) -> None:
        """Show how it is now; nothing moves when nothing changed."""
        sight = sight_of(state, self._phrases)
        if sight == self._sight:
            return
        self._sight = sight
        self._sign.show_icon(sight.icon, sight.tone or "quiet")
        self._word.setText(sight.word)
        self._word.set_tone(sight.tone)
        self._numbers.setText(sight.numbers)
        self._numbers.setVisible(bool(sight.numbers))
        self._note.setText(sight.note)
        self._last.setText(sight.last)
        self._last.setVisible(bool(sight.last))
        self._clear.setVisible(self._releases and state.phase == "safe")
        self._bar.setVisible(sight.per_mille >= 0)
        self._bar.setValue(max(0, sight.per_mille))
        for widget in (self, self._bar):
            if widget.property("tone") != sight.tone:
                widget.setProperty("tone", sight.tone)
                repolish(widget)
        self.setAccessibleName(f"{self._name.text()}: {sight.word}. {sight.numbers} {sight.note}")

    @Slot()
    def _show_clock(self) -> None:
        self.clock.emit(*self._which)

    @Slot()
    def _release(self) -> None:
        self.release.emit(self.path)

    @property
    def word(self) -> str:
        """The big word that is shown."""
        return self._word.text()

    @Slot()
    def _ask_remove(self) -> None:
        self._asks.setVisible(not self._asks.isVisible())

    @Slot()
    def _remove(self) -> None:
        self._asks.hide()
        self.remove.emit(self.path)
