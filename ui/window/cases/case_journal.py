"""What the journal says of one case. In: a case id. Out: lines, newest first, more on demand."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from recorder_desk.domain.facts import Fact
from recorder_desk.domain.recording import HistoryRow
from recorder_desk.queries.archive import JournalPage
from ui.phrases import Phrases
from ui.window.bridge import DeskBridge
from ui.window.delegates import TextDelegate
from ui.window.journal_rows import PORTION, columns, icon_of
from ui.window.rows_model import Feed, RowsModel
from ui.window.theme import Theme

ROW_HEIGHT = 38


class CaseJournal(QTableView):
    """Entries that concern a case: when, who, what."""

    def __init__(self, bridge: DeskBridge, phrases: Phrases, theme: Theme) -> None:
        super().__init__()
        self.rows = RowsModel(bridge, columns(phrases), self)
        self.setModel(self.rows)
        self.setAccessibleName(phrases.say("cases.tab.journal"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setItemDelegate(TextDelegate(theme, self, ROW_HEIGHT, _icon))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for number, column in enumerate(self.rows.columns):
            self.setColumnWidth(number, column.width)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def show_case(self, case: str) -> None:
        """The entries that name this case."""
        first = JournalPage(about=case, limit=PORTION)
        self.rows.show(Feed((Fact,), first, None, _seq, _More(case)))


class _More:
    """Asks for the portion before the oldest entry shown."""

    def __init__(self, case: str) -> None:
        self._case = case

    def __call__(self, row: Any) -> JournalPage:
        return JournalPage(before=row.seq, limit=PORTION, about=self._case)


def _icon(row: object) -> str:
    return icon_of(row.fact) if isinstance(row, HistoryRow) else "info"


def _seq(row: HistoryRow) -> int:
    return row.seq
