"""One entry of a register, as a form: what is refused is said at its field. In: fields. Out: one command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QWidget

from recorder_desk.commands.base import Command
from recorder_desk.errors import DeskError
from ui.window.page import Page
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.label import Label


class EntryDialog(QDialog):
    """Subclasses give fields by name and make the command. Show it with `open()`."""

    written = Signal()
    BLAMED: ClassVar[Mapping[str, str]] = {}
    """Which field a code is about."""
    HINTS: ClassVar[Sequence[str]] = ()
    """The fields that show what is wanted while they are empty (`bureau.hint.<name>`)."""

    def __init__(self, page: Page, title: str) -> None:
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page, self.bridge, self.phrases, self.theme = page, page.bridge, page.phrases, page.theme
        self.setWindowTitle(self.phrases.say(title))
        self.fields: dict[str, QWidget] = {}
        self.notes: dict[str, Label] = {}
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.error.hide()
        self.go = Button(self.theme, self.phrases.say("bureau.keep"), self.accept, primary=True)

    def command(self) -> Command:
        """What is to be done. Raises DeskError as the fields' own rules do."""
        raise NotImplementedError

    # -- building -------------------------------------------------------------------------------------

    def lay_out(self, fields: Mapping[str, QWidget], *below: QWidget, width: int = 560) -> None:
        """The form, then what stands below it."""
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in fields.items():
            self._add(form, name, field)
        buttons = across(1, Button(self.theme, self.phrases.say("bureau.cancel"), self.reject), self.go)
        box = down(form, gap=14, margins=(20, 20, 20, 16))
        for part in below:
            box.addWidget(part)
        box.addWidget(self.error)
        if not below:
            box.addStretch(1)
        box.addLayout(buttons)
        self.setLayout(box)
        self.setMinimumWidth(width)
        self.go.setDefault(True)
        next(iter(fields.values())).setFocus()

    def _add(self, form: QFormLayout, name: str, field: QWidget) -> None:
        words = self.phrases.say(f"bureau.field.{name}")
        label, note = Label(words, "quiet"), Label("", tone="bad", wrap=True)
        label.setBuddy(field)
        field.setAccessibleName(words)
        if isinstance(field, QLineEdit) and name in self.HINTS:
            field.setPlaceholderText(self.phrases.say(f"bureau.hint.{name}"))
        note.hide()
        holder = QWidget()
        holder.setLayout(down(field, note, gap=2))
        form.addRow(label, holder)
        self.fields[name], self.notes[name] = field, note

    def text(self, name: str) -> str:
        """What stands in a field."""
        field = self.fields[name]
        assert isinstance(field, QLineEdit)
        return field.text().strip()

    def note(self, name: str, words: str) -> None:
        """Say something at a field ('': nothing)."""
        self.notes[name].setText(words)
        self.notes[name].setVisible(bool(words))

    # -- doing it -------------------------------------------------------------------------------------

    @Slot()
    def accept(self) -> None:
        """Order it; what is refused is said at its field and nothing is lost."""
        if not self.go.isEnabled():
            return
        self.error.hide()
        for name in self.notes:
            self.note(name, "")
        try:
            command = self.command()
        except DeskError as error:
            self.refused(error)
            return
        self.go.setEnabled(False)
        self.bridge.do(command, self._done, self.refused)

    def _done(self, facts: tuple[Any, ...]) -> None:
        super().accept()
        self.written.emit()

    def refused(self, error: DeskError) -> None:
        """Say why, at the field it is about."""
        self.go.setEnabled(True)
        words = f"{self.phrases.say(error.code, **error.facts)} ({error.code})"
        name = self.BLAMED.get(error.code, "")
        if name in self.fields:
            self.note(name, words)
            self.fields[name].setFocus()
        else:
            self.error.setText(words)
            self.error.show()


class ReasonDialog(EntryDialog):
    """One line that says why; `make` turns it into the command."""

    BLAMED: ClassVar[Mapping[str, str]] = {"officer.reason-missing": "reason"}

    def __init__(self, page: Page, title: str, question: str, make: Any) -> None:
        super().__init__(page, title)
        self._make = make
        told = Label(question, wrap=True)
        self.lay_out({"reason": QLineEdit()}, told, width=460)

    def command(self) -> Command:
        """With the reason."""
        made: Command = self._make(self.text("reason"))
        return made
