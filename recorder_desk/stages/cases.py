"""Cases, and a recording's place in one. In: commands of the case area. Out: facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from recorder_desk.casefile import linked, lists_of, local_day, open_case_of
from recorder_desk.commands import cases as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.case import CaseFields
from recorder_desk.domain.case_import import checked
from recorder_desk.domain.case_number import next_number
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.times import is_day
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries.cases import CaseNumbersLike, CasesByNumber
from recorder_desk.queries.recordings import ShowRecording


def open_case(command: c.OpenCase, context: Context) -> Iterator[f.Fact]:
    """A case with a number of its own, under the item list in force."""
    number = command.number.strip() or _next_number(command.opened_on, context)
    told = CaseFields(number, command.title, command.party, command.matter, command.opened_on)
    yield from _opened((told,), context, set(context.ask(CaseNumbersLike(" ".join(number.split())))))


def open_cases(command: c.OpenCases, context: Context) -> Iterator[f.Fact]:
    """All of them, under the item list in force."""
    yield from _opened(command.cases, context, set(context.ask(CasesByNumber())))


def _opened(told: Iterable[CaseFields], context: Context, taken: set[str]) -> Iterator[f.Fact]:
    today, label = local_day(context), lists_of(context).current.label
    for each in told:
        fields = checked(each, today)
        if fields.number in taken:
            raise DeskError("case.number-taken", number=fields.number)
        taken.add(fields.number)
        words = (fields.number, fields.title, fields.party, fields.matter, fields.opened_on)
        yield f.CaseOpened(new_id(), *words, label)


def _next_number(opened_on: str, context: Context) -> str:
    """By the bureau's template: one more than the highest of that year."""
    template, day = context.settings.case_number_template, opened_on.strip() or local_day(context)
    if not template.strip():
        raise DeskError("case.number-missing")
    if not is_day(day):
        raise DeskError("case.bad-date", date=opened_on)
    return next_number(template, day[:4], lambda beginning: context.ask(CaseNumbersLike(beginning)))


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
