"""What can be seen of record item lists."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.record_item import ItemLists
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class ItemListVersions(Query[ItemLists]):
    """Every version of the record item list, shipped and issued by the bureau, and the one in force on a local day
    (ISO): the bureau's own go before the shipped ones."""

    on: str
