"""What recordings are and what they become, a line each. In: `Becoming`. Out: nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from recorder_desk.domain.saying import Becoming
from ui.phrases import Phrases
from ui.window.widgets.label import plain_tip


class BecomingTable(QTreeWidget):
    """Those that stay as they are stand back."""

    def __init__(self, phrases: Phrases) -> None:
        super().__init__()
        self._phrases = phrases
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAccessibleName(phrases.say("saying.table"))
        self.setHeaderLabels([phrases.say(f"saying.column.{each}") for each in ("recording", "now", "then")])
        head = self.header()
        head.setSectionsMovable(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)

    def show_them(self, becoming: Sequence[Becoming], words: Mapping[str, str]) -> None:
        """`words` are those of values that are chosen, not typed."""
        quiet = self.palette().brush(QPalette.ColorRole.PlaceholderText)
        items = []
        for each in becoming:
            then = self._told(each.then, words) if each.changes else self._phrases.say("saying.stays")
            item = QTreeWidgetItem([each.said.name, self._told(each.now, words), then])
            for column in range(3):
                item.setToolTip(column, plain_tip(item.text(column)))
                if not each.changes:
                    item.setForeground(column, quiet)
            items.append(item)
        self.clear()
        self.addTopLevelItems(items)

    def _told(self, told: tuple[str, ...], words: Mapping[str, str]) -> str:
        said = [self._phrases.word(words[each]) if each in words else each for each in told]
        return self._phrases.say("saying.between").join(said) or "—"
