"""The dialog for a still: the exact frame as it will be, and where it goes. In: a recording and a position."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from recorder_desk.domain.export import ExportWish
from recorder_desk.domain.recording import RecordingDetail
from ui.export_words import position
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.exports.export_dialog import ExportDialog
from ui.window.exports.film_keeper import SeeFrame, Seen
from ui.window.exports.veil_board import VeilBoard
from ui.window.theme import Theme
from ui.window.widgets.controls import IconButton, across, down
from ui.window.widgets.label import Label


class StillDialog(ExportDialog):
    """One frame on, one back: Alt with the arrows, or the buttons below the picture."""

    kind, ending = "still", ".png"

    def __init__(
        self, bridge: DeskBridge, phrases: Phrases, theme: Theme, detail: RecordingDetail, at_ms: int, parent: QWidget
    ) -> None:
        """Shows the frame that is on the screen at `at_ms`."""
        super().__init__(bridge, phrases, theme, detail, parent)
        self.frame, self._at_ms, self._question = -1, at_ms, 0
        self.board = VeilBoard(theme)
        self.board.setAccessibleName(phrases.say("window.export.picture"))
        self.which = Label("", "small")
        back = IconButton(theme, "step-back", phrases.say("player.act.frame_back"), partial(self._step, -1))
        on = IconButton(theme, "step-forward", phrases.say("player.act.frame_on"), partial(self._step, 1))
        for keys, by in (("Alt+Left", -1), ("Alt+Right", 1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(partial(self._step, by))
        box = down(self.head(), gap=12, margins=(20, 18, 20, 16))
        box.addWidget(self.board, 1)
        box.addLayout(across(back, on, self.which, 1))
        box.addLayout(self.form())
        for part in self.foot():
            box.addWidget(part)
        self.setLayout(box)
        self.setMinimumSize(620, 620)
        self.reason.setFocus()
        self._see(0)

    def _see(self, steps: int) -> None:
        query = SeeFrame(self.keeper, self._at_ms, steps)
        self._question = self.bridge.ask(query, self._show, self.refused, self._question)

    def _step(self, by: int) -> None:
        self._see(by)

    def _show(self, seen: Seen) -> None:
        if seen.number < 0:
            return
        self.frame, self._at_ms = seen.number, -(-seen.at_us // 1000)
        self.board.show_frame(seen.image)
        at = position(seen.at_us)
        self.which.setText(self.phrases.say("export.words.frame", frame=seen.number, at=at))

    def wish(self, path: str) -> ExportWish:
        """The frame that is shown."""
        return ExportWish("still", path, self.frame, max(0, self._at_ms), watermark=self.watermark.text())
