"""Which recorder is this? Asked once, remembered. In: a recorder nobody has named. Out: what its mark means.

Three answers: one of the register, a new one (with who wears it), or none of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Slot
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QWidget

from recorder_desk.commands.base import Command
from recorder_desk.commands.recorders import AddRecorder, AssignRecorder, MarkRecorder
from recorder_desk.domain.facts import Fact, RecorderAdded
from recorder_desk.domain.recorder import FOREIGN, KINDS, RecorderFields, RecorderRow, UnknownRecorder
from recorder_desk.errors import DeskError
from recorder_desk.queries.recorders import Recorders
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.dropdowns import DateField, DropDown
from ui.window.widgets.label import Label

NEW, NONE_OF_OURS = 0, 1


class RecorderDialog(QDialog):
    """Show it with `open()`."""

    def __init__(
        self, bridge: DeskBridge, phrases: Phrases, theme: Theme, stranger: UnknownRecorder, parent: QWidget
    ) -> None:
        """Asks the register at once."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge, self._phrases, self._stranger = bridge, phrases, stranger
        self._rows: Sequence[RecorderRow] = ()
        say = phrases.say
        self.setWindowTitle(say("window.recorder.title"))
        self.which, self.kind, self.since = DropDown(theme), DropDown(theme), DateField(theme)
        self.which.addItems([say("window.recorder.new"), say("window.recorder.foreign")])
        self.which.currentIndexChanged.connect(self._chosen)
        for each in KINDS:
            self.kind.addItem(phrases.word(f"recorder-{each}"), each)
        self.serial, self.model = QLineEdit(stranger.marks[0].partition(":")[2]), QLineEdit()
        self.user_number, self.officer, self.certificate = QLineEdit(), QLineEdit(), QLineEdit()
        self.since.setDate(QDate.currentDate())
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.error.hide()
        self.go = Button(theme, say("window.recorder.do"), self.accept, primary=True)
        self._lay_out(theme)
        bridge.ask(Recorders(date.today().isoformat()), self._take)

    def _lay_out(self, theme: Theme) -> None:
        say, form = self._phrases.say, QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._fields: list[QWidget] = []
        for name, field in (
            ("which", self.which), ("serial", self.serial), ("model", self.model), ("kind", self.kind),
            ("user-number", self.user_number), ("wearer", self.officer), ("certificate", self.certificate),
            ("since", self.since),
        ):  # fmt: skip
            label = Label(say(f"window.recorder.{name}"), "quiet")
            label.setBuddy(field)
            field.setAccessibleName(say(f"window.recorder.{name}"))
            form.addRow(label, field)
            self._fields += [label, field] if name != "which" else []
        marks, count = "  ".join(self._stranger.marks), self._stranger.recordings
        words = Label(say("window.recorder.question", marks=marks, count=count), wrap=True)
        buttons = across(1, Button(theme, say("window.cancel"), self.reject), self.go)
        self.setLayout(down(words, form, self.error, 1, buttons, gap=14, margins=(20, 20, 20, 16)))
        self.setMinimumWidth(480)
        self.go.setDefault(True)
        self.serial.setFocus()

    def _take(self, rows: Sequence[RecorderRow]) -> None:
        self._rows = rows
        for each in rows:
            self.which.addItem(" · ".join(filter(None, (each.serial, each.model, each.wearer))), each.id)

    @Slot()
    def _chosen(self) -> None:
        for each in self._fields:
            each.setEnabled(self.which.currentIndex() == NEW)

    @Slot()
    def accept(self) -> None:
        """Order it; what is refused is said here and nothing is lost."""
        if not self.go.isEnabled():
            return
        self.go.setEnabled(False)
        self.error.hide()
        if self.which.currentIndex() == NEW:
            number = self.user_number.text()
            fields = RecorderFields(self.serial.text(), self.model.text(), self.kind.currentData(), number)
            self._bridge.do(AddRecorder(fields, self._stranger.marks), self._added, self._refused)
        else:
            recorder = FOREIGN if self.which.currentIndex() == NONE_OF_OURS else str(self.which.currentData())
            commands: list[Command] = [MarkRecorder(recorder, each) for each in self._stranger.marks]
            for each in commands[:-1]:
                self._bridge.do(each, self._heard, self._refused)
            self._bridge.do(commands[-1], self._done, self._refused)

    def _added(self, facts: tuple[Fact, ...]) -> None:
        added = next(fact for fact in facts if isinstance(fact, RecorderAdded))
        if not self.officer.text().strip():
            return self._done(facts)
        since = self.since.date().toString(Qt.DateFormat.ISODate)
        command = AssignRecorder(added.recorder, self.officer.text(), since, self.certificate.text())
        self._bridge.do(command, self._done, self._refused)
        return None

    def _heard(self, facts: tuple[Fact, ...]) -> None:
        """One of several."""

    def _done(self, facts: tuple[Fact, ...]) -> None:
        super().accept()

    def _refused(self, error: DeskError) -> None:
        self.go.setEnabled(True)
        self.error.setText(f"{self._phrases.say(error.code, **error.facts)} ({error.code})")
        self.error.show()
