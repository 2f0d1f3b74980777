"""Saying one thing of recordings: a tag, a note, a flag. In: ids. Out: one command, one step to undo.

What each of them is and what it becomes stands below before anything is done; what would be lost is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QCompleter, QDialog, QFormLayout, QLineEdit, QStackedWidget

from recorder_desk.commands.tagging import NoteRecordings, TagRecordings
from recorder_desk.domain.saying import WAYS, Becoming, Said, Way, become, typed_tags
from recorder_desk.domain.tagging import NOTE_FIELDS, REASONED, NoteField
from recorder_desk.errors import DeskError
from recorder_desk.queries.tagging import SaidOf, TagTree
from ui.window.page import Page
from ui.window.widgets.becoming_table import BecomingTable
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.dropdowns import DropDown
from ui.window.widgets.label import ElidedLabel, Label

KEYS = "Ctrl+T"
_YES = {"": "said-nothing", "yes": "flag-yes"}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "confidentiality": {"": "said-nothing", "public": "public", "internal": "internal", "restricted": "restricted"},
    "respondent": _YES,
    "important": {**_YES, "no": "flag-no"},
    "aside": _YES,
}
"""What some fields can hold, and the word for it."""


def say_of(page: Page, recordings: list[str]) -> SayDialog | None:
    """Open the dialog for these; None: there are none, or nothing can be said here."""
    if not recordings or page.context.mode != "work":
        return None
    dialog = SayDialog(page, recordings)
    dialog.said.connect(lambda count: page.say.emit(page.phrases.say("saying.done", count=count)))
    dialog.open()
    return dialog


class SayDialog(QDialog):
    """What is said, how, and what becomes of each. Enter does it."""

    said = Signal(int)
    """Something was said of so many recordings."""

    def __init__(self, page: Page, recordings: list[str]) -> None:
        """Asks what is said of them now."""
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge, self._phrases = page.bridge, page.phrases
        self._found: tuple[Said, ...] = ()
        self._becoming: tuple[Becoming, ...] = ()
        self._completer: QCompleter | None = None
        say = page.phrases.say
        self.setWindowTitle(say("saying.title"))
        self._head = ElidedLabel(say("saying.many", count=len(recordings)), "head", middle=True)
        self.what, self.choice = DropDown(page.theme), DropDown(page.theme)
        for each in (*WAYS, *NOTE_FIELDS):
            self.what.addItem(say(f"saying.what.{each}"), each)
        self.text, self.reason = QLineEdit(), QLineEdit()
        self.keep, self.wipe = QCheckBox(say("saying.keep")), QCheckBox(say("saying.wipe"))
        self._value = QStackedWidget()
        self._value.addWidget(self.text)
        self._value.addWidget(self.choice)
        self.table = BecomingTable(page.phrases)
        self._count, self._errors = Label("", "quiet", wrap=True), Label("", tone="bad", wrap=True, copies=True)
        self.do_button = Button(page.theme, "", self.accept, primary=True)
        self._lay_out(page)
        self.what.currentIndexChanged.connect(self._other_way)
        self.text.textChanged.connect(self._rehearse)
        self.choice.currentIndexChanged.connect(self._rehearse)
        self.reason.textChanged.connect(self._rehearse)
        self.keep.toggled.connect(self._rehearse)
        self.wipe.toggled.connect(self._rehearse)
        self._other_way()
        self._bridge.ask(SaidOf(tuple(recordings)), self._take, self._show_error)
        self._bridge.ask(TagTree(), self._offer, self._show_error)
        self.text.setFocus()

    def _lay_out(self, page: Page) -> None:
        say = self._phrases.say
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        self._value_name, self._reason_name = Label("", "quiet"), Label(say("saying.reason"), "quiet")
        form.addRow(Label(say("saying.what"), "quiet"), self.what)
        form.addRow(self._value_name, self._value)
        form.addRow(self._reason_name, self.reason)
        for field, name in ((self.what, "saying.what"), (self.reason, "saying.reason")):
            field.setAccessibleName(say(name))
        self.reason.setPlaceholderText(say("saying.reason.hint"))
        whole = down(self._head, gap=12, margins=(20, 16, 20, 16))
        whole.addLayout(form)
        whole.addWidget(self.table, 1)
        for part in (self._count, self.keep, self.wipe, self._errors):
            whole.addWidget(part)
        whole.addLayout(across(1, Button(page.theme, say("cases.cancel"), self.reject), self.do_button))
        self.setLayout(whole)
        self._errors.hide()
        self.resize(720, 560)
        self.do_button.setDefault(True)

    # -- what is asked and known -----------------------------------------------------------------------

    @property
    def _way(self) -> Way | NoteField:
        return cast("Way | NoteField", self.what.currentData())

    def _take(self, found: tuple[Said, ...]) -> None:
        self._found = found
        if len(found) == 1:
            self._head.setText(found[0].name)
        self._other_way()

    def _offer(self, tree: tuple[Any, ...]) -> None:
        completer = self._completer = QCompleter([each.tag for each in tree], self.text)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        if self._way in WAYS:
            self.text.setCompleter(completer)

    @Slot()
    def _other_way(self) -> None:
        """Another thing is said: its own field, with what is said now where that is one recording's."""
        way, say = self._way, self._phrases.say
        name = say("saying.tags") if way in WAYS else say("saying.value")
        self._value_name.setText(name)
        self.text.setAccessibleName(name)
        self.choice.setAccessibleName(name)
        self.text.setPlaceholderText(say("saying.tags.hint") if way in WAYS else say("saying.value.hint"))
        self.text.setCompleter(self._completer if way in WAYS else None)  # type: ignore[arg-type]  # Qt takes none
        self._value.setCurrentWidget(self.choice if way in CHOICES else self.text)
        for part in (self.reason, self._reason_name):
            part.setVisible(way in REASONED)
        one = self._found[0] if len(self._found) == 1 else None
        now = "" if one is None or way in WAYS else getattr(one.notes, way)
        if way in CHOICES:
            self._fill_choices(CHOICES[way], now)
        elif way not in WAYS or way == "set":
            self.text.setText(", ".join(one.tags) if one is not None and way == "set" else now)
        self._rehearse()

    def _fill_choices(self, choices: Mapping[str, str], now: str) -> None:
        self.choice.blockSignals(True)
        self.choice.clear()
        for value, word in choices.items():
            self.choice.addItem(self._phrases.word(word), value)
        self.choice.setCurrentIndex(self.choice.findData(now) if now else 1)
        self.choice.blockSignals(False)

    @property
    def _told(self) -> str:
        return str(self.choice.currentData()) if self._way in CHOICES else self.text.text()

    # -- what becomes of them --------------------------------------------------------------------------

    @Slot()
    def _rehearse(self) -> None:
        self._errors.setText("")
        self._errors.hide()
        try:
            self._becoming = become(self._found, self._way, self._told)
        except DeskError as error:
            self._becoming = ()
            self._show_error(error)
        self._spare()
        changed, say = sum(each.changes for each in self._becoming), self._phrases.say
        lost = sum(each.replaces for each in self._becoming)
        words = say("saying.changes", count=changed, of=len(self._found))
        self._count.setText(f"{words} {say('saying.replaces', count=lost)}" if lost else words)
        self.table.show_them(self._becoming, CHOICES.get(self._way, {}))
        self.do_button.setText(say("saying.do", count=changed))
        wanting = self._way in REASONED and not self.reason.text().strip()
        self.do_button.setEnabled(changed > 0 and not wanting)

    def _spare(self) -> None:
        """Nothing that is said is lost by the way: an empty field takes back from many only when that is ticked."""
        replaces = any(each.replaces for each in self._becoming) and self._way not in WAYS
        empties = replaces and len(self._found) > 1 and not self._told.strip() and self._way not in CHOICES
        self.wipe.setVisible(empties)
        self.keep.setVisible(replaces and not empties)
        if self.wipe.isChecked() if empties else not (replaces and self.keep.isChecked()):
            return
        self._becoming = tuple(replace(each, then=each.now) if each.replaces else each for each in self._becoming)

    # -- doing it --------------------------------------------------------------------------------------

    def accept(self) -> None:
        """One command for all that change."""
        ids = tuple(each.said.recording for each in self._becoming if each.changes)
        if not ids or not self.do_button.isEnabled():
            return
        self.do_button.setEnabled(False)
        self._bridge.do(self._command(ids), lambda facts: self._done(len(ids)), self._failed)

    def _command(self, ids: tuple[str, ...]) -> TagRecordings | NoteRecordings:
        way, tags = self._way, typed_tags(self.text.text())
        if way == "remove":
            return TagRecordings(ids, remove=tags)
        if way in WAYS:
            return TagRecordings(ids, add=tags, only=way == "set")
        return NoteRecordings(ids, cast("NoteField", way), self._told.strip(), self.reason.text().strip())

    def _done(self, count: int) -> None:
        self.said.emit(count)
        super().accept()

    def _failed(self, error: DeskError) -> None:
        self.do_button.setEnabled(True)
        self._show_error(error)

    def _show_error(self, error: DeskError) -> None:
        self._errors.setText(f"{self._phrases.say(error.code, **error.facts)} ({error.code})")
        self._errors.show()
