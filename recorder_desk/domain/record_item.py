"""The record item list (音像记录事项清单): what must or may be recorded, from which start to which end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recorder_desk.errors import DeskError

RecordMode = Literal["FULL", "KEY", "TEXT_ONLY"]
Required = Literal["Y", "C", "N"]


@dataclass(frozen=True, slots=True)
class RecordItem:
    """One line of the list. `required`: always, when a condition holds, or no.

    `retention` is `P` (permanent), a number of years as text, or `CASE` (as the case file);
    `retention_in_case` replaces it once the recording belongs to a case, where it is not ''. `place`, `who` (records)
    and `label_rule` are in words, as bureaus write them.
    """

    code: str
    matter: str
    stage: str
    name_zh: str
    name_en: str
    mode: RecordMode
    required: Required
    required_when: str
    start_point: str
    end_point: str
    must_capture: str
    media: tuple[str, ...]
    devices: tuple[str, ...]
    min_officers: int
    retention: str
    retention_in_case: str
    retention_note: str
    confidentiality: str
    legal_basis: str
    place: str = ""
    who: str = ""
    label_rule: str = ""
    remark: str = ""

    def name(self, language: str) -> str:
        """The item's name in a language (`zh_CN` or `en`)."""
        return self.name_zh if language.startswith("zh") or not self.name_en else self.name_en


@dataclass(frozen=True, slots=True)
class RecordItemList:
    """A version of the list; a case keeps the version in force when it was opened. `approval` and `approved_on`: number
    and day (ISO) under which its retention periods were approved (档案法实施条例 19)."""

    id: str
    version: str
    effective_from: str
    items: tuple[RecordItem, ...]
    approval: str = ""
    approved_on: str = ""

    @property
    def label(self) -> str:
        """`id@version`, as cases and archives name it."""
        return f"{self.id}@{self.version}"

    def item(self, code: str) -> RecordItem | None:
        """The item with this code, or None."""
        return next((item for item in self.items if item.code == code), None)


@dataclass(frozen=True, slots=True)
class ItemLists:
    """Every version there is; `current` is the one in force for cases opened now."""

    current: RecordItemList
    versions: tuple[RecordItemList, ...]

    def of(self, label: str) -> RecordItemList:
        """The version a case was opened under. Raises DeskError `items.unknown-version`."""
        found = next((each for each in self.versions if each.label == label), None)
        if found is None:
            raise DeskError("items.unknown-version", blame="environment", version=label)
        return found
