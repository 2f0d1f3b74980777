"""Decisions about record item lists. In: a version of the list. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator

from recorder_desk.casefile import lists_of
from recorder_desk.commands import items as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.item_lists import checked_list
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context


def issue_item_list(command: c.IssueItemList, context: Context) -> Iterator[f.Fact]:
    """A version under a label of its own."""
    listed = checked_list(command.listed)
    known = {each.label: each for each in lists_of(context).versions}.get(listed.label)
    if known is not None and known != listed:
        raise DeskError("items.version-taken", label=listed.label)
    if known is None:
        yield f.ItemListIssued(listed, command.change.strip())
