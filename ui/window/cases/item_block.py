"""One record item of a case: what it asks for and what is linked there. In: an item, links. Out: signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout

from recorder_desk.domain.coverage import Cell
from recorder_desk.domain.record_item import RecordItem
from recorder_desk.domain.recording import LinkRow, RecordingRow
from ui.formats import clock
from ui.phrases import Phrases
from ui.window.cases.judge_line import JudgeLine
from ui.window.cases.link_row import LinkLine
from ui.window.cases.words import requirement
from ui.window.pictures import Pictures
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, IconButton, Sign, across, down, hairline
from ui.window.widgets.label import Label, plain_tip

FIRST = 20
"""So many recordings are shown at once; the rest on demand, so that a big case opens quickly."""


class ItemBlock(QFrame):
    """Sign, code, name, what is asked; below, its recordings."""

    play = Signal(str, int)
    unlink = Signal(str, str, str)
    wanted = Signal(str)
    """Recordings are to be linked here: the item's code."""
    judged = Signal(str, str, str)
    """What somebody says of it: the item's code, the verdict, the reason."""

    def __init__(
        self,
        code: str,
        item: RecordItem | None,
        links: Sequence[LinkRow],
        rows: Mapping[str, RecordingRow],
        phrases: Phrases,
        theme: Theme,
        pictures: Pictures,
        fixed: str,
        cell: Cell | None = None,
    ) -> None:
        """`item` None: the case's list has no such code (any more). `cell`: how it stands."""
        super().__init__()
        self._links, self._fixed = list(links), fixed
        self._rows, self._phrases, self._theme, self._pictures = rows, phrases, theme, pictures
        self.code, self.judge = code, self._judging(item, cell)
        self.add = IconButton(theme, "plus", phrases.say("cases.link-here", item=code), self._want)
        if fixed:  # shown without a parent it would be a window of its own for a moment
            self.add.hide()
        self._box = down(self._head(item, cell), gap=2, margins=(16, 8, 12, 8))
        self.setLayout(self._box)
        for words in _remarks(cell, phrases):
            remark = Label(words, "quiet", wrap=True)
            remark.setContentsMargins(86, 0, 0, 2)
            self._box.addWidget(remark)
        if self.judge is not None:
            self._box.addWidget(self.judge)
        self._show_links(links[:FIRST])
        if len(links) > FIRST:
            self._more = Button(theme, phrases.say("cases.show-all", count=len(links)), self._show_rest, flat=True)
            self._box.addWidget(self._more)
        self._box.addSpacing(2)
        self._box.addWidget(hairline())

    def _judging(self, item: RecordItem | None, cell: Cell | None) -> JudgeLine | None:
        if item is None or cell is None or self._fixed or cell.state == "present":
            return None
        line = JudgeLine(item, cell, self._phrases, self._theme)
        line.judged.connect(self._judge)
        return line

    def _head(self, item: RecordItem | None, cell: Cell | None) -> QHBoxLayout:
        """Sign, code, name and what is asked; how it stands, and what can be done."""
        say, count = self._phrases.say, len(self._links)
        icon, token, word = standing(item, count, cell)
        name = Label(item.name(self._phrases.language) if item else say("link.unknown-item"), wrap=True)
        if item is not None:
            name.setToolTip(plain_tip(_tip(item, self._phrases)))
        asked = Label(requirement(item, self._phrases) if item else "", "quiet", wrap=True)
        number = Label(self.code, "mono")
        number.setFixedWidth(48)
        head = across(Sign(self._theme, icon, token, 18), number, gap=10)
        head.addLayout(down(name, asked, gap=1), 1)
        head.addWidget(Label(say(word, count=count), "quiet" if token == "edge" else "small", token))
        if cell is not None and cell.recordings:
            there = say("cases.play-spot", item=self.code, at=clock(cell.at_ms))
            head.addWidget(IconButton(self._theme, "play", there, partial(self._open, cell)))
        if self.judge is not None:
            told = say("cases.judge", item=self.code)
            head.addWidget(IconButton(self._theme, "pencil", told, self.judge.toggle))
        head.addWidget(self.add)
        return head

    def _show_links(self, links: Sequence[LinkRow]) -> None:
        for link in links:
            row = self._rows.get(link.recording)
            line = LinkLine(link, row, self._phrases, self._theme, self._pictures, self._fixed)
            line.setContentsMargins(28, 0, 0, 0)
            line.play.connect(self.play)
            line.unlink.connect(self.unlink)
            self._box.addWidget(line)

    @Slot()
    def _show_rest(self) -> None:
        self._more.hide()
        self._show_links(self._links[FIRST:])

    @Slot(str, str)
    def _judge(self, verdict: str, reason: str) -> None:
        self.judged.emit(self.code, verdict, reason)

    def _open(self, cell: Cell) -> None:
        """The best of its recordings, at the spot that tells how the item stands."""
        self.play.emit(cell.recordings[0], cell.at_ms)

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self.code)


def _tip(item: RecordItem, phrases: Phrases) -> str:
    asked = {"start": item.start_point, "end": item.end_point, "capture": item.must_capture}
    return "\n".join(phrases.say(f"cases.tip.{name}", text=text) for name, text in asked.items())


def _remarks(cell: Cell | None, phrases: Phrases) -> list[str]:
    """Why an item is not whole, and what somebody said of it."""
    if cell is None:
        return []
    reasons = phrases.listed(phrases.word(f"cell-{each}") for each in cell.reasons)
    return [each for each in (reasons, cell.explanation) if each]


_STANDINGS = {
    "present": ("circle-check", "good", "cases.standing.present"),
    "partial": ("triangle-alert", "care", "word.cell-partial"),
    "silent": ("volume-x", "care", "word.cell-silent"),
    "missing": ("circle-alert", "care", "cases.standing.missing"),
    "explained": ("circle-check", "quiet", "word.cell-explained"),
    "undecided": ("hourglass", "edge", "word.cell-undecided"),
    "not-needed": ("minus", "edge", "cases.standing.none"),
}


def standing(item: RecordItem | None, links: int, cell: Cell | None = None) -> tuple[str, str, str]:
    """Icon, colour and word for how an item stands (`domain/coverage.py`)."""
    if item is None:
        return "triangle-alert", "care", "cases.standing.unknown"
    if cell is not None:
        return _STANDINGS[cell.state]
    if links:
        return "circle-check", "good", "cases.standing.present"
    if item.required == "Y":
        return "circle-alert", "care", "cases.standing.missing"
    return "minus", "edge", "cases.standing.none"
