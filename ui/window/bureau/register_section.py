"""A register as a list: search or day, add, change, take in, write out. In: rows of the desk. Out: dialogs.

Officers, matters, legal bases and parties are such lists; each says what its columns are and which dialog writes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QStackedWidget

from recorder_desk.domain.facts import Fact
from recorder_desk.queries.base import Query
from ui.registers import Register
from ui.window.bureau.delegate import RegisterDelegate, State
from ui.window.bureau.import_dialog import ImportDialog
from ui.window.bureau.section import Section
from ui.window.page import Page
from ui.window.rows_model import Column, Feed, RowsModel
from ui.window.widgets.controls import Part, down
from ui.window.widgets.empty import EmptyState
from ui.window.widgets.label import Label
from ui.window.widgets.tables import RowsTable
from ui.window.widgets.wiring import keys

ROW_HEIGHT = 36


class RegisterSection(Section):
    """Subclasses say what they list."""

    register: ClassVar[Register[Any]]
    concerns: ClassVar[tuple[type[Fact], ...]]

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.model = RowsModel(self.bridge, self.columns(), self)
        self.table = RowsTable(self.model, self.context.memory, f"bureau-{self.name}", ROW_HEIGHT)
        self.table.setItemDelegate(RegisterDelegate(self.theme, self.table, ROW_HEIGHT, self.icon_of, self.state_of))
        self.table.setAccessibleName(self.title)
        self.blank = EmptyState(self.theme, self.icon)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.blank)
        self.stack.addWidget(self.table)
        self._build()
        self.model.filled.connect(self._filled)
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self.change)
        self.setFocusProxy(self.table)
        keys(self, {"Ctrl+N": self.add})
        self.show_feed()

    # -- what a register says ----------------------------------------------------------------------

    def columns(self) -> Sequence[Column]:
        """Its columns."""
        raise NotImplementedError

    def query(self) -> Query[Any]:
        """What asks for its rows."""
        raise NotImplementedError

    def key(self, row: Any) -> str:
        """The name of a row."""
        raise NotImplementedError

    def dialog(self, row: Any | None) -> QDialog:
        """What writes an entry: this one, or a new one."""
        raise NotImplementedError

    def narrowed(self) -> bool:
        """Whether the list shows only a part of what there is."""
        return False

    def tools(self) -> tuple[Part, ...]:
        """What stands in the bar before the buttons."""
        return ()

    def icon_of(self, row: object) -> str:
        """The icon of a row."""
        return self.icon

    def state_of(self, row: object, column: int) -> State | None:
        """What a cell says as a chip with an icon, where it is a state."""
        return None

    # -- building -----------------------------------------------------------------------------------

    def _build(self) -> None:
        self.add_button = self.button(f"bureau.{self.name}.add", self.add, icon="plus", primary=True)
        self.change_button = self.button("bureau.change", self._change_chosen, icon="pencil")
        self.import_button = self.button("bureau.import", self.take_in, icon="download")
        self.export_button = self.button("bureau.export", self.write_out, icon="upload", changes=False)
        bar = self.bar(*self.tools(), self.change_button, self.import_button, self.export_button, self.add_button)
        box = down(bar, gap=0)
        if not self.works:
            told = Label(self.phrases.say("bureau.look-only"), "quiet", wrap=True)
            told.setContentsMargins(16, 8, 16, 8)
            box.addWidget(told)
        box.addWidget(self.stack, 1)
        self.setLayout(box)

    def show_feed(self) -> None:
        """Ask for what is to be listed now."""
        self.model.show(Feed(self.concerns, self.query(), None, self.key))

    def came_into_sight(self) -> None:
        """Ask anew."""
        self.model.refresh()

    @Slot(int)
    def _filled(self, count: int) -> None:
        self.count.setText(self.phrases.say("bureau.count", count=count))
        if not count:
            kind = "none-found" if self.narrowed() else "first"
            name = "bureau.none-found" if self.narrowed() else f"bureau.{self.name}.first"
            action = self.phrases.say("bureau.import") if self.works and kind == "first" else ""
            self.blank.tell(self.phrases.say(name), self.phrases.say(f"{name}.what"), action, self.take_in)
        self.stack.setCurrentWidget(self.table if count else self.blank)
        self.setFocusProxy(self.table if count or not self.works else self.add_button)
        self._chosen()

    # -- hands --------------------------------------------------------------------------------------

    def chosen_row(self) -> Any | None:
        """The one row that is chosen, or None."""
        places = self.table.chosen_places()
        return self.model.row(places[0]) if len(places) == 1 else None

    @Slot()
    def _chosen(self) -> None:
        self.change_button.setEnabled(self.works and self.chosen_row() is not None)

    @Slot()
    def add(self) -> None:
        """A new entry."""
        if self.works:
            self.dialog(None).open()

    def _change_chosen(self) -> None:
        self.change(self.chosen_row())

    @Slot(object)
    def change(self, row: Any | None) -> None:
        """Another version, or other words, of an entry."""
        if self.works and row is not None:
            self.dialog(row).open()

    @Slot()
    def take_in(self) -> None:
        """Take a table in: what it would change first."""
        if self.works and (path := self.ask_table(f"bureau.{self.name}.import-title")):
            title = self.phrases.say(f"bureau.{self.name}.import-title")
            dialog = ImportDialog(self.page, self.register.importing, title, Path(path))
            dialog.imported.connect(self._imported)
            dialog.open()

    @Slot(int)
    def _imported(self, count: int) -> None:
        self.say("bureau.imported", count=count)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def write_out(self) -> None:
        """Write all of it into a table."""
        self.export(self.register.importing.columns, self.register.rows, self.title)
