"""Blurred rectangles while they are put together: one line each, to be chosen, typed over or taken away.

In: places drawn at moments. Out: veils, and where each is at a moment.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from recorder_desk.domain.export import MOST_VEILS, Veil, VeilKey
from recorder_desk.errors import DeskError
from ui.export_words import veil_of, veil_text
from ui.phrases import Phrases
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, IconButton, across, down
from ui.window.widgets.label import Label


class VeilList(QWidget):
    """What is typed counts: a drawing only writes it."""

    changed = Signal()

    def __init__(self, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self._phrases, self._theme = phrases, theme
        self.lines: list[QLineEdit] = []
        self._rows: list[QWidget] = []
        self._numbers: list[Label] = []
        self.chosen = -1
        self._box = down(gap=4)
        self.more = Button(theme, phrases.say("window.export.veil-new"), self._new, icon="plus", flat=True)
        self.more.setAutoDefault(False)
        self.setLayout(down(self._box, across(self.more, 1), gap=4))

    def put(self, at_ms: int, box: QRect) -> None:
        """The chosen rectangle (a new one, if none is) is here at this moment."""
        if self.chosen < 0:
            self._new()
        line = self.lines[self.chosen]
        key = VeilKey(at_ms, box.x(), box.y(), box.width(), box.height())
        try:
            keys = [each for each in veil_of(line.text()).keys if each.at_ms != at_ms] if line.text().strip() else []
        except DeskError:
            keys = []
        line.setText(veil_text(Veil(tuple(sorted([*keys, key], key=lambda each: each.at_ms)))))

    def veils(self) -> tuple[Veil, ...]:
        """All of them. Raises DeskError `export.veil-unread`."""
        return tuple(veil_of(each.text()) for each in self.lines if each.text().strip())

    def at(self, ms: int) -> list[QRect]:
        """Where each is at a moment; null where it is not there or cannot be read."""
        return [self._place(line.text(), ms) for line in self.lines]

    @staticmethod
    def _place(text: str, ms: int) -> QRect:
        try:
            key = veil_of(text).at(ms) if text.strip() else None
        except DeskError:
            key = None
        return QRect() if key is None else QRect(key.x, key.y, key.width, key.height)

    @Slot()
    def _new(self) -> None:
        if len(self.lines) >= MOST_VEILS:
            return
        line, row = QLineEdit(), QWidget()
        line.setPlaceholderText("00:01.500:40,20,100,80 …")
        number = Label(str(len(self.lines) + 1), "small")
        name = self._phrases.say("window.export.veil", number=number.text())
        line.setAccessibleName(name)
        line.textChanged.connect(self.changed)
        line.installEventFilter(self)
        gone = IconButton(self._theme, "x", self._phrases.say("window.export.veil-gone"), partial(self._drop, row))
        row.setLayout(across(number, line, gone, gap=6))
        self._box.addWidget(row)
        self.lines.append(line)
        self._rows.append(row)
        self._numbers.append(number)
        self.chosen = len(self.lines) - 1
        self.more.setEnabled(len(self.lines) < MOST_VEILS)
        self.changed.emit()

    def _drop(self, row: QWidget) -> None:
        at = self._rows.index(row)
        self._rows.pop(at).deleteLater()
        self.lines.pop(at)
        self._numbers.pop(at)
        row.hide()
        self.chosen = min(self.chosen, len(self.lines) - 1)
        self.more.setEnabled(True)
        for number, each in enumerate(self._numbers):
            each.setText(str(number + 1))
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The line that has the focus is the one that is drawn."""
        if event.type() == QEvent.Type.FocusIn and watched in self.lines:
            self.chosen = self.lines.index(watched)
            self.changed.emit()
        return super().eventFilter(watched, event)
