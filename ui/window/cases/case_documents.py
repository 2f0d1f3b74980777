"""The documents of a case: what is attached, attaching, looking at a copy, taking out. In: a case. Out: commands.

A document is never opened itself: who looks gets a read-only copy in a folder that goes with the window.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path, PurePath

from PySide6.QtCore import QTemporaryDir, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from recorder_desk.commands.documents import AttachDocuments, DetachDocument, ViewDocument
from recorder_desk.domain import facts as f
from recorder_desk.domain.case_document import DOCUMENT_KINDS, DocumentRow
from recorder_desk.domain.happening import StepTrouble
from recorder_desk.errors import DeskError
from recorder_desk.queries.documents import DocumentsOf, TakeCopy
from ui import formats
from ui.phrases import Phrases
from ui.window import dialogs
from ui.window.bridge import DeskBridge
from ui.window.cases.reason_line import ReasonLine
from ui.window.delegates import TextDelegate
from ui.window.page import WindowContext
from ui.window.rows_model import Column, Feed, RowsModel
from ui.window.theme import Theme
from ui.window.widgets.controls import Button, across, down, frame
from ui.window.widgets.dropdowns import DropDown
from ui.window.widgets.label import Label
from ui.window.widgets.tables import RowsTable

ROW_HEIGHT = 38
CONCERNS: tuple[type[f.Fact], ...] = (
    f.DocumentOrdered, f.DocumentAttached, f.DocumentRefused, f.DocumentDetached, f.DocumentChecked,
    f.CatalogueRebuilt,
)  # fmt: skip
ICONS = {"ordered": "loader", "attached": "file-text", "refused": "octagon-alert", "detached": "unlink"}


class CaseDocuments(QWidget):
    """The list, above it what can be done."""

    failed = Signal(object)
    counted = Signal(int)

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme, context: WindowContext) -> None:
        super().__init__()
        self.bridge, self.phrases, self._theme = bridge, phrases, theme
        self._case, self._fixed, self._opened = "", "", 0
        self._copies: QTemporaryDir | None = None
        self.rows = RowsModel(bridge, self._columns(), self)
        self.table = RowsTable(self.rows, context.memory, "documents", ROW_HEIGHT)
        self.table.setItemDelegate(TextDelegate(theme, self.table, ROW_HEIGHT, _icon))
        self.table.setAccessibleName(phrases.say("cases.tab.documents"))
        self.reason, self.trouble = ReasonLine(phrases, theme), Label("", "", "bad", wrap=True)
        self.none = Label(phrases.say("casework.documents.none"), "quiet", wrap=True)
        self.none.setContentsMargins(16, 14, 16, 14)
        self.trouble.setContentsMargins(16, 8, 16, 8)
        self.trouble.hide()
        self.none.hide()
        self.setFocusProxy(self.table)
        self.setLayout(down(frame("bar", self._bar()), self.reason, self.trouble, self.none, self.table, gap=0))
        self._wire()

    def _columns(self) -> tuple[Column, ...]:
        say, word = self.phrases.say, self.phrases.word

        def state(row: DocumentRow) -> str:
            told = row.detach_reason or (say(row.code) if row.code else "")
            return " · ".join(filter(None, (word(f"document-{row.state}"), told)))

        return (
            Column("title", say("casework.documents.title"), _title, 240),
            Column("kind", say("casework.documents.kind"), partial(_kind, self.phrases), 110, yields=1),
            Column("state", say("casework.documents.state"), state, 200),
            Column("size", say("casework.documents.size"), _size, 84, yields=2),
            Column("added", say("casework.documents.added"), _added, 190, yields=3),
        )

    def _bar(self) -> QHBoxLayout:
        say, theme = self.phrases.say, self._theme
        self.kind = DropDown(theme)
        for kind in DOCUMENT_KINDS:
            self.kind.addItem(self.phrases.word(f"document-{kind}"), kind)
        self.kind.setCurrentIndex(DOCUMENT_KINDS.index("other"))
        self.kind.setAccessibleName(say("casework.documents.kind"))
        tip = say("casework.attach.tip")
        self.attach_button = Button(theme, say("casework.attach"), self.attach, icon="plus", tip=tip)
        tip = say("casework.open-copy.tip")
        self.open_button = Button(theme, say("casework.open-copy"), self.open_copy, icon="eye", tip=tip)
        self.save_button = Button(theme, say("casework.save-copy"), self.save_copy, icon="download")
        self.detach_button = Button(theme, say("casework.detach"), self.detach, icon="unlink", flat=True)
        right = (self.open_button, self.save_button, self.detach_button)
        return across(self.kind, self.attach_button, 1, *right, gap=8, margins=(16, 10, 16, 10))

    def _wire(self) -> None:
        self.table.opened.connect(self.open_copy)
        self.table.chosen.connect(self._look)
        self.rows.filled.connect(self._filled)
        self.reason.given.connect(self._detach)
        self.bridge.trouble.connect(self._hear_trouble)
        gone = QAction(self.phrases.say("casework.detach"), self.table)
        gone.setShortcut(QKeySequence.StandardKey.Delete)
        gone.triggered.connect(self.detach)
        self.table.addAction(gone)

    def show_case(self, case: str) -> None:
        """The documents of another case."""
        if case != self._case:
            self._case = case
            self.reason.hide()
            self.trouble.hide()
            self.rows.show(Feed(CONCERNS, DocumentsOf(case, all=True), None, _id))

    def show_fixed(self, fixed: str) -> None:
        """Why nothing can be changed ('' where it can)."""
        self._fixed = fixed
        for part in (self.kind, self.attach_button):
            part.setVisible(not fixed)
        self._look()

    @property
    def chosen(self) -> DocumentRow | None:
        """The document that is chosen."""
        places = self.table.chosen_places()
        row = self.rows.row(places[0]) if len(places) == 1 else None
        return row if isinstance(row, DocumentRow) else None

    @Slot()
    def _look(self) -> None:
        row = self.chosen
        for button in (self.open_button, self.save_button):
            button.setEnabled(row is not None and bool(row.path))
        self.detach_button.setVisible(not self._fixed)
        self.detach_button.setEnabled(row is not None and row.state == "attached")

    @Slot(int)
    def _filled(self, count: int) -> None:
        self.none.setVisible(not count)
        rows = [self.rows.row(place) for place in range(count)]
        self.counted.emit(sum(isinstance(row, DocumentRow) and row.state == "attached" for row in rows))
        self._look()

    # -- hands -----------------------------------------------------------------------------------

    @Slot()
    def attach(self) -> None:
        """Choose files; they are read on a lane, and shown as on their way meanwhile."""
        paths = dialogs.ask_files(self, self.phrases.say("casework.attach")) if not self._fixed else []
        if paths:
            self.trouble.hide()
            kind = str(self.kind.currentData())
            self.bridge.do(AttachDocuments(self._case, tuple(paths), "", kind), None, self._fail)

    @Slot()
    def open_copy(self) -> None:
        """A read-only copy, in the program the system opens such files with."""
        row = self.chosen
        if row is None or not row.path:
            return
        if self._copies is None:
            self._copies = QTemporaryDir()
        self._opened += 1
        name = re.sub(r"[^\w-]+", "_", PurePath(row.title).stem)[:60]
        target = self._copies.filePath(f"{name}-{self._opened}{PurePath(row.path).suffix}")
        self._take(row, target, self._open)

    @Slot()
    def save_copy(self) -> None:
        """A read-only copy where somebody wants it; nothing is written over."""
        row = self.chosen
        target = dialogs.ask_save_path(self, self.phrases.say("casework.save-copy"), row.name) if row else ""
        if row is not None and target:
            self._take(row, target, self._saved)

    def _take(self, row: DocumentRow, target: str, then: object) -> None:
        self.trouble.hide()
        self.bridge.do(ViewDocument(row.id), partial(self._write, row, target, then), self._fail)

    def _write(self, row: DocumentRow, target: str, then: object, facts: tuple[f.Fact, ...]) -> None:
        assert callable(then)
        self.bridge.ask(TakeCopy(row.id, target), partial(then, target), self._fail)

    def _open(self, target: str, size: int) -> None:
        if not dialogs.open_outside(target):
            self._say(self.phrases.say("casework.no-program", name=Path(target).name))

    def _saved(self, target: str, size: int) -> None:
        """It is where it was wanted."""

    @Slot()
    def detach(self) -> None:
        """Ask why the chosen document is taken out."""
        row = self.chosen
        if row is not None and row.state == "attached" and not self._fixed:
            say = self.phrases.say
            self.reason.ask(say("casework.detach.ask", title=row.title), say("casework.reason"))

    @Slot(str)
    def _detach(self, reason: str) -> None:
        row = self.chosen
        if row is not None:
            self.bridge.do(DetachDocument(row.id, reason), None, self._fail)

    @Slot(object)
    def _hear_trouble(self, trouble: StepTrouble) -> None:
        if trouble.step == "attach" and trouble.subject == self._case:
            self._say(self.phrases.say(trouble.code))

    def _fail(self, error: DeskError) -> None:
        self._say(f"{self.phrases.say(error.code, **error.facts)} ({error.code})")

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.show()


def _title(row: DocumentRow) -> str:
    return row.title


def _kind(phrases: Phrases, row: DocumentRow) -> str:
    return phrases.word(f"document-{row.kind}")


def _size(row: DocumentRow) -> str:
    return formats.size(row.bytes) if row.bytes else ""


def _added(row: DocumentRow) -> str:
    return f"{formats.local_time(row.added_at)} · {row.added_by}"


def _id(row: DocumentRow) -> str:
    return row.id


def _icon(row: object) -> str:
    return ICONS[row.state] if isinstance(row, DocumentRow) else "loader"
