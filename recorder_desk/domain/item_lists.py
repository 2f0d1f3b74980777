"""Reading the versions of the record item list that the program ships."""

from __future__ import annotations

import csv
import io
import tomllib
from datetime import date
from typing import cast

from recorder_desk.domain.record_item import ItemLists, RecordItem, RecordItemList, RecordMode, Required
from recorder_desk.errors import DeskError
from resources import folder

_MODES = ("FULL", "KEY", "TEXT_ONLY")
_REQUIRED = ("Y", "C", "N")


def shipped_lists(on: date) -> ItemLists:
    """Every version in `resources/record_items`; the newest in force on a date is the current one.

    Raises DeskError `items.unreadable` (a defect: we ship them).
    """
    found = []
    for entry in sorted(folder("record_items").iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".toml"):
            rows = folder("record_items").joinpath(entry.name.removesuffix(".toml") + ".csv")
            found.append(read_list(entry.read_text("utf-8"), rows.read_text("utf-8-sig")))
    found.sort(key=lambda each: each.effective_from)
    in_force = [each for each in found if each.effective_from <= on.isoformat()] or found
    if not in_force:
        raise DeskError("items.unreadable", blame="defect", reason="none shipped")
    return ItemLists(in_force[-1], tuple(found))


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
        media=tuple(row["media"].split("|")),
        devices=tuple(row["devices"].split("|")),
        min_officers=int(row["min_officers"] or 0),
        retention=row["retention_years"] or "CASE",
        retention_in_case=row["retention_in_case"],
        retention_note=row["retention_note"],
        confidentiality=row["confidentiality"],
        legal_basis=row["legal_basis"],
    )
