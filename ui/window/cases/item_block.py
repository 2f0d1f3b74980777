"""One record item of a case: what it asks for and what is linked there. In: an item, links. Out: signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame

from recorder_desk.domain.record_item import RecordItem
from recorder_desk.domain.recording import LinkRow, RecordingRow
from ui.phrases import Phrases
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
    ) -> None:
        """`item` None: the case's list has no such code (any more)."""
        super().__init__()
        self._links, self._fixed = list(links), fixed
        self._rows, self._phrases, self._theme, self._pictures = rows, phrases, theme, pictures
        icon, token, word = standing(item, len(links))
        say = phrases.say
        name = Label(item.name(phrases.language) if item else say("link.unknown-item"), wrap=True)
        if item is not None:
            name.setToolTip(plain_tip(_tip(item, phrases)))
        asked = Label(requirement(item, phrases) if item else "", "quiet", wrap=True)
        chip = Label(say(word, count=len(links)), "quiet" if token == "edge" else "small", token)
        self.code, self.add = code, IconButton(theme, "plus", say("cases.link-here", item=code), self._want)
        if fixed:  # shown without a parent it would be a window of its own for a moment
            self.add.hide()
        number = Label(code, "mono")
        number.setFixedWidth(48)
        head = across(Sign(theme, icon, token, 18), number, gap=10)
        head.addLayout(down(name, asked, gap=1), 1)
        head.addWidget(chip)
        head.addWidget(self.add)
        self._box = down(head, gap=2, margins=(16, 8, 12, 8))
        self.setLayout(self._box)
        self._show_links(links[:FIRST])
        if len(links) > FIRST:
            self._more = Button(theme, say("cases.show-all", count=len(links)), self._show_rest, flat=True)
            self._box.addWidget(self._more)
        self._box.addSpacing(2)
        self._box.addWidget(hairline())

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

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self.code)


def _tip(item: RecordItem, phrases: Phrases) -> str:
    asked = {"start": item.start_point, "end": item.end_point, "capture": item.must_capture}
    return "\n".join(phrases.say(f"cases.tip.{name}", text=text) for name, text in asked.items())


def standing(item: RecordItem | None, links: int) -> tuple[str, str, str]:
    """Icon, colour and word for how an item stands: present, missing (calmly), or not asked for."""
    if item is None:
        return "triangle-alert", "care", "cases.standing.unknown"
    if links:
        return "circle-check", "good", "cases.standing.present"
    if item.required == "Y":
        return "circle-alert", "care", "cases.standing.missing"
    return "minus", "edge", "cases.standing.none"
