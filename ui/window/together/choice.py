"""Choosing what is looked at beside a recording. In: what ran at the same time. Out: ids, the first the time line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QScrollArea, QVBoxLayout, QWidget

from recorder_desk.domain.alignment import MOST_TOGETHER, Overlap
from ui.formats import clock, local_time
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down, empty, frame
from ui.window.widgets.label import ElidedLabel, Label


class Choice(QWidget):
    """A row for each, those of the same case first; three at most beside the one that is there."""

    chosen = Signal(object)
    """A tuple of ids."""

    def __init__(self, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self._phrases, self._theme, self._first = phrases, theme, ""
        self.boxes: list[tuple[str, QCheckBox]] = []
        say = phrases.say
        self.title, self.text = Label(say("together.choose"), "head"), Label("", "quiet", wrap=True)
        self.go = Button(theme, say("together.show"), self._go, primary=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        holder = QWidget()
        inner = down(gap=0)
        inner.addLayout(self._rows)
        inner.addStretch(1)
        holder.setLayout(inner)
        area = QScrollArea()
        area.setWidget(holder)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        for each in (area.viewport(), holder):
            each.setAutoFillBackground(False)
        self._area = area
        column = down(self.title, self.text, gap=8, margins=(24, 20, 24, 20))
        column.addWidget(area, 1)
        column.addLayout(across(1, self.go))
        card = frame("card", column)
        card.setMaximumWidth(760)
        middle = across(1, gap=0, margins=(24, 24, 24, 24))
        middle.addWidget(card, 100)
        middle.addStretch(1)
        self.setLayout(middle)

    def offer(self, first: str, overlaps: Sequence[Overlap]) -> None:
        """What may be looked at beside the first; the likeliest is ticked already."""
        self._first, self.boxes = first, []
        empty(self._rows)
        self.text.setText(
            self._phrases.say("together.choose.text" if overlaps else "together.none", most=MOST_TOGETHER - 1)
        )
        self.title.setText(self._phrases.say("together.choose" if overlaps else "together.none.title"))
        self._area.setVisible(bool(overlaps))
        for number, each in enumerate(overlaps):
            self._add(each, ticked=number == 0 or (number < MOST_TOGETHER - 1 and each.same_case))
        self.go.setVisible(bool(overlaps))
        self._count()
        if self.boxes:
            self.boxes[0][1].setFocus()

    def _add(self, each: Overlap, *, ticked: bool) -> None:
        say = self._phrases.say
        box = QCheckBox()
        box.setChecked(ticked)
        box.setAccessibleName(each.name)
        box.toggled.connect(self._count)
        about = [local_time(each.began_at), each.recorder, each.wearer]
        about += [say("together.shared", length=clock(each.shared_ms))]
        about += [say("together.same-case") if each.same_case else ""]
        about += [self._phrases.word("align-kept") if each.kept else ""]
        words = down(ElidedLabel(each.name, middle=True), ElidedLabel(" · ".join(filter(None, about)), "small"), gap=2)
        row = across(box, gap=10, margins=(4, 6, 4, 6))
        row.addLayout(words, 1)
        holder = QWidget()
        holder.setLayout(row)
        self._rows.addWidget(holder)
        self.boxes.append((each.recording, box))

    @property
    def ticked(self) -> tuple[str, ...]:
        """The ids of those that are ticked."""
        return tuple(recording for recording, box in self.boxes if box.isChecked())

    @Slot()
    def _count(self) -> None:
        full = len(self.ticked) >= MOST_TOGETHER - 1
        for _, box in self.boxes:
            box.setEnabled(box.isChecked() or not full)
        self.go.setEnabled(bool(self.ticked))

    @Slot()
    def _go(self) -> None:
        if self.ticked:
            self.chosen.emit((self._first, *self.ticked))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        else:
            super().keyPressEvent(event)
