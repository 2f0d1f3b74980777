"""Record items to choose from, and what each asks for. In: a list's version. Out: choices and help."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from recorder_desk.domain.record_item import RecordItem, RecordItemList
from ui.phrases import Phrases
from ui.window.cases.words import item_title, requirement, stage_name
from ui.window.widgets.chooser import Choice
from ui.window.widgets.label import Label


def item_choices(items: RecordItemList, phrases: Phrases) -> list[Choice]:
    """Every item, grouped by stage; found by code (`jc1`, `JC-01`), by name in either language."""
    return [
        Choice(
            item.code,
            item_title(item, phrases),
            group=stage_name(item.stage, phrases),
            find=f"{_short(item.code)} {item.name_zh} {item.name_en} {item.matter}",
        )
        for item in items.items
    ]


def _short(code: str) -> str:
    return re.sub(r"[-_ ]0*", "", code)


class ItemHelp(QWidget):
    """Start point, end point and what must be captured, of the item that is chosen."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__()
        self._phrases = phrases
        self.required = Label("", wrap=True)
        self.start, self.end, self.capture = (Label("", wrap=True) for _ in range(3))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for row, (code, label) in enumerate(
            (
                ("cases.help.required", self.required),
                ("cases.help.start", self.start),
                ("cases.help.end", self.end),
                ("cases.help.capture", self.capture),
            )
        ):
            label.setProperty("role", "small")
            grid.addWidget(Label(phrases.say(code), "quiet"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, row, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(4, 1)
        self.setMinimumHeight(116)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_item(self, item: RecordItem | None) -> None:
        """The help for an item, or nothing."""
        self.setVisible(item is not None)
        self.required.setText(requirement(item, self._phrases) if item else "")
        self.start.setText(item.start_point if item else "")
        self.end.setText(item.end_point if item else "")
        self.capture.setText(item.must_capture if item else "")
