"""Taking a table in: read aside, what it would change shown, and then all of it, or nothing. In: a file. Out: one
command.

The file is read on a thread of the desk; the window goes on meanwhile, and Esc stops it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QProgressBar, QStackedWidget, QWidget

from recorder_desk.domain.differences import changed_fields
from recorder_desk.domain.tables import LineError
from recorder_desk.errors import DeskError
from ui.errands import Errand
from ui.importing import Importing, Reading, Rehearsal
from ui.window.page import Page
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import ElidedLabel, Label
from ui.window.widgets.plain_rows import PlainTable

SIZE = (860, 560)
LOOK_MS = 150
_NARROW = {"line": 64, "change": 90, "since": 104, "until": 104}


class ReadingPart(QWidget):
    """How far a table is read."""

    def __init__(self, page: Page, reading: Reading) -> None:
        super().__init__()
        self._phrases, self._reading = page.phrases, reading
        self.words = Label(page.phrases.say("bureau.import.reading", rows=0))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(page.phrases.say("bureau.import.bar"))
        self.setLayout(down(1, self.words, bar, 2, gap=10, margins=(40, 20, 40, 20)))
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        self.words.setText(self._phrases.say("bureau.import.reading", rows=f"{self._reading.rows:,}"))

    def end(self) -> None:
        """It is read."""
        self._timer.stop()


class ImportDialog(QDialog):
    """Show it with `open()`."""

    imported = Signal(int)
    """So many changes were taken in."""

    def __init__(self, page: Page, importing: Importing[Any], title: str, path: Path) -> None:
        """Begins to read at once."""
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page, self._bridge, self._phrases = page, page.bridge, page.phrases
        self._importing, self._path = importing, path
        self._changes: Sequence[Any] = ()
        self.reading = Reading()
        self.setWindowTitle(title)
        self._begun = ReadingPart(page, self.reading)
        self.sum, self.encoding = Label("", wrap=True), Label("", "quiet")
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._begun)
        self.go = Button(page.theme, self._phrases.say("bureau.import.go", count=0), self.accept, primary=True)
        self.go.setEnabled(False)
        self._lay_out(page, path)
        errand = Errand(lambda ask: importing.rehearse(path, ask, self.reading))
        self._bridge.ask(errand, self._rehearsed, self._refused)

    def _lay_out(self, page: Page, path: Path) -> None:
        cancel = Button(page.theme, self._phrases.say("bureau.cancel"), self.reject)
        self.error.hide()
        head = across(ElidedLabel(path.name, "head", middle=True), self.encoding)
        head.setStretch(0, 1)
        box = down(head, self.sum, gap=10, margins=(20, 16, 20, 16))
        box.addWidget(self.stack, 1)
        box.addWidget(self.error)
        box.addLayout(across(1, cancel, self.go))
        self.setLayout(box)
        self.resize(*SIZE)
        self.go.setDefault(True)
        cancel.setFocus()

    # -- what it would change -------------------------------------------------------------------------

    def _rehearsed(self, told: Rehearsal[Any]) -> None:
        self._begun.end()
        say, plan = self._phrases.say, told.plan
        self.encoding.setText(say("bureau.import.encoding", encoding=self._phrases.word(f"encoding-{told.encoding}")))
        if plan.errors:
            self.sum.setText(say("bureau.import.refused", count=len(plan.errors)))
            self.sum.set_tone("bad")
            self._show(self._errors_table(), plan.errors)
            return
        self._changes = plan.changes
        code = "bureau.import.would" if plan.changes else "bureau.import.nothing"
        self.sum.setText(say(code, count=len(plan.changes), same=plan.same))
        self.go.setText(say("bureau.import.go", count=len(plan.changes)))
        self.go.setEnabled(bool(plan.changes))
        self._show(self._changes_table(), plan.changes)
        if plan.changes:
            self.go.setFocus()

    def _show(self, table: PlainTable, rows: Sequence[Any]) -> None:
        self.table = table
        table.rows.show_rows(rows)
        self.stack.addWidget(table)
        self.stack.setCurrentWidget(table)

    def _changes_table(self) -> PlainTable:
        say, told = self._phrases.say, self._importing
        heads = [say(f"terminal.column.{each}") for each in told.heads] + [say("bureau.import.changes")]
        widths = [_NARROW.get(each, 150) for each in told.heads] + [0]
        return PlainTable(heads, self._cells, widths, say("bureau.import.diff"))

    def _cells(self, change: Any) -> Sequence[object]:
        return (*self._importing.cells(change, self._phrases), told_changes(self._phrases, change))

    def _errors_table(self) -> PlainTable:
        say = self._phrases.say
        heads = [say("terminal.column.line"), say("bureau.import.why")]
        return PlainTable(heads, self._error_cells, [64, 0], say("bureau.import.errors"))

    def _error_cells(self, error: LineError) -> Sequence[object]:
        return error.line or "—", self._phrases.say(error.code, **error.facts)

    # -- doing it -------------------------------------------------------------------------------------

    @Slot()
    def accept(self) -> None:
        """One command for all of it."""
        if self.go.isEnabled() and self._changes:
            self.go.setEnabled(False)
            self.error.hide()
            self.sum.setText(self._phrases.say("bureau.import.writing"))
            self._bridge.do(self._importing.command(tuple(self._changes)), self._done, self._refused)

    def _done(self, facts: tuple[Any, ...]) -> None:
        super().accept()
        self.imported.emit(len(facts))

    def _refused(self, error: DeskError) -> None:
        self._begun.end()
        self._begun.hide()
        if error.code != "table.stopped":
            self.sum.setText(self._phrases.say("bureau.import.failed"))
            self.error.setText(f"{self._phrases.say(error.code, **error.facts)} ({error.code})")
            self.error.show()

    def done(self, result: int) -> None:
        """Whatever is still being read is left."""
        self.reading.stopped = True
        super().done(result)


def told_changes(phrases: Any, change: Any) -> str:
    """What is said otherwise, field by field; '' of what is new."""
    was = getattr(change, "was", None)
    if was is None:
        return ""
    parts = []
    for name, before, after in changed_fields(was, change.becomes):
        field = phrases.word(f"field-{name.replace('_', '-')}")
        parts.append(phrases.say("bureau.changed", field=field, before=before or "—", after=after or "—"))
    return " · ".join(parts)
