"""What can be done about recorders' clocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.clock import How


@dataclass(frozen=True, slots=True)
class AddClockPoint(Command):
    """A recorder showed `recorder_at` when it was truly `true_at` (UTC stamps), ± `error_ms`; it counts once.

    Raises `recorder.unknown`, `clock.bad-time` (no time, or a true one that is still to come), `clock.bad-error`."""

    permission: ClassVar[str] = "recorders.clock"
    recorder: str
    recorder_at: str
    true_at: str
    error_ms: int = 2_000
    how: How = "manual"
    note: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawClockPoint(Command):
    """A reading was wrong, and why. Raises `clock.unknown-point`, `clock.reason-missing`."""

    permission: ClassVar[str] = "recorders.clock"
    point: str
    reason: str
