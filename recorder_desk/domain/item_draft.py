"""A draft of the next version of the record item list: changed cell by cell, every step taken back and done again.

In: what somebody types into a cell. Out: the items as they would be, and what is wrong in which cell. A draft is no
fact: nothing is in force until it is issued.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from recorder_desk.domain.item_lists import checked_item
from recorder_desk.domain.record_item import RecordItem
from recorder_desk.errors import DeskError

COLUMNS: tuple[str, ...] = tuple(each.name for each in fields(RecordItem))
"""What an item has, in the order it is shown."""
_LISTS = ("media", "devices")
_BLAMED = {
    "items.code-missing": "code", "items.bad-code": "code", "items.code-twice": "code", "items.name-missing": "name_zh",
    "items.bad-retention": "retention",
}  # fmt: skip
Items = tuple[RecordItem, ...]


class ItemDraft:
    """The items, and the steps that led to them."""

    def __init__(self, items: Items) -> None:
        """Begins with these."""
        self._steps: list[Items] = [items]
        self._at = 0

    @property
    def items(self) -> Items:
        """As they are now."""
        return self._steps[self._at]

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return self._at < len(self._steps) - 1

    def undo(self) -> bool:
        """Take the last step back; whether there was one."""
        there, self._at = self.can_undo, max(0, self._at - 1)
        return there

    def redo(self) -> bool:
        """Do again what was taken back; whether there was something."""
        there, self._at = self.can_redo, min(len(self._steps) - 1, self._at + 1)
        return there

    # -- steps ---------------------------------------------------------------------------------------

    def become(self, items: Items) -> None:
        """All of it in one step; none where nothing changes."""
        if items != self.items:
            del self._steps[self._at + 1 :]
            self._steps.append(items)
            self._at += 1

    def change(self, row: int, column: str, told: str) -> None:
        """Say something else in a cell. Raises DeskError `items.bad-officers` where a number is wanted."""
        items = list(self.items)
        items[row] = with_cell(items[row], column, told)
        self.become(tuple(items))

    def add(self, row: int) -> int:
        """An item after this one, of the same matter and stage; its row."""
        items = list(self.items)
        like = items[row] if 0 <= row < len(items) else None
        at = row + 1 if like is not None else len(items)
        items.insert(at, empty_item(like))
        self.become(tuple(items))
        return at

    def drop(self, row: int) -> None:
        """Take an item out."""
        self.become(self.items[:row] + self.items[row + 1 :])

    def move(self, row: int, by: int) -> int:
        """Move an item up (-1) or down (1); its row then."""
        to = row + by
        if not (0 <= row < len(self.items) and 0 <= to < len(self.items)):
            return row
        items = list(self.items)
        items[row], items[to] = items[to], items[row]
        self.become(tuple(items))
        return to


def cell_of(item: RecordItem, column: str) -> str:
    """What stands in a cell."""
    told = getattr(item, column)
    if column in _LISTS:
        return "、".join(filter(None, told))
    return "" if column == "min_officers" and not told else str(told)


def with_cell(item: RecordItem, column: str, told: str) -> RecordItem:
    """The item with another cell. Raises DeskError `items.bad-officers`."""
    text = told.strip()
    if column in _LISTS:
        parts = text.replace("|", "、").replace(",", "、").replace("，", "、").split("、")
        listed: dict[str, Any] = {column: tuple(each.strip() for each in parts if each.strip())}
        return replace(item, **listed)
    if column == "min_officers":
        if text and not (text.isascii() and text.isdigit() and len(text) < 4):
            raise DeskError("items.bad-officers", told=text[:40])
        return replace(item, min_officers=int(text or 0))
    said: dict[str, Any] = {column: text.upper() if column == "code" else text}
    return replace(item, **said)


def empty_item(like: RecordItem | None) -> RecordItem:
    """A new item, of the matter and stage of another one."""
    matter, stage = (like.matter, like.stage) if like is not None else ("", "")
    return RecordItem("", matter, stage, "", "", "KEY", "Y", "", "", "", "", ("video",), (), 0, "CASE", "", "", "", "")


def wrong_cells(items: Items) -> dict[tuple[int, str], DeskError]:
    """What is wrong, and in which cell: the first thing of each item."""
    return dict(_wrong(items))


def _wrong(items: Items) -> Iterator[tuple[tuple[int, str], DeskError]]:
    count = Counter(each.code for each in items if each.code)
    for row, item in enumerate(items):
        try:
            checked_item(item)
            if count[item.code] > 1:
                raise DeskError("items.code-twice", item=item.code)
        except DeskError as error:
            yield (row, _column(item, error)), error


def _column(item: RecordItem, error: DeskError) -> str:
    if error.code == "items.bad-retention" and item.retention != error.facts.get("term"):
        return "retention_in_case"
    if error.code == "items.long":
        return max(COLUMNS, key=lambda name: len(cell_of(item, name)))
    return _BLAMED.get(error.code, "code")
