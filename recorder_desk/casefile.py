"""What several decisions ask of a case: that it is open, its record item list, and what a link in it may be."""

from __future__ import annotations

from recorder_desk.commands.cases import LinkRecording
from recorder_desk.domain import facts as f
from recorder_desk.domain.case import CaseDetail, CaseRow
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.record_item import ItemLists, RecordItemList
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries.cases import ShowCase
from recorder_desk.queries.items import ItemListVersions
from recorder_desk.queries.recordings import ShowRecording


def open_case_of(context: Context, case: str) -> CaseDetail:
    """A case that may be changed. Raises `case.unknown`, `case.sealed`."""
    detail = context.ask(ShowCase(case))
    if detail.row.state != "open":
        raise DeskError("case.sealed", number=detail.row.number, state=detail.row.state)
    return detail


def local_day(context: Context) -> str:
    """Today (ISO), where the desk stands."""
    return context.now.astimezone().date().isoformat()


def lists_of(context: Context) -> ItemLists:
    """Every version of the record item list, and the one in force today."""
    return context.ask(ItemListVersions(local_day(context)))


def items_of(context: Context, case: CaseRow) -> RecordItemList:
    """The version a case was opened under. Raises `items.unknown-version`."""
    return lists_of(context).of(case.item_list)


def checked_item(context: Context, case: CaseRow, code: str) -> str:
    """An item's code as the case's own list writes it. Raises `link.unknown-item`."""
    item = code.strip().upper()
    if items_of(context, case).item(item) is None:
        raise DeskError("link.unknown-item", item=item, items=case.item_list)
    return item


def linked(command: LinkRecording, context: Context) -> f.RecordingLinked:
    """A recording's place in a case, under an item of the case's own list. Raises as `LinkRecording` tells."""
    detail = context.ask(ShowRecording(command.recording))
    case = open_case_of(context, command.case)
    if detail.row.state == "sealed":
        raise DeskError("link.recording-sealed", name=detail.row.name, codes=", ".join(detail.archival_codes))
    item = checked_item(context, case.row, command.item)
    length = detail.row.duration_ms
    if command.from_ms < 0 or command.until_ms < 0 or (command.until_ms and command.until_ms <= command.from_ms):
        raise DeskError("link.bad-range", since=command.from_ms, until=command.until_ms)
    if length and (command.from_ms >= length or command.until_ms > length):
        raise DeskError("link.beyond-end", since=command.from_ms, until=command.until_ms, length=length)
    place = (case.row.id, item, command.from_ms, command.until_ms)
    if any((each.case_id, each.item, each.from_ms, each.until_ms) == place for each in detail.links
           if not each.unlinked_at):  # fmt: skip
        raise DeskError("link.exists", name=detail.row.name, number=case.row.number, item=item)
    return f.RecordingLinked(
        new_id(), detail.row.id, case.row.id, item, command.from_ms, command.until_ms, command.reason.strip()
    )
