"""Another bureau's list: which of its columns is which of ours. In: a table. Out: items.

Headings are guessed; what is not known is passed over and said. Lines that cannot be read are told by their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QWidget

from recorder_desk.domain.item_import import COLUMNS, IGNORED, MOST_ITEMS, ListImport, read_items
from recorder_desk.domain.record_item import RecordItemList
from recorder_desk.domain.tables import Headings, LineError, headings, lines_under
from recorder_desk.errors import DeskError
from ui.errands import Errand
from ui.importing import Reading
from ui.phrases import Phrases
from ui.sheets import read_rows
from ui.window.page import Page
from ui.window.widgets.controls import Button, across, down
from ui.window.widgets.dropdowns import DropDown
from ui.window.widgets.label import ElidedLabel, Label
from ui.window.widgets.plain_rows import PlainTable

_ABOVE = 20
_NAMES = {"item": "name-zh", "item_en": "name-en"}
_SAMPLES = 3
SIZE = (860, 640)
Rows = list[list[str]]


def read_table(path: Path, reading: Reading) -> tuple[Rows, str]:
    """The rows of a list, and how it was written. Raises DeskError as `read_rows` does, and `table.long`."""
    rows, encoding = read_rows(path)
    told = list(islice(reading.count(rows), MOST_ITEMS + _ABOVE + 1))
    if len(told) > MOST_ITEMS + _ABOVE:
        raise DeskError("table.long", most=MOST_ITEMS)
    return told, encoding


class MappingDialog(QDialog):
    """The file's headings at the left, what each is for at the right. Show it with `open()`."""

    read = Signal(object)
    """The items, once somebody goes on."""

    def __init__(self, page: Page, path: Path, known: RecordItemList) -> None:
        """`known` gives codes to items that come without one."""
        super().__init__(page)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page, self._phrases, self._known = page, page.phrases, known
        self._rows: Rows = []
        self._head: Headings | None = None
        self._found = ListImport((), ())
        self.choices: list[DropDown] = []
        say = self._phrases.say
        self.setWindowTitle(say("bureau.mapping.title"))
        self._reading = Reading()
        self.encoding, self.sum = Label(say("bureau.import.bar"), "quiet"), Label("", wrap=True)
        self.ignored = Label("", "quiet", wrap=True)
        self.error = Label("", tone="bad", wrap=True, copies=True)
        self.error.hide()
        heads = [say("terminal.column.line"), say("bureau.import.why")]
        self.errors = PlainTable(heads, self._error_cells, [64, 0], say("bureau.import.errors"))
        self.errors.setMaximumHeight(150)
        self.errors.hide()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.go = Button(page.theme, say("bureau.mapping.go"), self.accept, primary=True)
        self.go.setEnabled(False)
        self._lay_out(path)
        reading = self._reading
        page.bridge.ask(Errand(lambda ask: read_table(path, reading)), self._take, self._refused)

    def _lay_out(self, path: Path) -> None:
        head = across(ElidedLabel(path.name, "head", middle=True), self.encoding)
        head.setStretch(0, 1)
        cancel = Button(self._page.theme, self._phrases.say("bureau.cancel"), self.reject)
        box = down(head, Label(self._phrases.say("bureau.mapping.what"), "quiet", wrap=True), gap=10,
                   margins=(20, 16, 20, 16))  # fmt: skip
        box.addWidget(self.area, 1)
        for part in (self.ignored, self.sum, self.errors, self.error):
            box.addWidget(part)
        box.addLayout(across(1, cancel, self.go))
        self.setLayout(box)
        self.resize(*SIZE)
        self.go.setDefault(True)

    # -- the columns --------------------------------------------------------------------------------

    def _take(self, told: tuple[Rows, str]) -> None:
        self._rows, encoding = told
        try:
            self._head = headings(self._rows, COLUMNS, IGNORED)
        except DeskError as error:
            self._refused(error)
            return
        word = self._phrases.word(f"encoding-{encoding}")
        self.encoding.setText(self._phrases.say("bureau.import.encoding", encoding=word))
        grid = QGridLayout()
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        shown = [number for number, cell in enumerate(self._head.cells) if cell]
        self._columns = shown
        for row, number in enumerate(shown):
            self._add(grid, row, number, self._head)
        grid.setRowStretch(len(shown), 1)
        inside = QWidget()
        inside.setObjectName("inside")
        inside.setLayout(grid)
        self.area.setWidget(inside)
        self._read()
        if self.choices:
            self.choices[0].setFocus()

    def _add(self, grid: QGridLayout, row: int, number: int, head: Headings) -> None:
        heading = head.cells[number]
        choice = DropDown(self._page.theme)
        choice.setAccessibleName(self._phrases.say("bureau.mapping.for", heading=heading))
        choice.addItem(self._phrases.say("bureau.mapping.none"), "")
        for name in COLUMNS:
            choice.addItem(column_word(self._phrases, name), name)
        choice.setCurrentIndex(choice.findData(head.guesses[number]))
        choice.currentIndexChanged.connect(self._read)
        samples = [each[number].strip() for each in head.first if len(each) > number and each[number].strip()]
        label = ElidedLabel(heading)
        label.setMinimumWidth(120)
        grid.addWidget(label, row, 0)
        grid.addWidget(ElidedLabel(" · ".join(samples[:_SAMPLES]), "quiet"), row, 1)
        grid.addWidget(choice, row, 2)
        self.choices.append(choice)

    @property
    def meant(self) -> list[str]:
        """The column each heading is for, '' where it is passed over."""
        assert self._head is not None
        told = [""] * len(self._head.cells)
        for number, choice in zip(self._columns, self.choices, strict=True):
            told[number] = str(choice.currentData())
        return told

    # -- what comes of it ---------------------------------------------------------------------------

    @Slot()
    def _read(self) -> None:
        """Read the lines again, as the columns are meant now."""
        if self._head is None:
            return
        meant, say = self.meant, self._phrases.say
        passed = [cell for cell, name in zip(self._head.cells, meant, strict=True) if cell and not name]
        self.ignored.setText(say("bureau.mapping.ignored", names=say("saying.between").join(passed)) if passed else "")
        self.error.hide()
        try:
            twice = next((name for name in meant if name and meant.count(name) > 1), "")
            if twice:
                raise DeskError("table.column-twice", column=column_word(self._phrases, twice))
            self._found = read_items(lines_under(self._rows, self._head.line, meant), self._known)
        except DeskError as error:
            self._found = ListImport((), ())
            self._say(error)
        errors = self._found.errors
        self.errors.rows.show_rows(errors)
        self.errors.setVisible(bool(errors))
        code = "bureau.mapping.wrong" if errors else "bureau.mapping.read"
        self.sum.setText(say(code, count=len(errors) if errors else len(self._found.items)))
        self.sum.set_tone("bad" if errors else "")
        self.go.setEnabled(bool(self._found.items) and not errors)

    def _error_cells(self, error: LineError) -> Sequence[object]:
        return error.line or "—", self._phrases.say(error.code, **error.facts)

    def _refused(self, error: DeskError) -> None:
        self.encoding.setText("")
        if error.code != "table.stopped":
            self._say(error)

    def _say(self, error: DeskError) -> None:
        self.error.setText(f"{self._phrases.say(error.code, **error.facts)} ({error.code})")
        self.error.show()

    @Slot()
    def accept(self) -> None:
        """Go on with these items."""
        if self.go.isEnabled():
            items = self._found.items
            super().accept()
            self.read.emit(items)

    def done(self, result: int) -> None:
        """Whatever is still being read is left."""
        self._reading.stopped = True
        super().done(result)


def column_word(phrases: Phrases, name: str) -> str:
    """What one of our columns is called."""
    word = phrases.word(f"field-{_NAMES.get(name, name).replace('_', '-')}")
    return word[:1].upper() + word[1:]
