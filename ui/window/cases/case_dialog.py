"""A new case, or other words on an open one. In: a row or nothing. Out: OpenCase or AmendCase."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QWidget

from recorder_desk.commands.cases import AmendCase, OpenCase
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.facts import CaseOpened, Fact
from recorder_desk.errors import DeskError
from recorder_desk.queries.registers import MatterRow, Matters
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.page import WindowContext
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.dropdowns import DateField, DropDown
from ui.window.widgets.label import Label


class CaseDialog(QDialog):
    """Asks for number, title, party, matter and date. Show it with `open()`."""

    opened = Signal(str)
    """A case was opened: its id."""

    def __init__(
        self,
        bridge: DeskBridge,
        phrases: Phrases,
        theme: Theme,
        context: WindowContext,
        parent: QWidget,
        row: CaseRow | None = None,
    ) -> None:
        """`row` is the case to amend; None opens a new one."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.bridge, self.phrases, self._row, self._context = bridge, phrases, row, context
        say = phrases.say
        self.setWindowTitle(say("cases.amend.title") if row else say("cases.new.title"))
        self.number = QLineEdit(row.number if row else "")
        self.number.setReadOnly(row is not None)
        self.title, self.party = QLineEdit(row.title if row else ""), QLineEdit(row.party if row else "")
        self.matter, self.opened_on = DropDown(theme), DateField(theme)
        self.matter.setEditable(True)
        self._offer_matters(())
        self.matter.setCurrentText(row.matter if row else "")
        bridge.ask(Matters(QDate.currentDate().toString(Qt.DateFormat.ISODate)), self._offer_matters)
        date = QDate.fromString(row.opened_on, Qt.DateFormat.ISODate) if row else QDate.currentDate()
        self.opened_on.setDate(date if date.isValid() else QDate.currentDate())
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.error.hide()
        words = "cases.amend.do" if row else "cases.new.do"
        self.accept_button = Button(theme, say(words), self.accept, primary=True)
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        say, form = self.phrases.say, QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in (
            ("number", self.number),
            ("name", self.title),
            ("party", self.party),
            ("matter", self.matter),
            ("opened-on", self.opened_on),
        ):
            label = Label(say(f"cases.field.{name}"), "quiet")
            label.setBuddy(field)
            field.setAccessibleName(say(f"cases.field.{name}"))
            form.addRow(label, field)
        self.number.setPlaceholderText(say("cases.field.number.hint"))
        self.title.setPlaceholderText(say("cases.field.name.hint"))
        self.party.setPlaceholderText(say("cases.field.party.hint"))
        buttons = across(1, Button(theme, say("cases.cancel"), self.reject), self.accept_button)
        whole = down(form, self.error, 1, buttons, gap=14, margins=(20, 20, 20, 16))
        self.setLayout(whole)
        self.setMinimumWidth(520)
        self.accept_button.setDefault(True)
        (self.title if self._row else self.number).setFocus()

    def _offer_matters(self, registered: tuple[MatterRow, ...]) -> None:
        """Those of the bureau's register, then those the record item list names; what was typed stays."""
        typed = self.matter.currentText()
        listed = (item.matter for item in self._context.items.items)
        self.matter.clear()
        self.matter.addItems(["", *dict.fromkeys([*(each.matter.name for each in registered), *listed])])
        self.matter.setCurrentText(typed)

    @Slot()
    def accept(self) -> None:
        """Order it; what is refused is said here and nothing is lost."""
        if not self.accept_button.isEnabled():
            return
        self.accept_button.setEnabled(False)
        self.error.hide()
        title, party = self.title.text().strip(), self.party.text().strip()
        matter = self.matter.currentText().strip()
        opened_on = self.opened_on.date().toString(Qt.DateFormat.ISODate)
        command = (
            AmendCase(self._row.id, title, party, matter, opened_on)
            if self._row
            else OpenCase(self.number.text().strip(), title, party, matter, opened_on)
        )
        self.bridge.do(command, self._done, self._refused)

    def _done(self, facts: tuple[Fact, ...]) -> None:
        super().accept()
        for fact in facts:
            if isinstance(fact, CaseOpened):
                self.opened.emit(fact.case)

    def _refused(self, error: DeskError) -> None:
        self.accept_button.setEnabled(True)
        self.error.setText(f"{self.phrases.say(error.code, **error.facts)} ({error.code})")
        self.error.show()
        field = {"case.title-missing": self.title, "case.bad-date": self.opened_on}.get(error.code, self.number)
        field.setFocus()
