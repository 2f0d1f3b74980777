"""The row of controls under the pictures. In: how it stands. Out: acts (see keys.py) by name."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.phrases import Phrases
from ui.window.theme import Theme, text_font
from ui.window.widgets.controls import Button, IconButton, across
from ui.window.widgets.label import Label

_MOVES = (("to_start", "skip-back"), ("frame_back", "step-back"), ("toggle", "play"), ("frame_on", "step-forward"),
          ("to_end", "skip-forward"))  # fmt: skip


class Bar(QWidget):
    """Moving left, numbers beside it, what lies how right."""

    acted = Signal(str)

    def __init__(self, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self._phrases = phrases
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons = {act: self._button(theme, act, icon) for act, icon in _MOVES}
        self.position, self.speed = Label("", ""), Label("", "quiet")
        self.position.setFont(text_font(13, bold=True))
        self.position.setMinimumWidth(190)
        self.speed.setMinimumWidth(44)
        self.said = Label("", "quiet")
        for act, icon in (("earlier", "chevron-left"), ("later", "chevron-right"), ("layout", "layout-grid")):
            self.buttons[act] = self._button(theme, act, icon)
        self.nudge = Label(phrases.say("together.nudge"), "small")
        self.keep = Button(theme, phrases.say("together.keep"), partial(self.acted.emit, "keep"),
                           tip=phrases.say("together.act.keep"))  # fmt: skip
        self.keep.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = across(*(self.buttons[act] for act, _ in _MOVES), gap=4, margins=(12, 6, 12, 6))
        for part in (self.position, self.speed):
            row.addSpacing(12)
            row.addWidget(part)
        row.addSpacing(12)
        row.addWidget(self.said, 1)
        for each in (self.buttons["earlier"], self.nudge, self.buttons["later"], self.keep, self.buttons["layout"]):
            row.addWidget(each)
        self.setLayout(row)

    def _button(self, theme: Theme, act: str, icon: str) -> IconButton:
        name, acts = self._phrases.say(f"together.act.{act}"), partial(self.acted.emit, act)
        button = IconButton(theme, icon, name, acts, size=20, token="text")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def show_standing(self, position: str, speed: str, *, playing: bool, keeps: bool) -> None:
        """How it stands; `keeps`: there is something to keep, and one may."""
        for label, text in ((self.position, position), (self.speed, speed)):
            if label.text() != text:
                label.setText(text)
        icon = "pause" if playing else "play"
        if self.buttons["toggle"].property("shown") != icon:
            self.buttons["toggle"].setProperty("shown", icon)
            self.buttons["toggle"].set_icon(icon, self._phrases.say("together.act.toggle"))
        if self.keep.isEnabled() != keeps:
            self.keep.setEnabled(keeps)
