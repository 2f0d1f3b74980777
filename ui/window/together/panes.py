"""The pictures side by side: as a grid, or one large with the others beside it. In: parts and words. Out: presses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from recorder_desk.domain.recording import RecordingDetail
from ui.phrases import Phrases
from ui.window.player.engine_motion import EngineMotion
from ui.window.player.reel import Reel
from ui.window.player.surface import VideoSurface
from ui.window.theme import Theme
from ui.window.together.part import Part
from ui.window.widgets.controls import Sign, across, down
from ui.window.widgets.label import ElidedLabel, Label, plain_tip

LAYOUTS = ("grid", "one")


@dataclass(slots=True)
class Loud:
    """How loud a pane is, in per cent: what is heard counts as watched."""

    volume: int = 0


class Pane(QFrame):
    """One recording: its picture and, below, what it is and how it lies. To what notes what was seen, it is a deck."""

    pressed = Signal()
    closing = Signal()
    """It is about to let its file go."""

    def __init__(self, number: int, part: Part, detail: RecordingDetail, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self.part, self._phrases = part, phrases
        rate = detail.media.frame_rate if detail.media else ""
        self.reel = Reel(part.path, part.lane.kind, part.lane.length_ms, rate)
        self.drive = Loud()
        self.source = phrases.say(f"player.source.{detail.play_role}")
        self.setObjectName("panel")
        self.surface = VideoSurface()
        self.surface.setMinimumSize(160, 90)
        self.sound = Sign(theme, "volume-x", "quiet", 16)
        self.name, self.about = ElidedLabel(f"{number + 1}  {part.lane.name}", "", middle=True), Label("", "small")
        row = across(self.sound, gap=8, margins=(8, 4, 8, 4))
        row.addWidget(self.name, 1)
        row.addWidget(self.about)
        column = down(gap=0)
        column.addWidget(self.surface, 1)
        column.addLayout(row)
        self.setLayout(column)
        part.shown.connect(self.surface.show_frame)
        part.changed.connect(self._show_nothing)
        self._show_nothing()
        self.surface.clicked.connect(self.pressed)
        self.setAccessibleName(part.lane.name)

    @property
    def motion(self) -> EngineMotion:
        """What moves."""
        return self.part.motion

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What plays is no larger than this."""
        super().resizeEvent(event)
        self.part.wide = round(self.width() * self.devicePixelRatioF())

    def set_overlay(self, text: str) -> None:
        """Who is watching, and when."""
        self.surface.set_overlay(text)

    @Slot()
    def _show_nothing(self) -> None:
        """Where it did not run, there is no picture to be taken for one of then."""
        if not self.part.inside or self.part.broken:
            self.surface.show_image(QImage())

    def show_state(self, how: str, tip: str, *, chosen: bool) -> None:
        """How it lies on the line, and whether it is heard."""
        self.about.setText(how)
        self.about.setToolTip(plain_tip(tip))
        silent = not self.part.lane.sound
        self.sound.show_icon("volume-2" if chosen and not silent else "volume-x", "accent" if chosen else "quiet")
        self.sound.setToolTip(plain_tip(self._phrases.say("together.mute" if silent else "together.hear")))


class Panes(QWidget):
    """All panes in one of the layouts."""

    pressed = Signal(int)

    def __init__(self, panes: Sequence[Pane]) -> None:
        super().__init__()
        self.panes, self.layout_name, self.large = tuple(panes), "", 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 8, 8, 8)
        self._grid.setSpacing(8)
        for pane in self.panes:
            pane.pressed.connect(self._press)

    def _press(self) -> None:
        sender = self.sender()
        if isinstance(sender, Pane):
            self.pressed.emit(self.panes.index(sender))

    def arrange(self, name: str, large: int) -> None:
        """`grid`, or `one` large and the others beside it."""
        if (name, large) == (self.layout_name, self.large):
            return
        self.layout_name, self.large = name, large
        for pane in self.panes:
            self._grid.removeWidget(pane)
        for at in range(4):
            self._grid.setColumnStretch(at, 0)
            self._grid.setRowStretch(at, 0)
        if name == "grid":
            self._as_grid()
        else:
            self._as_one(large)

    def _as_grid(self) -> None:
        for at, pane in enumerate(self.panes):
            self._grid.addWidget(pane, at // 2, at % 2)
            self._grid.setColumnStretch(at % 2, 1)
            self._grid.setRowStretch(at // 2, 1)

    def _as_one(self, large: int) -> None:
        others = [pane for at, pane in enumerate(self.panes) if at != large]
        self._grid.addWidget(self.panes[large], 0, 0, max(1, len(others)), 1)
        for at, pane in enumerate(others):
            self._grid.addWidget(pane, at, 1)
            self._grid.setRowStretch(at, 1)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 1)
