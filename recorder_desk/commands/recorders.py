"""What can be done about recorders, their wearers and their coming back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.recorder import RecorderFields


@dataclass(frozen=True, slots=True)
class AddRecorder(Command):
    """Put a recorder into the register, known by these marks. Raises `recorder.serial-missing`,
    `recorder.serial-taken`, `recorder.bad-kind`, `recorder.bad-mark`, `recorder.mark-taken`."""

    permission: ClassVar[str] = "recorders.edit"
    fields: RecorderFields
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AmendRecorder(Command):
    """Other words about a recorder. Raises as `AddRecorder`, and `recorder.unknown`."""

    permission: ClassVar[str] = "recorders.edit"
    recorder: str
    fields: RecorderFields


@dataclass(frozen=True, slots=True)
class MarkRecorder(Command):
    """This mark means this recorder ('': none of ours). Raises `recorder.unknown`, `recorder.bad-mark`."""

    permission: ClassVar[str] = "recorders.edit"
    recorder: str
    mark: str


@dataclass(frozen=True, slots=True)
class NoteDocking(Command):
    """A docked volume says in `sn.txt` who it is; told once for each text."""

    permission: ClassVar[str] = "dock.receive"
    device: str
    sn: str


@dataclass(frozen=True, slots=True)
class AssignRecorder(Command):
    """Somebody wears it from a local day on. Raises `recorder.unknown`, `recorder.officer-missing`,
    `recorder.bad-date`, `recorder.worn-already` (end that first)."""

    permission: ClassVar[str] = "recorders.edit"
    recorder: str
    officer: str
    since: str
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class EndWearing(Command):
    """Nobody wears it from this local day on. Raises `recorder.not-worn`, `recorder.bad-date`."""

    permission: ClassVar[str] = "recorders.edit"
    recorder: str
    until: str


@dataclass(frozen=True, slots=True)
class WithdrawWearing(Command):
    """An entry was wrong, and why. Raises `recorder.not-worn`, `recorder.reason-missing`."""

    permission: ClassVar[str] = "recorders.edit"
    wearing: str
    reason: str


@dataclass(frozen=True, slots=True)
class HandOut(Command):
    """It goes out; `expected_at` (UTC stamp; '': after `hand_in_hours`). Raises `recorder.unknown`,
    `recorder.out-already`, `recorder.bad-date`."""

    permission: ClassVar[str] = "recorders.hand-out"
    recorder: str
    expected_at: str = ""


@dataclass(frozen=True, slots=True)
class NoteHandIn(Command):
    """It came back without a recording. Raises `recorder.not-out`."""

    permission: ClassVar[str] = "recorders.hand-out"
    recorder: str


@dataclass(frozen=True, slots=True)
class ExplainLate(Command):
    """Why it came (or comes) late. Raises `recorder.not-late`, `recorder.reason-missing`."""

    permission: ClassVar[str] = "recorders.hand-out"
    handin: str
    reason: str
