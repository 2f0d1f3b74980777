"""The marks beside the picture: made, listed, changed, taken away, carried in and out. In: a Marking. Out: `go`.

Only the form takes letters; whatever else has the keyboard leaves them to the player.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame

from recorder_desk.commands.marks import AddMarks
from recorder_desk.domain.facts import Fact
from recorder_desk.domain.mark import MarkFields, MarkRow
from recorder_desk.domain.mark_import import MarkChange
from recorder_desk.domain.tables import ImportPlan
from recorder_desk.errors import DeskError
from ui.phrases import Phrases
from ui.window import dialogs
from ui.window.bridge import DeskBridge
from ui.window.player.mark_code_dialog import MarkCodeDialog
from ui.window.player.mark_exchange import ReadMarkFile, WriteMarkFile, answer_files
from ui.window.player.mark_form import MarkForm, Place
from ui.window.player.mark_list import MarkList
from ui.window.player.marking import Marking
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, IconButton, across, down
from ui.window.widgets.label import Label

WIDTH = 332
_TOLD = 3
"""So many wrong lines of an import are told."""
Items = Sequence[tuple[str, str]]


class MarkPanel(QFrame):
    """Follows one Marking; hidden until it is wanted."""

    go = Signal(int)
    """A position, ms."""
    say = Signal(str)
    """A short sentence that something was done."""
    left = Signal()
    """The keyboard is the player's again."""
    closed = Signal()

    def __init__(self, marking: Marking, bridge: DeskBridge, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setFixedWidth(WIDTH)
        self._marking, self._bridge, self._phrases, self._theme = marking, bridge, phrases, theme
        self._editing, self._items, self.length_ms = "", (), 0  # type: tuple[str, Items, int]
        answer_files(bridge)
        say = phrases.say
        self.head = Label("", "head")
        self.form, self.list = MarkForm(phrases, theme), MarkList(phrases, theme)
        self.empty = Label(say("player.marks.empty"), "quiet", wrap=True)
        self.told = Label("", "small", wrap=True, copies=True)
        self.take_in = IconButton(theme, "download", say("player.marks.import"), self._import)
        self.write_out = IconButton(theme, "upload", say("player.marks.export"), self._export)
        close = IconButton(theme, "x", say("player.marks.close"), self._close)
        self.change = Button(theme, say("player.marks.change"), self._change_chosen, icon="pencil", flat=True)
        self.code = Button(theme, say("player.marks.code"), self.show_code, icon="layout-grid", flat=True)
        self.remove = Button(theme, say("player.marks.remove"), self._remove_chosen, icon="trash-2", flat=True)
        box = down(gap=8, margins=(12, 10, 12, 10))
        box.addLayout(across(self.head, 1, self.take_in, self.write_out, close, gap=2))
        for part in (self.form, self.told, self.empty):
            box.addWidget(part)
        box.addWidget(self.list, 1)
        box.addStretch(0)
        box.addLayout(across(self.change, self.code, self.remove, 1, gap=2))
        self.setLayout(box)
        self.form.hide()
        self.told.hide()
        self._wire()
        self._show()

    def _wire(self) -> None:
        self._marking.changed.connect(self._show)
        self._marking.made.connect(self._made)
        self._marking.removed.connect(self._removed)
        self.form.wanted.connect(self._save)
        self.form.closed.connect(self._leave_form)
        self.list.go.connect(self.go)
        self.list.change.connect(self._change)
        self.list.remove.connect(self._remove)

    # -- showing ---------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        rows = self._marking.rows
        self.head.setText(self._phrases.say("player.marks.count", count=len(rows)))
        self.list.show_rows(rows)
        self.empty.setVisible(not rows)
        self.list.setVisible(bool(rows))
        for widget in (self.change, self.code, self.remove):
            widget.setVisible(bool(rows))
        self.write_out.setEnabled(bool(rows))

    def allow(self, may: bool) -> None:
        """Whether marks may be made and changed here."""
        for widget in (self.take_in, self.change, self.remove):
            widget.setEnabled(may)

    def _tell(self, words: str, tone: str = "") -> None:
        self.told.setText(words)
        self.told.set_tone(tone)
        self.told.setVisible(bool(words))

    # -- the form --------------------------------------------------------------------------------

    def mark(self, place: Place, items: Items) -> None:
        """Ask what is at this place."""
        self._open(place, items, None)

    def forget(self) -> None:
        """Another recording is shown: nothing is asked any more."""
        self._tell("")
        self.form.hide()

    def _open(self, place: Place, items: Items, row: MarkRow | None) -> None:
        self._items = items
        self._editing = row.id if row is not None else ""
        self._tell("")
        self.form.show()
        self.form.show_place(place, items, row)

    @Slot(object)
    def _save(self, fields: MarkFields) -> None:
        if self._editing:
            self._marking.change(self._editing, fields, self._not_saved)
        else:
            self._marking.add(fields, self._not_saved)
        self._leave_form()

    def _not_saved(self, error: DeskError) -> None:
        self.form.show()
        self.form.refuse(error)

    @Slot()
    def _leave_form(self) -> None:
        self.form.hide()
        self.left.emit()

    @Slot(str)
    def _made(self, mark: str) -> None:
        self.list.wanted = mark

    # -- one of them -----------------------------------------------------------------------------

    @Slot(object)
    def _change(self, row: MarkRow) -> None:
        if self.change.isEnabled():
            self._open(Place(row.fields.at_ms, row.fields.until_ms), self._items, row)

    @Slot(object)
    def _remove(self, row: MarkRow) -> None:
        if self.remove.isEnabled():
            self._marking.remove(row)

    @Slot(str)
    def _removed(self, code: str) -> None:
        self.say.emit(self._phrases.say("player.marks.removed", code=code))

    @Slot()
    def _change_chosen(self) -> None:
        if (row := self.list.chosen) is not None:
            self._change(row)

    @Slot()
    def _remove_chosen(self) -> None:
        if (row := self.list.chosen) is not None:
            self._remove(row)

    @Slot()
    def show_code(self) -> None:
        """The code of the chosen one, as text and QR."""
        if (row := self.list.chosen) is not None:
            MarkCodeDialog(row, self._phrases, self._theme, self).open()

    @Slot()
    def _close(self) -> None:
        self.closed.emit()

    # -- files -----------------------------------------------------------------------------------

    @Slot()
    def _import(self) -> None:
        path = next(iter(dialogs.ask_files(self, self._phrases.say("player.marks.import"))), "")
        if path:
            question = ReadMarkFile(path, self._marking.rows, self.length_ms)
            self._bridge.ask(question, partial(self._take_plan, self._marking.recording), self._refuse)

    def _take_plan(self, recording: str, plan: ImportPlan[MarkChange]) -> None:
        say = self._phrases.say
        if plan.errors:
            first = plan.errors[:_TOLD]
            wrong = [say("player.marks.line", line=each.line, why=say(each.code, **each.facts)) for each in first]
            self._tell("\n".join([say("player.marks.refused", count=len(plan.errors)), *wrong]), "bad")
        elif not plan.changes:
            self._tell(say("player.marks.nothing-new", same=plan.same))
        else:
            marks = tuple(each.becomes for each in plan.changes)
            self._bridge.do(AddMarks(recording, marks), partial(self._taken, len(marks)), self._refuse)

    def _taken(self, count: int, _facts: tuple[Fact, ...]) -> None:
        self._tell("")
        self.say.emit(self._phrases.say("player.marks.taken", count=count))

    @Slot()
    def _export(self) -> None:
        say, rows = self._phrases.say, self._marking.rows
        name = f"{say('player.marks')} {rows[0].name.rpartition('.')[0] or rows[0].name}.vtt" if rows else ""
        path = name and dialogs.ask_save_path(self, say("player.marks.export"), name, "WebVTT (*.vtt);;CSV (*.csv)")
        if path:
            self._bridge.ask(WriteMarkFile(path, rows, self._phrases.language), self._written, self._refuse)

    def _written(self, count: int) -> None:
        self.say.emit(self._phrases.say("player.marks.written", count=count))

    def _refuse(self, error: DeskError) -> None:
        self._tell(self._phrases.say(error.code, **error.facts), "bad")
