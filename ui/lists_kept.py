"""The versions of the record item list, at hand for a face without asking: read once, and again when one is issued."""

from __future__ import annotations

from datetime import date

from recorder_desk.desk import Desk
from recorder_desk.domain.case import CaseRow
from recorder_desk.domain.facts import ItemListIssued
from recorder_desk.domain.happening import FactsRecorded, Happening
from recorder_desk.domain.item_lists import in_force
from recorder_desk.domain.record_item import RecordItem, RecordItemList
from recorder_desk.queries.items import ItemListVersions


class ListsKept:
    """Safe from any thread: what it holds is replaced, never changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._versions = self._read()

    @property
    def versions(self) -> tuple[RecordItemList, ...]:
        """Shipped ones, then those the bureau issued, each by the day they take effect."""
        return self._versions

    @property
    def current(self) -> RecordItemList:
        """The one in force today."""
        return in_force(self._versions, date.today().isoformat()).current

    def of(self, case: CaseRow) -> RecordItemList:
        """The version a case was opened under; the current one where that is not known (any more)."""
        return next((each for each in self._versions if each.label == case.item_list), self.current)

    def item(self, code: str) -> RecordItem | None:
        """The item of a code: of the version in force, else of the newest that has it."""
        for listed in (self.current, *reversed(self._versions)):
            if (found := listed.item(code)) is not None:
                return found
        return None

    def hear(self, happening: Happening) -> None:
        """A new version is known at once."""
        if isinstance(happening, FactsRecorded) and any(isinstance(each, ItemListIssued) for each in happening.facts):
            self._versions = self._read()

    def _read(self) -> tuple[RecordItemList, ...]:
        return self._desk.ask(ItemListVersions(date.today().isoformat())).result().versions
