"""Decisions about recorders' clocks. In: readings. Out: facts; what follows is computed when looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta

from recorder_desk.commands import clock as c
from recorder_desk.domain import facts as f
from recorder_desk.domain.clock import DAY, HOWS
from recorder_desk.domain.ids import new_id
from recorder_desk.domain.times import moment, stamp
from recorder_desk.errors import DeskError
from recorder_desk.ports import Context
from recorder_desk.queries import clock as q
from recorder_desk.queries.recorders import ShowRecorder

_AHEAD = timedelta(minutes=1)


def add_clock_point(command: c.AddClockPoint, context: Context) -> Iterator[f.Fact]:
    """A reading, told once."""
    context.ask(ShowRecorder(command.recorder, ""))
    recorder_at, true_at = _stamp(command.recorder_at), _stamp(command.true_at)
    if moment(true_at) > context.now + _AHEAD:
        raise DeskError("clock.bad-time", time=command.true_at)
    if not 0 <= command.error_ms <= DAY or command.how not in HOWS:
        raise DeskError("clock.bad-error", error=command.error_ms)
    known = [each for each in context.ask(q.ClockPoints(command.recorder)) if not each.withdrawn]
    if not any((each.recorder_at, each.true_at, each.how) == (recorder_at, true_at, command.how) for each in known):
        yield f.ClockPointAdded(
            new_id(), command.recorder, recorder_at, true_at, command.error_ms, command.how, command.note.strip()
        )


def withdraw_clock_point(command: c.WithdrawClockPoint, context: Context) -> Iterator[f.Fact]:
    """A wrong reading is marked as such and counts no more."""
    if not command.reason.strip():
        raise DeskError("clock.reason-missing")
    found = [each for each in context.ask(q.ClockPoints(point=command.point)) if not each.withdrawn]
    if len(found) != 1:
        raise DeskError("clock.unknown-point", point=command.point)
    yield f.ClockPointWithdrawn(found[0].id, found[0].recorder, command.reason.strip())


def _stamp(text: str) -> str:
    try:
        at = moment(text)
        return stamp(at if at.tzinfo else at.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        raise DeskError("clock.bad-time", time=text) from error
