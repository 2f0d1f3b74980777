"""Sealing, rehearsed in place: exactly what would be fixed, what is missing, then the one button.

In: a case, its links, its list. Out: the wish to seal. While it is sealed, how far that is.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QProgressBar

from recorder_desk.domain.case import CaseDetail
from recorder_desk.domain.coverage import Coverage
from recorder_desk.domain.happening import Progress
from recorder_desk.domain.record_item import RecordItemList
from recorder_desk.domain.recording import RecordingRow
from recorder_desk.errors import DeskError
from ui.formats import size
from ui.phrases import Phrases
from ui.window.cases.words import range_words, retention_words
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, Sign, across, down, empty
from ui.window.widgets.label import ElidedLabel, Label

MOST_LINES = 60


class SealPanel(QFrame):
    """A card above the items of a case."""

    confirmed = Signal()
    """Seal now."""

    def __init__(self, phrases: Phrases, theme: Theme, case_retention: str) -> None:
        """`case_retention` is the setting an item falls back on."""
        super().__init__()
        self.setObjectName("card")
        self._phrases, self._theme, self._case_retention = phrases, theme, case_retention
        self.box = down(gap=8, margins=(16, 14, 16, 14))
        self.setLayout(self.box)
        self.button: Button | None = None
        self.error: Label | None = None
        self.bar: QProgressBar | None = None
        self.hide()

    def rehearse(
        self, detail: CaseDetail, items: RecordItemList, rows: Mapping[str, RecordingRow], found: Coverage
    ) -> None:
        """Show exactly what sealing would fix, under what, and what is missing."""
        empty(self.box)
        say, links = self._phrases.say, [link for link in detail.links if not link.unlinked_at]
        lacking = {cell.item for cell in found.cells if cell.state == "missing"}
        missing = [item for item in items.items if item.code in lacking]
        total = sum(rows[each].bytes for each in {link.recording for link in links} if each in rows)
        recordings = len({link.recording for link in links})
        self.box.addWidget(Label(say("cases.seal.title", number=detail.row.number), "head"))
        self.box.addWidget(Label(say("cases.seal.what", count=recordings, size=size(total)), wrap=True))
        for link in links[:MOST_LINES]:
            row, item = rows.get(link.recording), items.item(link.item)
            name = ElidedLabel(row.name if row else link.recording, middle=True)
            place = f"{link.item} · {range_words(link, self._phrases)}"
            kept = retention_words(item, self._case_retention, self._phrases)
            line = across(Sign(self._theme, "archive", "quiet", 16), gap=10)
            line.addWidget(name, 3)
            line.addWidget(Label(place, "quiet"), 2)
            line.addWidget(Label(say("cases.seal.kept", term=kept), "quiet"), 1)
            self.box.addLayout(line)
        if len(links) > MOST_LINES:
            self.box.addWidget(Label(say("cases.seal.and-more", count=len(links) - MOST_LINES), "quiet"))
        if missing:
            self._add_missing([f"{item.code} {item.name(self._phrases.language)}" for item in missing])
        self._add_end(bool(links))

    def _add_missing(self, names: list[str]) -> None:
        say = self._phrases.say
        head = across(Sign(self._theme, "circle-alert", "care", 16), gap=10)
        head.addWidget(Label(say("cases.seal.missing", count=len(names)), tone="care", wrap=True), 1)
        self.box.addSpacing(4)
        self.box.addLayout(head)
        listed = Label("\n".join(names), "quiet", wrap=True)
        listed.setIndent(26)
        self.box.addWidget(listed)

    def _add_end(self, any_links: bool) -> None:
        say = self._phrases.say
        self.box.addSpacing(4)
        final = say("cases.seal.final") if any_links else say("seal.nothing-linked")
        self.box.addWidget(Label(final, wrap=True))
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.error.hide()
        self.box.addWidget(self.error)
        self.button = Button(self._theme, say("cases.seal.do"), self._confirm, icon="lock", primary=True)
        self.button.setEnabled(any_links)
        not_yet = Button(self._theme, say("cases.seal.not-yet"), self._leave)
        self.box.addLayout(across(1, not_yet, self.button))
        self.setFocusProxy(not_yet)  # what cannot be undone is never one key away
        self.show()

    def show_progress(self, progress: Progress | None) -> None:
        """The seal is begun and on its way into the vault."""
        if self.bar is None or self.button is not None:
            empty(self.box)
            self.button, self.error = None, None
            say = self._phrases.say
            self.bar = QProgressBar()
            self.bar.setTextVisible(False)
            self.bar.setRange(0, 0)
            self.bar.setAccessibleName(say("cases.seal.under-way"))
            self.box.addWidget(Label(say("cases.seal.under-way"), "head"))
            self.box.addWidget(self.bar)
            self.box.addWidget(Label(say("cases.seal.goes-on"), "quiet", wrap=True))
        if progress is not None and progress.total:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
        self.show()

    def refuse(self, error: DeskError) -> None:
        """The seal was not begun."""
        if self.error is not None and self.button is not None:
            self.error.setText(f"{self._phrases.say(error.code, **error.facts)} ({error.code})")
            self.error.show()
            self.button.setEnabled(True)

    @Slot()
    def _confirm(self) -> None:
        if self.button is not None:
            self.button.setEnabled(False)
        self.confirmed.emit()

    @Slot()
    def _leave(self) -> None:
        self.put_away()

    def put_away(self) -> None:
        """Nothing to seal at the moment."""
        empty(self.box)
        self.button, self.error, self.bar = None, None, None
        self.hide()
