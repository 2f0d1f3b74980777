"""A morning for the inbox: inspections that were planned, recordings of them, and some that nobody planned.

In: an open desk, how many recordings. Out: where each truly belongs. The same every time, but for ids. Of twenty
recordings seventeen lie in an event their wearer took part in, two of these under another record item; two belong to a
case without an event, and one to none.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from recorder_desk.commands.base import Command
from recorder_desk.commands.cases import OpenCase
from recorder_desk.commands.casework import PlanEvent
from recorder_desk.commands.dock import Arrival, RegisterFiles
from recorder_desk.commands.people import WriteOfficers
from recorder_desk.commands.recorders import AddRecorder, AssignRecorder
from recorder_desk.domain import facts as f
from recorder_desk.domain.case_event import EventFields
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.officer import Certificate, OfficerFields
from recorder_desk.domain.recorder import RecorderFields
from recorder_desk.domain.recording import Origin, Original
from recorder_desk.domain.times import stamp
from ui.session import Session

GROUPS, SLOTS = 3, 4
"""So many pairs of officers are out, each to so many cases one after the other."""
UNPLANNED = 2
DAY = datetime(2026, 5, 8, 8, 0).astimezone()
ITEM, OTHER = "JC-02", "JC-03"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a recording truly belongs; `case` '' : to none."""

    case: str
    number: str
    item: str


def morning(session: Session, count: int) -> dict[str, Wanted]:
    """Make it. Which recording belongs where."""
    chance = random.Random(4)
    people, devices = _people(session)
    cases = [_case(session, number) for number in range(GROUPS * SLOTS + UNPLANNED)]
    for at, (case, _) in enumerate(cases[: GROUPS * SLOTS]):
        group, slot = at % GROUPS, at // GROUPS
        begins = DAY + timedelta(minutes=50 * slot)
        pair = slice(2 * group, 2 * group + 2)
        fields = EventFields(
            "现场检查", "inspection", stamp(begins), stamp(begins + timedelta(minutes=40)), "", tuple(people[pair]),
            tuple(devices[pair]), "", ITEM,
        )  # fmt: skip
        _do(session, PlanEvent(case, fields))
    truth: dict[str, Wanted] = {}
    arrivals = []
    for number in range(count):
        arrival, wanted = _shot(number, cases, chance)
        arrivals.append(arrival)
        truth[arrival.origin.recording] = wanted
    _do(session, RegisterFiles(tuple(arrivals)))
    return truth


def _people(session: Session) -> tuple[list[str], list[str]]:
    names = [f"检查员{number}" for number in range(2 * GROUPS)]
    told = tuple(("", OfficerFields(name, certificates=(Certificate(f"鲁{name}"),))) for name in names)
    people = [fact.officer for fact in _do(session, WriteOfficers(told)) if isinstance(fact, f.OfficerAdded)]
    devices = []
    for number, name in enumerate(names):
        marks = (f"device:JGR15{number:02}",)
        facts = _do(session, AddRecorder(RecorderFields(f"DSJ-{number:02}"), marks))
        device = next(fact.recorder for fact in facts if isinstance(fact, f.RecorderAdded))
        _do(session, AssignRecorder(device, name, "2026-01-01"))
        devices.append(device)
    return people, devices


def _case(session: Session, number: int) -> tuple[str, str]:
    name = f"TJ-2026-{101 + number}"
    (opened, *_) = _do(session, OpenCase(name, "统计检查", f"单位{number}"))
    assert isinstance(opened, f.CaseOpened)
    return opened.case, name


def _shot(number: int, cases: list[tuple[str, str]], chance: random.Random) -> tuple[Arrival, Wanted]:
    kind = number % 20
    if kind < 17:
        at = chance.randrange(GROUPS * SLOTS)
        device = 2 * (at % GROUPS) + chance.randrange(2)
        shot = DAY + timedelta(minutes=50 * (at // GROUPS) + chance.randrange(1, 38), seconds=number % 60)
        wanted = Wanted(*cases[at], OTHER if kind in (5, 11) else ITEM)
    else:
        device = chance.randrange(2 * GROUPS)
        shot = DAY + timedelta(days=3, minutes=number)
        unplanned = cases[GROUPS * SLOTS + number // 20 % UNPLANNED]
        wanted = Wanted("", "", "") if kind == 19 else Wanted(*unplanned, ITEM)
    return _arrival(f"JGR15{device:02}_000123_{shot:%Y%m%d%H%M%S}_{number:04}.MP4", shot, number), wanted


def _arrival(name: str, shot: datetime, number: int) -> Arrival:
    """As the vault would tell of it; it lies in no vault."""
    recording, content = new_id(), f"{name} {number}".encode()
    digest, at = f"sha512:{hashlib.sha512(content).hexdigest()}", stamp(shot.astimezone(UTC))
    origin = Origin(
        recording, "video", name, f"/media/card/{name}", "uuid:66E5-A1B2", len(content), at,
        round(shot.timestamp()) * 10**9, stamp(datetime.now(UTC)), "station", "desk",
    )  # fmt: skip
    original = Original(recording, digest, len(content), f"ab/{recording}", "v1/content/original.mp4", "direct")
    return Arrival(origin, original)


def _do(session: Session, command: Command) -> tuple[f.Fact, ...]:
    return session.desk.do(command, session.actor).result(60)
