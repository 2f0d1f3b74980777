"""Decisions about officers. In: what people wrote. Out: facts."""

from __future__ import annotations

from collections.abc import Iterator

from recorder_desk.casefile import local_day
from recorder_desk.commands import people as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.officer import checked
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries import people as q


def write_officers(command: c.WriteOfficers, context: Context) -> Iterator[f.Fact]:
    """Each as a whole; nothing for those that stay as they are. A certificate is one person's."""
    known = {row.id: row.fields for row in context.ask(q.Officers(local_day(context), left=True))}
    whose = dict(context.ask(q.WhoseCertificate()))
    for officer, told in command.officers:
        fields = checked(told)
        if officer and officer not in known:
            raise DeskError("officer.unknown", officer=officer)
        if known.get(officer) == fields:
            continue
        which = officer or new_id()
        for each in fields.certificates:
            if whose.setdefault(each.number, which) != which:
                raise DeskError("officer.certificate-taken", certificate=each.number, name=fields.name)
        known[which] = fields
        yield f.OfficerAmended(which, fields) if officer else f.OfficerAdded(which, fields)


def note_left(command: c.NoteLeft, context: Context) -> Iterator[f.Fact]:
    """Marks somebody as gone; nothing where that is known."""
    if not command.reason.strip():
        raise DeskError("officer.reason-missing")
    rows = {row.id for row in context.ask(q.Officers(local_day(context), left=True))}
    if command.officer not in rows:
        raise DeskError("officer.unknown", officer=command.officer)
    if command.officer in {row.id for row in context.ask(q.Officers(local_day(context)))}:
        yield f.OfficerLeft(command.officer, command.reason.strip())
