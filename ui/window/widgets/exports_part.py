"""The part of the inspector with exports: what left the desk, with whom, why. In: page and recording."""

from __future__ import annotations

import os

import shiboken6
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from recorder_desk.domain.export import ExportRow
from recorder_desk.domain.facts import ExportFailed, ExportMade, ExportOrdered, Fact
from recorder_desk.domain.names import raw
from recorder_desk.queries.exports import Exports
from ui.export_words import spans, state
from ui.formats import local_time
from ui.window.page import Page
from ui.window.widgets.controls import down, empty
from ui.window.widgets.label import ElidedLabel, Label

SHOWN = 10


class ExportsPart(QWidget):
    """The newest first; says so where there are none."""

    def __init__(self, page: Page, recording: str) -> None:
        """Asks at once, and again with every export of this recording."""
        super().__init__()
        self._page, self._recording, self._question = page, recording, 0
        self._box = down(gap=8)
        self.setLayout(self._box)
        page.bridge.facts.connect(self._hear)
        self._ask()

    def _ask(self) -> None:
        question = Exports(self._recording, limit=SHOWN)
        self._question = self._page.bridge.ask(question, self._take, None, self._question)

    @Slot(object)
    def _hear(self, facts: tuple[Fact, ...]) -> None:
        kinds = (ExportOrdered, ExportMade, ExportFailed)
        if any(isinstance(each, kinds) and each.recording == self._recording for each in facts):
            self._ask()

    def _take(self, rows: tuple[ExportRow, ...]) -> None:
        if not shiboken6.isValid(self):
            return
        empty(self._box)
        self._box.addWidget(Label(self._page.phrases.say("window.exports.title"), "section"))
        for row in rows:
            self._box.addLayout(self._lines(row))
        if not rows:
            self._box.addWidget(Label(self._page.phrases.say("window.exports.none"), "quiet"))

    def _lines(self, row: ExportRow) -> QVBoxLayout:
        phrases = self._page.phrases
        what = f"{phrases.word(f'export-{row.kind}')} · {os.path.basename(raw(row.wish.path))}"
        who = " · ".join(filter(None, (local_time(row.ordered_at), row.ordered_by, row.reason)))
        told = down(ElidedLabel(what, middle=True), Label(spans(row, phrases), "quiet", wrap=True), gap=1)
        told.addWidget(ElidedLabel(who, "quiet"))
        if row.made is None:
            told.addWidget(Label(state(row, phrases), "quiet", "care" if row.state == "failed" else "", wrap=True))
        else:
            told.addWidget(ElidedLabel(row.made.digest, "mono", middle=True))
        return told
