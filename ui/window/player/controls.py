"""The row of controls under the picture. In: how the film stands. Out: acts (see keys.py) by name.

The buttons take no focus: each has a key, shown in its tooltip, that works anywhere in the player.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ui.phrases import Phrases
from ui.window.theme import Theme, text_font
from ui.window.widgets.label import Label, plain_tip

_BUTTONS = (
    ("to_start", "skip-back"),
    ("frame_back", "step-back"),
    ("toggle", "play"),
    ("frame_on", "step-forward"),
    ("to_end", "skip-forward"),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the film stands, ready to be read: texts as shown, '' where there is nothing to say."""

    playing: bool = False
    time_of_day: str = ""
    position: str = ""
    frame: str = ""
    speed: str = ""
    range: str = ""
    muted: bool = False
    volume: str = ""


class Controls(QWidget):
    """Buttons left, numbers beside them, the range and the volume right."""

    acted = Signal(str)
    """The name of an act."""

    def __init__(self, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self._phrases, self._theme = phrases, theme
        self._buttons: dict[str, QToolButton] = {}
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(4)
        for act, icon in _BUTTONS:
            row.addWidget(self._button(act, icon))
        row.addSpacing(12)
        self.position = _Figures("player.position", phrases, strong=True)
        self.time_of_day = _Figures("player.time-of-day", phrases)
        self.time_of_day.setToolTip(plain_tip(phrases.say("player.time-of-day.tip")))
        self.frame = _Figures("player.frame", phrases)
        self.speed = _Figures("player.speed", phrases)
        self.speed.setToolTip(plain_tip("\n".join(phrases.say(f"player.act.{each}") for each in ("slower", "faster"))))
        for figures in (self.position, self.time_of_day, self.frame, self.speed):
            row.addWidget(figures)
            row.addSpacing(16)
        row.addStretch(1)
        self.range = _Figures("player.range", phrases)
        for widget in (self._button("mark_in", "range-begin"), self._button("mark_out", "range-end"), self.range):
            row.addWidget(widget)
        row.addWidget(self._button("clear_range", "x"))
        row.addSpacing(8)
        row.addWidget(self._button("mute", "volume-2"))
        self.volume = _Figures("player.volume", phrases)
        self.volume.setMinimumWidth(40)
        row.addWidget(self.volume)
        theme.changed.connect(self._tint)
        self._standing = Standing()
        self._tint()

    def _button(self, act: str, icon: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("icon_name", icon)
        button.setIconSize(QSize(20, 20))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        said = self._phrases.say(f"player.act.{act}")
        button.setToolTip(plain_tip(said))
        button.setAccessibleName(said)
        button.clicked.connect(partial(self._pressed, act))
        self._buttons[act] = button
        return button

    def _pressed(self, act: str, _checked: bool = False) -> None:
        self.acted.emit(act)

    def show_standing(self, standing: Standing, *, steps: bool) -> None:
        """Show how the film stands; `steps` whether there are frames to step through."""
        before, self._standing = self._standing, standing
        for label, text in (
            (self.position, standing.position),
            (self.time_of_day, standing.time_of_day),
            (self.frame, standing.frame),
            (self.speed, standing.speed),
            (self.range, standing.range),
            (self.volume, standing.volume),
        ):
            label.show_text(text)
        for act in ("frame_back", "frame_on"):
            self._buttons[act].setVisible(steps)
        self._buttons["clear_range"].setVisible(bool(standing.range))
        if (before.playing, before.muted) != (standing.playing, standing.muted):
            self._tint()

    @Slot()
    def _tint(self) -> None:
        self._buttons["toggle"].setProperty("icon_name", "pause" if self._standing.playing else "play")
        self._buttons["mute"].setProperty("icon_name", "volume-x" if self._standing.muted else "volume-2")
        for button in self._buttons.values():
            button.setIcon(self._theme.icon(str(button.property("icon_name")), "text"))


class _Figures(Label):
    """A number that changes often: tabular, and as wide as it ever was, so that nothing jumps."""

    def __init__(self, name_code: str, phrases: Phrases, *, strong: bool = False) -> None:
        super().__init__("", "" if strong else "quiet")
        self.setFont(text_font(13, bold=strong))
        self.setAccessibleName(phrases.say(name_code))

    def show_text(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self.setVisible(bool(text))
            if len(text) > 6:
                self.setMinimumWidth(max(self.minimumWidth(), self.sizeHint().width()))
