"""Sheets of a case: the menu behind the button, where to, and the PDF. In: a case. Out: a new file, and a sentence.

The sheet is gathered, painted and written on threads of the desk: pictures are read and frames decoded for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from recorder_desk.domain.times import stamp
from recorder_desk.errors import DeskError
from recorder_desk.ports import Frames
from recorder_desk.queries.base import Query
from recorder_desk.queries.sheets import CatalogueOf, MarkSheetOf, StatementOf
from ui.phrases import Phrases
from ui.sheets import write_new
from ui.window import dialogs
from ui.window.bridge import DeskBridge
from ui.window.sheets.printing import PrintSheet, Told, printed

SHEETS = ("catalogue", "marks", "statement")


@dataclass(frozen=True, slots=True)
class SaveSheet(Query[str]):
    """A sheet into a new file; its path. Raises `desk.file-unwritable`."""

    sheet: PrintSheet
    path: str


def save_sheet(frames: Frames, query: SaveSheet) -> str:
    """On a reader thread."""
    write_new(Path(query.path), printed(query.sheet, frames))
    return query.path


class CasePrinting(QObject):
    """The sheets that can be printed of the case that is shown."""

    said = Signal(str)
    """A sentence about what is done."""
    failed = Signal(object)
    """A DeskError."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, button: QToolButton, view: QWidget) -> None:
        """The menu hangs on `button`; `show_case` says of which case."""
        super().__init__(view)
        self._bridge, self._phrases, self._view = bridge, phrases, view
        self._case, self._number = "", ""
        session = bridge.session
        session.desk.answer_live(SaveSheet, partial(save_sheet, session.frames))
        self.menu = QMenu(button)
        for kind in SHEETS:
            self.menu.addAction(phrases.say(f"sheet.{kind}.title")).triggered.connect(partial(self.save, kind))
        button.setMenu(self.menu)

    def show_case(self, case: str, number: str) -> None:
        """Another case."""
        self._case, self._number = case, number

    def save(self, kind: str, _checked: bool = False) -> None:
        """Ask where to, and write it there."""
        say = self._phrases.say
        title = say(f"sheet.{kind}.title")
        path = dialogs.ask_save_path(self._view, title, f"{title} {self._number}.pdf", "PDF (*.pdf)")
        if not path or not self._case:
            return
        path = path if path.lower().endswith(".pdf") else f"{path}.pdf"
        asked: Query[Told] = {  # type: ignore[assignment]  # each answers one of what can be told
            "catalogue": CatalogueOf(self._case),
            "marks": MarkSheetOf(case=self._case),
            "statement": StatementOf(self._case),
        }[kind]
        self.said.emit(say("sheet.begun"))
        self._bridge.ask(asked, partial(self._print, path), self._fail)

    def _print(self, path: str, told: Told) -> None:
        session = self._bridge.session
        now = stamp(datetime.now(UTC))
        sheet = PrintSheet(told, session.settings.case_retention, now, self._phrases.language)
        self._bridge.ask(SaveSheet(sheet, path), self._saved, self._fail)

    def _saved(self, path: str) -> None:
        self.said.emit(self._phrases.say("sheet.saved", path=path))

    def _fail(self, error: DeskError) -> None:
        self.failed.emit(error)
