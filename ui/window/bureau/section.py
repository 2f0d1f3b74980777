"""What every section of the page has: a bar with its name and its buttons, and what it shows. In: a page. Out: wishes,
told by the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from recorder_desk.errors import DeskError
from ui.errands import Errand
from ui.importing import Columns, Rows, export
from ui.window import dialogs
from ui.window.page import Page
from ui.window.widgets.controls import Button, Part, across, frame
from ui.window.widgets.label import Label

TABLES = "CSV (*.csv);;XLSX (*.xlsx)"


class Section(QWidget):
    """A part of the page Bureau. It knows the page it stands on, and no other section."""

    name: ClassVar[str]
    icon: ClassVar[str]

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.bridge, self.phrases, self.theme, self.context = page.bridge, page.phrases, page.theme, page.context
        self.works = page.context.mode == "work"
        self.title = self.phrases.say(f"bureau.{self.name}")
        self.setAccessibleName(self.title)
        self.count = Label("", "quiet")
        self._exported = ""

    def bar(self, *parts: Part) -> QWidget:
        """The bar above: the name, how many, then these."""
        row = across(Label(self.title, "head"), self.count, 1, *parts, gap=8, margins=(16, 10, 12, 10))
        return frame("bar", row)

    def button(
        self, code: str, slot: Callable[[], object], *, icon: str = "", primary: bool = False, changes: bool = True
    ) -> Button:
        """A button called by this code; one that `changes` something is off where nothing may be changed."""
        made = Button(self.theme, self.phrases.say(code), slot, icon=icon, primary=primary)
        made.setEnabled(self.works or not changes)
        return made

    def came_into_sight(self) -> None:
        """Ask anew."""

    def search(self, words: str) -> None:
        """Put words into the search field, where there is one."""

    def take_back(self) -> bool:
        """Whether a step of this section's own was taken back."""
        return False

    def take_up_again(self) -> bool:
        """Whether a step of this section's own was done again."""
        return False

    def leave(self) -> None:
        """The window goes: keep what is to be kept."""

    def say(self, code: str, **facts: object) -> None:
        """A short line that something was done."""
        self.page.say.emit(self.phrases.say(code, **facts))

    def fail(self, error: DeskError) -> None:
        """An error that belongs to no field."""
        self.page.notice.emit(error)

    # -- files -----------------------------------------------------------------------------------

    def ask_table(self, code: str) -> str:
        """A table to take in, or ''."""
        return next(iter(dialogs.ask_files(self, self.phrases.say(code))), "")

    def export(self, columns: Columns, rows: Callable[..., Rows], name: str) -> None:
        """Ask where, and write a table there; `rows` are asked of the desk on the way."""
        path = dialogs.ask_save_path(self, self.phrases.say("bureau.export.title"), f"{name}.csv", TABLES)
        if path:
            self._exported = Path(path).name
            language = self.phrases.language
            errand = Errand(lambda ask: export(Path(path), columns, rows(ask), language))
            self.bridge.ask(errand, self._written, self.fail)

    def _written(self, count: int) -> None:
        self.say("bureau.exported", count=count, name=self._exported)
