"""Decisions about marks. In: commands. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator

from recorder_desk.casefile import lists_of
from recorder_desk.commands import marks as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.mark import MarkFields, checked, new_code
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries import marks as q
from recorder_desk.queries.recordings import ShowRecording


def add_marks(command: c.AddMarks, context: Context) -> Iterator[f.Fact]:
    """Each with a code that no other has, or had."""
    there = {each.fields for each in context.ask(q.Marks(command.recording))}
    given: set[str] = set()
    for told in command.marks:
        fields = _checked(told, command.recording, context)
        if fields in there:
            continue
        there.add(fields)
        code = new_code()
        while code in given or context.ask(q.CodeTaken(code)):
            code = new_code()
        given.add(code)
        yield f.MarkAdded(new_id(), command.recording, code, fields)


def change_mark(command: c.ChangeMark, context: Context) -> Iterator[f.Fact]:
    """Only what changes is told."""
    row = context.ask(q.FindMark(command.mark))
    fields = _checked(command.fields, row.recording, context)
    if fields != row.fields:
        yield f.MarkChanged(row.id, row.recording, row.fields, fields)


def remove_mark(command: c.RemoveMark, context: Context) -> Iterator[f.Fact]:
    """It stays as a trace."""
    row = context.ask(q.FindMark(command.mark))
    yield f.MarkRemoved(row.id, row.recording, row.code, row.fields)


def _checked(fields: MarkFields, recording: str, context: Context) -> MarkFields:
    length = context.ask(ShowRecording(recording)).row.duration_ms
    found = checked(fields, length)
    if found.item and not any(each.item(found.item) for each in lists_of(context).versions):
        raise DeskError("mark.unknown-item", item=found.item)
    return found
