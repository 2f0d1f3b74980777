"""What becomes of an export that was ordered: how far it is, a way to call it off, then the file. In: an export's id.
Out: progress, result, `over`."""

from __future__ import annotations

import os

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar, QWidget

from recorder_desk.commands.exports import EndExport
from recorder_desk.domain import facts as f
from recorder_desk.domain.export import ExportRow
from recorder_desk.domain.happening import Progress
from recorder_desk.domain.names import raw
from recorder_desk.errors import DeskError
from recorder_desk.queries.exports import ShowExport
from ui import formats
from ui.export_words import spans, time_of_day, wider
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.dialogs import open_outside
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, Sign, across, down, frame
from ui.window.widgets.label import Label


class Course(QWidget):
    """Hidden until it follows an export."""

    over = Signal(bool)
    """It was made (True), or was not."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self._bridge, self._phrases = bridge, phrases
        self.export, self._path, self._ended = "", "", False
        say = phrases.say
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("window.export.running"))
        self.far = Label("", "quiet")
        self.stop = Button(theme, say("window.export.stop"), self._stop, flat=True)
        self.said, self.more = Label("", wrap=True, copies=True), Label("", "quiet", wrap=True, copies=True)
        self.folder = Button(theme, say("window.export.folder"), self._open_folder, icon="folder-open")
        self._sign = Sign(theme, "check", "good")
        self._running = QWidget()
        self._running.setLayout(down(self.bar, across(self.far, 1, self.stop), gap=4))
        told = down(self.said, self.more, gap=4)
        row = across(self._sign, gap=10)
        row.addLayout(told, 1)
        row.addWidget(self.folder)
        self._result = frame("card", across(row, margins=(12, 10, 12, 10)))
        self.setLayout(down(self._running, self._result, gap=0))
        self.hide()
        bridge.facts.connect(self._hear)
        bridge.progress.connect(self._hear_progress)

    def follow(self, export: str, path: str) -> None:
        """Show how this one fares; `path` is where it goes."""
        self.export, self._path, self._ended = export, path, False
        self.bar.setRange(0, 0)
        self.far.setText(self._phrases.say("window.export.running"))
        self.stop.setEnabled(True)
        self._running.show()
        self._result.hide()
        self.show()
        self._ask()

    @Slot(object)
    def _hear_progress(self, progress: Progress) -> None:
        if not self.export or self._ended or progress.job != f"export:{self.export}" or not progress.total:
            return
        self.bar.setRange(0, 1000)
        self.bar.setValue(min(1000, progress.done * 1000 // progress.total))
        words = [f"{min(100, progress.done * 100 // progress.total)} %"]
        if progress.seconds_left >= 0:
            left = formats.seconds_left(progress.seconds_left, self._phrases.language)
            words.append(self._phrases.say("window.dock.left", left=left))
        self.far.setText(" · ".join(words))

    @Slot(object)
    def _hear(self, facts: tuple[f.Fact, ...]) -> None:
        kinds = (f.ExportMade, f.ExportFailed)
        if self.export and any(isinstance(each, kinds) and each.export == self.export for each in facts):
            self._ask()

    def _ask(self) -> None:
        self._bridge.ask(ShowExport(self.export), self._take)

    def _take(self, row: ExportRow) -> None:
        if row.id != self.export or row.state == "owed" or self._ended:
            return
        self._ended = True
        phrases, made = self._phrases, row.made
        if made is None:
            self.said.setText(f"{phrases.say(row.code)} ({row.code})")
            self.more.setText("")
            self._sign.show_icon("circle-alert", "bad" if row.code != "export.cancelled" else "quiet")
        else:
            name, size = os.path.basename(raw(row.wish.path)), formats.size(made.bytes)
            self.said.setText(phrases.say("terminal.export.made", path=name, spans=spans(row, phrases), size=size))
            lines = (wider(row, phrases), time_of_day(row, phrases), phrases.say("window.export.note"), made.digest)
            self.more.setText("\n".join(filter(None, lines)))
            self._sign.show_icon("check", "good")
        self.folder.setVisible(made is not None)
        self._running.hide()
        self._result.show()
        self.over.emit(made is not None)

    @Slot()
    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self._bridge.do(EndExport(self.export), self._stopped, self._not_stopped)

    def _stopped(self, facts: tuple[f.Fact, ...]) -> None:
        self._bridge.cancel(f"export:{self.export}")

    def _not_stopped(self, error: DeskError) -> None:
        self._ask()  # it was over before

    @Slot()
    def _open_folder(self) -> None:
        open_outside(os.path.dirname(self._path))
