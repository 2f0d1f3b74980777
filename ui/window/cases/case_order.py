"""In which order cases are listed: the newest first, or those that miss most. Out: the order, and that it changed."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from recorder_desk.queries.cases import CaseOrder
from ui.phrases import Phrases
from ui.window.memory import Memory
from ui.window.theme import Theme
from ui.window.widgets.controls import IconButton


class CaseOrderButton(IconButton):
    """Pressed in: those that miss most stand first. Remembered."""

    ordered = Signal()

    def __init__(self, theme: Theme, phrases: Phrases, memory: Memory) -> None:
        super().__init__(theme, "circle-alert", phrases.say("cases.missing-first"), self._choose, checkable=True)
        self._memory = memory
        self.setChecked(memory.text("cases/order") == "missing")

    @property
    def order(self) -> CaseOrder:
        """What to ask for."""
        return "missing" if self.isChecked() else "newest"

    @Slot()
    def _choose(self) -> None:
        self._memory.keep("cases/order", self.order)
        self.ordered.emit()
