"""The row of controls under the picture. In: how the film stands. Out: acts (see keys.py) by name.

The buttons take no focus: each has a key, shown in its tooltip, that works anywhere in the player.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from ui.phrases import Phrases
from ui.window.player.standing import Standing
from ui.window.theme import Theme, text_font
from ui.window.widgets.controls import across, down
from ui.window.widgets.label import Label, plain_tip

_MOVES = (
    ("to_start", "skip-back"),
    ("frame_back", "step-back"),
    ("toggle", "play"),
    ("frame_on", "step-forward"),
    ("to_end", "skip-forward"),
)
_RANGE = (("mark_in", "range-begin"), ("mark_out", "range-end"), ("loop", "repeat"))
_LOOK = (("zoom_in", "zoom-in"), ("turn_right", "rotate-cw"), ("adjust", "sun"))
_EXPORTS = {"video": (("still", "camera"), ("clip", "scissors")), "audio": (("clip", "scissors"),)}
_MARKS = (("mark", "flag"), ("marks", "list"))


class Controls(QWidget):
    """Buttons left, numbers beside them, the range and the volume right."""

    acted = Signal(str)
    """The name of an act."""

    def __init__(self, phrases: Phrases, theme: Theme, kind: str = "video") -> None:
        """`kind`: a sound has nothing to look at, a photo nothing that moves."""
        super().__init__()
        self._phrases, self._theme = phrases, theme
        self._buttons: dict[str, QToolButton] = {}
        self._standing = Standing()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.position = _Figures("player.position", phrases, strong=True)
        self.time_of_day = _Figures("player.time-of-day", phrases)
        self.frame = _Figures("player.frame", phrases)
        self.speed = _Figures("player.speed", phrases)
        self.speed.setToolTip(plain_tip("\n".join(phrases.say(f"player.act.{each}") for each in ("slower", "faster"))))
        self.range, self.volume = _Figures("player.range", phrases), _Figures("player.volume", phrases)
        self.volume.setMinimumWidth(40)
        self.channel = _Figures("player.channel", phrases)
        self._lay_out(kind)
        theme.changed.connect(self._tint)
        self._tint()

    def _lay_out(self, kind: str) -> None:
        moving, looked = kind != "photo", kind != "audio"
        upper, lower = across(gap=4, margins=(12, 6 if moving else 0, 12, 0)), across(gap=4, margins=(12, 0, 12, 4))
        if moving:
            for button in self._group(_MOVES):
                upper.addWidget(button)
            upper.addSpacing(12)
            for figures in (self.position, self.time_of_day, self.frame, self.speed):
                upper.addWidget(figures)
                upper.addSpacing(16)
            upper.addStretch(1)
            for part in (self.channel, self._button("mute", "volume-2"), self.volume):
                upper.addWidget(part)
            for widget in (*self._group(_RANGE), self.range, self._button("clear_range", "x")):
                lower.addWidget(widget)
        lower.addStretch(1)
        exports, looks = self._group(_EXPORTS.get(kind, ())), self._group(_LOOK if looked else ())
        for widget in (*looks, *exports, *self._group(_MARKS)):
            lower.addWidget(widget)
        box = down(gap=0)
        box.addLayout(upper)
        box.addLayout(lower)
        self.setLayout(box)
        if moving:
            self._buttons["loop"].setCheckable(True)

    def _group(self, acts: tuple[tuple[str, str], ...]) -> list[QToolButton]:
        return [self._button(act, icon) for act, icon in acts]

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

    def show_standing(self, standing: Standing) -> None:
        """Show how the film stands."""
        before, self._standing = self._standing, standing
        if before.day_tip != standing.day_tip:
            self.time_of_day.setToolTip(plain_tip(standing.day_tip))
        for label, text in (
            (self.position, standing.position),
            (self.time_of_day, standing.time_of_day),
            (self.frame, standing.frame),
            (self.speed, standing.speed),
            (self.range, standing.range),
            (self.volume, standing.volume),
            (self.channel, standing.channel),
        ):
            label.show_text(text)
        for act in ("frame_back", "frame_on"):
            self._buttons[act].setVisible(bool(standing.frame))
        self._buttons["loop"].setChecked(standing.loops)
        self._buttons["clear_range"].setVisible(bool(standing.range))
        if (before.playing, before.muted) != (standing.playing, standing.muted):
            self._tint()

    @Slot()
    def _tint(self) -> None:
        now = {
            "toggle": "pause" if self._standing.playing else "play",
            "mute": "volume-x" if self._standing.muted else "volume-2",
        }
        for act, icon in now.items():
            if act in self._buttons:
                self._buttons[act].setProperty("icon_name", icon)
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
