"""Versions of the record item list: those the program ships, which one is in force, what one may hold, and how two
differ."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Protocol, cast

from recorder_desk.domain.differences import changed_fields
from recorder_desk.domain.record_item import ItemLists, RecordItem, RecordItemList, RecordMode, Required
from recorder_desk.domain.times import is_day
from recorder_desk.errors import DeskError
from resources import folder

_MODES = ("FULL", "KEY", "TEXT_ONLY")
_REQUIRED = ("Y", "C", "N")
_CODE = re.compile(r"[0-9A-Z\u4e00-\u9fff][0-9A-Z\u4e00-\u9fff._-]{0,19}")
MOST_TEXT = 2_000
MOST_LABEL = 60


@cache
def shipped_lists() -> tuple[RecordItemList, ...]:
    """Every version in `resources/record_items`. Raises DeskError `items.unreadable` (a defect: we ship them)."""
    found = []
    for entry in sorted(folder("record_items").iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".toml"):
            rows = folder("record_items").joinpath(entry.name.removesuffix(".toml") + ".csv")
            found.append(read_list(entry.read_text("utf-8"), rows.read_text("utf-8-sig")))
    return tuple(found)


def in_force(own: Iterable[RecordItemList], on: str) -> ItemLists:
    """Every version, and the one in force on a day (ISO): the newest of the bureau's `own`, in the order they were
    issued, that has taken effect; else the newest shipped one."""
    shipped = sorted(shipped_lists(), key=lambda each: each.effective_from)
    issued = sorted((each for each in own if each not in shipped), key=lambda each: each.effective_from)
    ruling = [each for each in (*shipped, *issued) if each.effective_from <= on] or shipped[:1]
    mine = [each for each in ruling if each in issued]
    return ItemLists((mine or ruling)[-1], (*shipped, *issued))


def read_list(head: str, rows: str) -> RecordItemList:
    """A version from its head (TOML) and its rows (CSV). Raises DeskError `items.unreadable`."""
    try:
        table = tomllib.loads(head)
        items = tuple(_item(row) for row in csv.DictReader(io.StringIO(rows)))
        return RecordItemList(table["id"], table["version"], table["effective_from"], items)
    except (KeyError, ValueError) as error:
        raise DeskError("items.unreadable", blame="defect", reason=repr(error)) from error


def _item(row: dict[str, str]) -> RecordItem:
    mode, required = row["record_mode"], row["required"]
    if mode not in _MODES or required not in _REQUIRED:
        raise ValueError(f"{row['code']}: {mode} {required}")
    return RecordItem(
        code=row["code"],
        matter=row["matter"],
        stage=row["stage"],
        name_zh=row["item_zh"],
        name_en=row["item_en"],
        mode=cast(RecordMode, mode),
        required=cast(Required, required),
        required_when=row["required_when"],
        start_point=row["start_point"],
        end_point=row["end_point"],
        must_capture=row["must_capture"],
        media=tuple(filter(None, row["media"].split("|"))),
        devices=tuple(filter(None, row["devices"].split("|"))),
        min_officers=int(row["min_officers"] or 0),
        retention=row["retention_years"] or "CASE",
        retention_in_case=row["retention_in_case"],
        retention_note=row["retention_note"],
        confidentiality=row["confidentiality"],
        legal_basis=row["legal_basis"],
        label_rule=row["label_template"],
    )


def checked_list(listed: RecordItemList) -> RecordItemList:
    """A version that can be issued. Raises DeskError `items.empty`, `items.bad-version`, `items.bad-date`,
    `items.code-twice`, and as `checked_item`."""
    name, version = listed.id.strip(), listed.version.strip()
    if not name or not version or "@" in name + version or len(listed.label) > MOST_LABEL:
        raise DeskError("items.bad-version", label=listed.label[:80])
    for day in (listed.effective_from, *filter(None, [listed.approved_on])):
        if not is_day(day):
            raise DeskError("items.bad-date", date=day)
    items = tuple(checked_item(each) for each in listed.items)
    if not items:
        raise DeskError("items.empty")
    codes = [each.code for each in items]
    for code in codes:
        if codes.count(code) > 1:
            raise DeskError("items.code-twice", item=code)
    return replace(listed, id=name, version=version, items=items, approval=listed.approval.strip())


def checked_item(item: RecordItem) -> RecordItem:
    """An item that a list may hold. Raises DeskError `items.code-missing`, `items.bad-code`, `items.name-missing`,
    `items.bad-retention`, `items.long`."""
    code = item.code.strip().upper()
    if not code:
        raise DeskError("items.code-missing", name=item.name_zh[:60])
    if not _CODE.fullmatch(code):
        raise DeskError("items.bad-code", item=code[:60])
    if not item.name_zh.strip():
        raise DeskError("items.name-missing", item=code)
    for term in (item.retention, *filter(None, [item.retention_in_case])):
        if term not in ("P", "CASE") and not (term.isascii() and term.isdigit() and 0 < int(term) <= 200):
            raise DeskError("items.bad-retention", term=term)
    if max(len(each) for each in asdict(item).values() if isinstance(each, str)) > MOST_TEXT:
        raise DeskError("items.long", item=code, most=MOST_TEXT)
    return replace(item, code=code, name_zh=item.name_zh.strip())


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One thing that another version says of an item: the field, and what it was and is."""

    item: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ListDifference:
    """What another version adds, drops and changes, by code."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ItemChange, ...]
    same: int


class Coded(Protocol):
    """A line of a list that has a code of its own (a frozen dataclass)."""

    @property
    def code(self) -> str:
        """What it is told apart by."""
        ...


def compare(was: RecordItemList, becomes: RecordItemList) -> ListDifference:
    """Two versions, item by item."""
    return difference(was.items, becomes.items)


def difference(was: Iterable[Coded], becomes: Iterable[Coded]) -> ListDifference:
    """What the lines of another version add, drop and change, by code."""
    old, new = ({each.code: each for each in lines} for lines in (was, becomes))
    both = [code for code in new if code in old]
    changed = [change for code in both for change in _changes(old[code], new[code])]
    return ListDifference(
        tuple(code for code in new if code not in old), tuple(code for code in old if code not in new), tuple(changed),
        len(both) - len({each.item for each in changed}),
    )  # fmt: skip


def _changes(was: Coded, becomes: Coded) -> Iterator[ItemChange]:
    for name, before, after in changed_fields(was, becomes):
        yield ItemChange(was.code, name, before, after)
