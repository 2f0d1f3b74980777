"""What can be done to the record item list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.record_item import RecordItemList


@dataclass(frozen=True, slots=True)
class IssueItemList(Command):
    """Bring a new version of the list into force. Cases opened before keep theirs; nothing where it is the same.

    Raises `items.empty`, `items.code-missing`, `items.code-twice`, `items.name-missing`, `items.bad-*`,
    `items.version-taken`."""

    permission: ClassVar[str] = "desk.configure"
    listed: RecordItemList
    change: str = ""
