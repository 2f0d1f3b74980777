"""Cases, and a recording's place in one. In: commands of the case area. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from recorder_desk.casefile import linked, open_case_of
from recorder_desk.commands import cases as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.ids import new_id
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries.cases import FindCase, ShowCase
from recorder_desk.queries.recordings import ShowRecording


def open_case(command: c.OpenCase, context: Context) -> Iterator[f.Fact]:
    """A case with a number of its own, under the item list in force."""
    number, title = " ".join(command.number.split()), command.title.strip()
    if not number:
        raise DeskError("case.number-missing")
    if not title:
        raise DeskError("case.title-missing")
    try:
        found = context.ask(ShowCase(context.ask(FindCase(number))))
    except DeskError as unknown:
        if unknown.code not in ("case.unknown", "case.ambiguous"):
            raise
    else:
        if found.row.number == number:
            raise DeskError("case.number-taken", number=number)
    opened = _date(command.opened_on) or context.now.astimezone().date().isoformat()
    yield f.CaseOpened(
        new_id(),
        number,
        title,
        command.party.strip(),
        command.matter.strip(),
        opened,
        context.items.current.label,
    )


def amend_case(command: c.AmendCase, context: Context) -> Iterator[f.Fact]:
    """Change the words on an open case; nothing when they are the same."""
    row = open_case_of(context, command.case).row
    title = command.title.strip()
    if not title:
        raise DeskError("case.title-missing")
    words = (title, command.party.strip(), command.matter.strip(), _date(command.opened_on) or row.opened_on)
    if words != (row.title, row.party, row.matter, row.opened_on):
        yield f.CaseAmended(row.id, *words)


def link_recording(command: c.LinkRecording, context: Context) -> Iterator[f.Fact]:
    """Give a recording its place in a case."""
    yield linked(command, context)


def unlink_recording(command: c.UnlinkRecording, context: Context) -> Iterator[f.Fact]:
    """Take a recording out of a case; the link stays as a trace."""
    detail = context.ask(ShowRecording(command.recording))
    case = open_case_of(context, command.case)
    item = command.item.strip().upper()
    found = [
        each
        for each in detail.links
        if each.case_id == case.row.id and not each.unlinked_at and (not item or each.item == item)
    ]
    if not found:
        raise DeskError("link.unknown", name=detail.row.name, number=case.row.number)
    for each in found:
        yield f.RecordingUnlinked(each.id, each.recording, each.case_id, command.reason.strip())


def _date(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise DeskError("case.bad-date", date=text) from error
