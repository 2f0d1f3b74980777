"""Commands about officers, and about what happens in cases, each one that would be carried out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from recorder_desk.commands import casework, people
from recorder_desk.commands.base import Command
from recorder_desk.domain import facts as f
from recorder_desk.domain.case_event import EventFields
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.officer import Certificate, OfficerFields, UserNumber
from recorder_desk.queries.people import Officers
from tests.recorder_desk.commands.room import Room

MEN = tuple(OfficerFields(name, certificates=(Certificate(f"鲁{name}"),)) for name in ("王芳", "李强"))
NUMBER = (UserNumber("000123"),)
VISIT = EventFields("现场检查", "inspection", "2026-05-08T01:00:00.000Z")


def _officer(room: Room) -> str:
    (added,) = room.do(people.WriteOfficers((("", OfficerFields(f"赵{new_id()[-6:]}")),)))
    assert isinstance(added, f.OfficerAdded)
    return added.officer


def _visited(room: Room) -> str:
    known = room.ask(Officers("2026-05-08"))
    ids = tuple(each.id for each in known if each.certified)
    if not ids:
        facts = room.do(people.WriteOfficers(tuple(("", each) for each in MEN)))
        ids = tuple(fact.officer for fact in facts if isinstance(fact, f.OfficerAdded))
    (planned,) = room.do(casework.PlanEvent(room.open, replace(VISIT, officers=ids)))
    assert isinstance(planned, f.EventPlanned)
    return planned.event


INSPECTIONS: Mapping[type[Command], Callable[[Room], Command]] = {
    people.WriteOfficers: lambda room: people.WriteOfficers(
        ((_officer(room), OfficerFields("赵敏", user_numbers=NUMBER)),)
    ),
    people.NoteLeft: lambda room: people.NoteLeft(_officer(room), "调离"),
    casework.NoteStage: lambda room: casework.NoteStage(room.open, "filing", "2026-05-08"),
    casework.PlanEvent: lambda room: casework.PlanEvent(room.open, replace(VISIT, override="紧急")),
    casework.AmendEvent: lambda room: casework.AmendEvent(
        _visited(room), replace(VISIT, title="询问", override="紧急")
    ),
    casework.CancelEvent: lambda room: casework.CancelEvent(_visited(room), "改期"),
    casework.JudgeItem: lambda room: casework.JudgeItem(room.open, "TZ-01", "not-applicable", "未申请听证"),
}
