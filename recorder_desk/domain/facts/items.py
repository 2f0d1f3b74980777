"""Record item lists."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.record_item import RecordItemList


@dataclass(frozen=True, slots=True)
class ItemListIssued(Fact):
    """The bureau's own version of the record item list, whole. `change`: why, in words."""

    listed: RecordItemList
    change: str
