"""Adjusting the picture on the screen: brightness, contrast, gamma. In: sliders. Out: another look of the surface."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QSlider

from ui.phrases import Phrases
from ui.window.player.bar import Bar
from ui.window.player.surface import VideoSurface
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across
from ui.window.widgets.label import Label

_RANGES = {"brightness": (-100, 100, 0), "contrast": (-100, 100, 0), "gamma": (20, 300, 100)}


class AdjustBar(Bar):
    """Three sliders, one for interlaced film, and the way back to how it is in the file."""

    def __init__(self, surface: VideoSurface, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self._surface = surface
        self.sliders: dict[str, QSlider] = {}
        self._values: dict[str, Label] = {}
        row = across(gap=8, margins=(16, 8, 16, 8))
        for name, (least, most, _) in _RANGES.items():
            slider = QSlider(Qt.Orientation.Horizontal)
            slider.setRange(least, most)
            slider.setPageStep(20)
            slider.setMaximumWidth(150)
            slider.setAccessibleName(phrases.say(f"player.adjust.{name}"))
            value = Label("", "quiet")
            value.setMinimumWidth(34)
            slider.valueChanged.connect(partial(self._slid, name))
            self.sliders[name], self._values[name] = slider, value
            for part in (Label(phrases.say(f"player.adjust.{name}")), slider, value):
                row.addWidget(part, 1 if part is slider else 0)
        self.fields = QCheckBox(phrases.say("player.adjust.deinterlace"))
        self.fields.toggled.connect(self._toggle_fields)
        self.reset = Button(theme, phrases.say("player.adjust.reset"), self._reset, icon="rotate-ccw", flat=True)
        self.note = Label(phrases.say("player.adjust.note"), "quiet")
        for widget in (self.fields, self.reset, self.note):
            row.addWidget(widget)
        row.addStretch(1)
        self.setLayout(row)
        surface.looked.connect(self.show_look)
        self.show_look()

    def opened(self) -> None:
        """The first slider."""
        self.sliders["brightness"].setFocus()

    @Slot()
    def show_look(self) -> None:
        """As it is looked at now."""
        look = self._surface.look
        for name, slider in self.sliders.items():
            value = int(getattr(look, name))
            slider.blockSignals(True)
            slider.setValue(value)
            slider.blockSignals(False)
            self._values[name].setText(f"{value / 100:.2f}" if name == "gamma" else f"{value:+d}" if value else "0")
        self.fields.blockSignals(True)
        self.fields.setChecked(look.deinterlaced)
        self.fields.blockSignals(False)
        self.reset.setEnabled(look.is_tuned or look.deinterlaced)

    def _slid(self, name: str, value: int) -> None:
        look = replace(self._surface.look, **{name: value})  # type: ignore[arg-type]  # the sliders are named as the fields
        self._surface.set_look(look)

    @Slot(bool)
    def _toggle_fields(self, on: bool) -> None:
        self._surface.set_look(replace(self._surface.look, deinterlaced=on))

    @Slot()
    def _reset(self) -> None:
        self.sliders["brightness"].setFocus()  # the button is off once there is nothing to set back
        self._surface.set_look(replace(self._surface.look.plain(), deinterlaced=False))
