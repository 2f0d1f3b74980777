"""Recorders of a stocked home in every state a command may find them in. In: a room. Out: ids, commands."""

from __future__ import annotations

from recorder_desk.commands import clock, recorders
from recorder_desk.commands.base import Command
from recorder_desk.domain import facts as f
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.recorder import RecorderFields
from tests.recorder_desk.commands.room import Room

SHOWN = "2026-11-23T01:00:00.000Z"


def recorder(room: Room) -> str:
    """One of the register, by its id."""
    added, *_ = room.do(recorders.AddRecorder(RecorderFields(f"SN-{new_id()[-12:]}")))
    assert isinstance(added, f.RecorderAdded)
    return added.recorder


def worn(room: Room) -> tuple[str, str]:
    """A recorder that is worn, and the wearing."""
    which = recorder(room)
    (told,) = room.do(recorders.AssignRecorder(which, "王芳", "2026-05-01"))
    assert isinstance(told, f.RecorderWorn)
    return which, told.wearing


def handed_out(room: Room) -> tuple[str, str]:
    """A recorder that is out for years, and its hand-in."""
    which = recorder(room)
    (out,) = room.do(recorders.HandOut(which, "2020-01-01T00:00:00.000Z"))
    assert isinstance(out, f.RecorderHandedOut)
    return which, out.handin


def misread(room: Room) -> Command:
    """Withdrawing a reading of a clock."""
    (added,) = room.do(clock.AddClockPoint(recorder(room), SHOWN, SHOWN))
    assert isinstance(added, f.ClockPointAdded)
    return clock.WithdrawClockPoint(added.point, "看错了")
