"""The record items of a case, by stage, with what is linked. In: a case and rows. Out: signals.

Above them the seal panel, when it is asked for. `CaseTrace` below shows what was linked once.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from recorder_desk.domain.case import CaseDetail
from recorder_desk.domain.coverage import Cell
from recorder_desk.domain.record_item import RecordItemList
from recorder_desk.domain.recording import RecordingRow
from ui.formats import local_time
from ui.phrases import Phrases
from ui.window.cases.item_block import ItemBlock
from ui.window.cases.link_row import LinkLine
from ui.window.cases.words import stage_name
from ui.window.pictures import Pictures
from ui.window.theme import Theme
from ui.window.widgets.controls import down, empty
from ui.window.widgets.label import Label


class Scrolled(QScrollArea):
    """A column of widgets that scrolls; it keeps its place when it is filled anew."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        inside = QWidget()
        inside.setObjectName("inside")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 0, 16)
        self.column.setSpacing(0)
        self.setWidget(inside)
        self._place = 0

    def begin(self) -> None:
        """Take out what is there."""
        self._place = self.verticalScrollBar().value()
        empty(self.column)

    def finish(self) -> None:
        """All is in again: shown at once (a layout would do it later, and flicker), where the person was."""
        self.column.addStretch(1)
        for number in range(self.column.count()):
            item = self.column.itemAt(number)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.show()
        self.column.activate()
        self.restore()
        QTimer.singleShot(0, self, self.restore)

    def restore(self) -> None:
        """Back to the place noted by `begin`."""
        self.verticalScrollBar().setValue(self._place)


class CaseItems(QWidget):
    """Every record item of the case's list, what is linked there, what is missing."""

    play = Signal(str, int)
    unlink = Signal(str, str, str)
    wanted = Signal(str)

    judged = Signal(str, str, str)
    """An item's code, a verdict, its reason."""

    def __init__(self, phrases: Phrases, theme: Theme, pictures: Pictures, above: QWidget) -> None:
        """`above` is shown over the items."""
        super().__init__()
        self._phrases, self._theme, self._pictures = phrases, theme, pictures
        self.list = Scrolled(phrases.say("cases.tab.items"))
        holder = QFrame()
        holder.setLayout(down(above, margins=(16, 12, 16, 0)))
        self.list.column.addWidget(holder)
        self._holder = holder
        self.setLayout(down(self.list, gap=0))

    def being_written(self) -> bool:
        """Whether the person is typing a reason in one of the rows: then nothing is rebuilt under them."""
        focus = self.focusWidget()
        return isinstance(focus, QLineEdit) and focus.hasFocus() and bool(focus.text())

    def show_case(
        self, detail: CaseDetail, items: RecordItemList, rows: Mapping[str, RecordingRow], fixed: str,
        cells: Mapping[str, Cell],
    ) -> None:  # fmt: skip
        """Fill anew; `fixed` says why nothing can be changed ('' where it can), `cells` how items stand."""
        held = self._block_with_keyboard()
        self.list.column.removeWidget(self._holder)
        self.list.begin()
        self.list.column.addWidget(self._holder)
        links = [link for link in detail.links if not link.unlinked_at]
        known, stage = [item.code for item in items.items], ""
        for code in [*known, *sorted({link.item for link in links}.difference(known))]:
            item = items.item(code)
            name = stage_name(item.stage, self._phrases) if item else self._phrases.say("cases.stage.other")
            if name != stage:
                self._add_heading(name)
                stage = name
            here = [link for link in links if link.item == code]
            block = ItemBlock(
                code, item, here, rows, self._phrases, self._theme, self._pictures, fixed, cells.get(code)
            )
            block.judged.connect(self.judged)
            block.play.connect(self.play)
            block.unlink.connect(self.unlink)
            block.wanted.connect(self.wanted)
            self.list.column.addWidget(block)
            if code == held and not fixed:
                block.add.setFocus()  # the keyboard stays where it was, though all here is new
        self.list.finish()

    def _block_with_keyboard(self) -> str:
        place = QApplication.focusWidget()
        while place is not None and not isinstance(place, ItemBlock):
            place = place.parentWidget()
        return place.code if place is not None and self.isAncestorOf(place) else ""

    def _add_heading(self, name: str) -> None:
        heading = Label(name, "section")
        heading.setContentsMargins(16, 14, 0, 4)
        self.list.column.addWidget(heading)


class CaseTrace(Scrolled):
    """Links that were taken out again: by whom, when, why."""

    play = Signal(str, int)

    def __init__(self, phrases: Phrases, theme: Theme, pictures: Pictures) -> None:
        super().__init__(phrases.say("cases.tab.trace"))
        self._phrases, self._theme, self._pictures = phrases, theme, pictures
        self.column.setContentsMargins(16, 12, 16, 16)

    def show_case(self, detail: CaseDetail, rows: Mapping[str, RecordingRow]) -> None:
        """Fill anew, newest first."""
        self.begin()
        say = self._phrases.say
        gone = [link for link in detail.links if link.unlinked_at]
        if not gone:
            self.column.addWidget(Label(say("cases.trace.none"), "quiet", wrap=True))
        for link in reversed(gone):
            line = LinkLine(
                link, rows.get(link.recording), self._phrases, self._theme, self._pictures, say("cases.unlinked")
            )
            line.play.connect(self.play)
            told = say(
                "cases.trace.told", item=link.item, by=link.unlinked_by, time=local_time(link.unlinked_at),
                reason=link.unlink_reason or say("cases.trace.no-reason"),
            )  # fmt: skip
            words = Label(told, "quiet", wrap=True)
            words.setIndent(92)
            self.column.addWidget(line)
            self.column.addWidget(words)
            self.column.addSpacing(8)
        self.finish()
