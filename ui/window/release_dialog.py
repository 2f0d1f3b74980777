"""Releasing a recorder, from the question to the report. In: a drop folder. Out: OrderRelease; a report.

Nothing here is one key away: the button that is in focus first is the one that leaves everything as it is.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from recorder_desk.commands.release import OrderRelease
from recorder_desk.domain import facts as f
from recorder_desk.domain.happening import Progress, StepTrouble
from recorder_desk.domain.names import raw
from recorder_desk.domain.release import Proved, ReleaseDetail
from recorder_desk.domain.release_report import report_bytes
from recorder_desk.errors import DeskError
from recorder_desk.queries.release import ProveEntries, ShowRelease
from ui import formats
from ui.phrases import Phrases
from ui.window import dialogs
from ui.window.bridge import DeskBridge
from ui.window.dock_words import title_of
from ui.window.sheets.release_sheet import release_sheet
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, Sign, across, down, empty
from ui.window.widgets.label import ElidedLabel, Label

MOST_LINES = 200


class ReleaseDialog(QDialog):
    """Asks, shows how far it is, then what became of every file. Show it with `open()`."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, path: str, parent: QWidget) -> None:
        """`path`: the recorder's folder in stored form."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge, self._phrases, self._theme, self._path = bridge, phrases, theme, path
        self._release = ""
        self.detail: ReleaseDetail | None = None
        self.setWindowTitle(phrases.say("window.release.title"))
        self.setMinimumSize(560, 260)
        self._box = down(gap=12, margins=(20, 18, 20, 16))
        self.setLayout(self._box)
        self.bar = QProgressBar()
        self._ask()
        bridge.facts.connect(self._hear)
        bridge.progress.connect(self._hear_progress)
        bridge.trouble.connect(self._hear_trouble)

    def _ask(self) -> None:
        say = self._phrases.say
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.error.hide()
        self._keep = Button(self._theme, say("window.release.keep"), self.reject)
        self._go = Button(self._theme, say("window.release.do"), self._order, icon="trash-2")
        self._box.addWidget(Label(say("window.release.question", name=title_of(self._path)), "head", wrap=True))
        self._box.addWidget(ElidedLabel(self._path, "quiet", middle=True))
        self._box.addWidget(Label(say("window.release.what"), wrap=True))
        self._box.addWidget(self.error)
        self._box.addStretch(1)
        self._box.addLayout(across(1, self._keep, self._go))
        self._go.setAutoDefault(False)
        self._keep.setDefault(True)
        self._keep.setFocus()

    @Slot()
    def _order(self) -> None:
        self._go.setEnabled(False)
        self._bridge.do(OrderRelease(raw(self._path)), self._ordered, self._refused)

    def _refused(self, error: DeskError) -> None:
        self._go.setEnabled(True)
        self.error.setText(f"{self._phrases.say(error.code, **error.facts)} ({error.code})")
        self.error.show()

    def _ordered(self, facts: tuple[f.Fact, ...]) -> None:
        self._release = next(fact.release for fact in facts if isinstance(fact, f.ReleaseOrdered))
        say = self._phrases.say
        empty(self._box)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("window.release.under-way"))
        self._note = Label(say("window.release.goes-on"), "quiet", wrap=True)
        self._box.addWidget(Label(say("window.release.under-way"), "head", wrap=True))
        self._box.addWidget(self.bar)
        self._box.addWidget(self._note)
        self._box.addStretch(1)
        leave = Button(self._theme, say("window.release.leave"), self.reject)
        self._box.addLayout(across(1, leave))
        leave.setFocus()
        self._bridge.poke()

    @Slot(object)
    def _hear_progress(self, progress: Progress) -> None:
        if self._release and progress.step == "release" and progress.subject == self._release and progress.total:
            self.bar.setRange(0, 1000)
            self.bar.setValue(progress.done * 1000 // progress.total)

    @Slot(object)
    def _hear_trouble(self, trouble: StepTrouble) -> None:
        if self._release and trouble.step == "release" and trouble.subject == self._release:
            self._note.setText(self._phrases.say(trouble.code))

    @Slot(object)
    def _hear(self, facts: tuple[f.Fact, ...]) -> None:
        if any(isinstance(fact, f.ReleaseEnded) and fact.release == self._release for fact in facts):
            self._bridge.ask(ShowRelease(self._release), self._show)

    def _show(self, detail: ReleaseDetail) -> None:
        """What became of every file."""
        self.detail = detail
        say, row = self._phrases.say, detail.row
        empty(self._box)
        whole = not (row.kept or row.unknown or row.code)
        sign = Sign(self._theme, "circle-check" if whole else "circle-alert", "good" if whole else "care", 28)
        head = say("window.release.removed", count=row.removed, size=formats.size(row.bytes))
        self._box.addLayout(across(sign, down(Label(head, "head", wrap=True)), 1, gap=12))
        told = []
        if row.code:
            told.append(say(row.code))
        if row.unknown:
            told.append(say("window.release.unknown", count=row.unknown))
        if row.kept:
            told.append(say("window.release.stays", count=row.kept))
        for each in told:
            self._box.addWidget(Label(each, wrap=True))
        if row.kept or row.unknown:
            self._box.addWidget(self._stays(), 1)
        else:
            self._box.addStretch(1)
        self._end()

    def _stays(self) -> QScrollArea:
        assert self.detail is not None
        inside = QWidget()
        inside.setObjectName("inside")
        lines = QVBoxLayout(inside)
        stays = [each for each in self.detail.files if each.fate != "removed"]
        for each in stays[:MOST_LINES]:
            lines.addWidget(ElidedLabel(title_of(each.path), middle=True))
            lines.addWidget(Label(self._phrases.say(each.code) if each.code else "", "quiet", wrap=True))
        lines.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setMinimumHeight(160)
        area.setAccessibleName(self._phrases.say("window.sheet.release.stays"))
        return area

    def _end(self) -> None:
        say = self._phrases.say
        save = Button(self._theme, say("window.release.save"), self._save, icon="file-text")
        close = Button(self._theme, say("window.release.close"), self.accept, primary=True)
        self._box.addLayout(across(save, 1, close))
        close.setDefault(True)
        close.setFocus()

    @Slot()
    def _save(self) -> None:
        self._bridge.ask(ProveEntries(self._release), self._proved)

    def _proved(self, proved: Proved) -> None:
        assert self.detail is not None
        say = self._phrases.say
        name = f"{say('window.sheet.release.title')} {self._release[-8:]}.pdf"
        path = dialogs.ask_save_path(self, say("window.release.save"), name, "PDF (*.pdf);;JSON (*.json)")
        if not path:
            return
        report = report_bytes(self.detail, proved)
        content = report if path.lower().endswith(".json") else release_sheet(self.detail, report, self._phrases)
        try:
            with Path(path).open("xb") as file:
                file.write(content)
        except OSError:
            self._box.insertWidget(0, Label(say("release.report-unwritable"), tone="bad", wrap=True))
