"""The marks of the recording that is shown. In: facts, wishes. Out: rows as the desk has them, flags for the timeline.

What is shown is asked from the desk after every change, never remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from recorder_desk.commands.marks import AddMarks, ChangeMark, RemoveMark
from recorder_desk.domain import facts as f
from recorder_desk.domain.mark import MarkFields, MarkRow
from recorder_desk.errors import DeskError
from recorder_desk.queries.marks import Marks
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.widgets.timeline_lanes import Flag

_FACTS = (f.MarkAdded, f.MarkChanged, f.MarkRemoved)
Failed = Callable[[DeskError], None]


class Marking(QObject):
    """Hears of every mark of one recording."""

    changed = Signal()
    """`rows` are others now."""
    made = Signal(str)
    """A mark was added here and now: its id."""
    removed = Signal(str)
    """A mark was taken away here and now: its code."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._phrases = bridge, phrases
        self.recording, self.rows = "", ()  # type: tuple[str, tuple[MarkRow, ...]]
        self._question = 0
        bridge.facts.connect(self._hear)

    def follow(self, recording: str) -> None:
        """The marks of this recording from now on ('' for none)."""
        self.recording, self.rows = recording, ()
        self._bridge.forget(self._question)
        self.changed.emit()
        self.ask()

    def ask(self) -> None:
        """How they are now."""
        if self.recording:
            self._question = self._bridge.ask(Marks(self.recording), self._take, instead=self._question)

    def _take(self, rows: tuple[MarkRow, ...]) -> None:
        self.rows = rows
        self.changed.emit()

    @Slot(object)
    def _hear(self, facts: tuple[f.Fact, ...]) -> None:
        if any(isinstance(each, _FACTS) and each.recording == self.recording for each in facts):
            self.ask()

    # -- wishes ----------------------------------------------------------------------------------

    def add(self, fields: MarkFields, failed: Failed) -> None:
        """Mark a moment or a range."""
        self._bridge.do(AddMarks(self.recording, (fields,)), self._added, failed)

    def _added(self, facts: tuple[f.Fact, ...]) -> None:
        for each in facts:
            if isinstance(each, f.MarkAdded):
                self.made.emit(each.mark)

    def change(self, mark: str, fields: MarkFields, failed: Failed) -> None:
        """Have it say something else; its code stays."""
        self._bridge.do(ChangeMark(mark, fields), None, failed)

    def remove(self, row: MarkRow, failed: Failed | None = None) -> None:
        """Take it away; Ctrl+Z brings it back."""
        self._bridge.do(RemoveMark(row.id), partial(self._gone, row.code), failed)

    def _gone(self, code: str, _facts: tuple[f.Fact, ...]) -> None:
        self.removed.emit(code)

    # -- looking ---------------------------------------------------------------------------------

    def row(self, mark: str) -> MarkRow | None:
        """The mark with this id."""
        return next((each for each in self.rows if each.id == mark), None)

    def beside(self, position_ms: int, by: int) -> MarkRow | None:
        """The next mark after (`by` 1) or before (-1) a position; None where there is none."""
        if by > 0:
            return next((each for each in self.rows if each.fields.at_ms > position_ms), None)
        return next((each for each in reversed(self.rows) if each.fields.at_ms < position_ms), None)

    def flags(self) -> list[Flag]:
        """As they lie on the timeline."""
        return [
            Flag(each.id, each.fields.kind, each.fields.at_ms, each.fields.until_ms, words_of(each, self._phrases))
            for each in self.rows
        ]


def words_of(row: MarkRow, phrases: Phrases) -> str:
    """`certificate shown · JC-01 · K7M2QX · note`."""
    told = row.fields
    return " · ".join(filter(None, (phrases.word(f"mark-{told.kind}"), told.item, row.code, told.note)))
