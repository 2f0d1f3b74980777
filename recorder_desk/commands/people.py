"""What can be done about officers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.officer import OfficerFields


@dataclass(frozen=True, slots=True)
class WriteOfficers(Command):
    """Officers as they are to stand in the register: (id, fields), id '' for a new one; all of them or none.

    Raises `officer.unknown`, `officer.name-missing`, `officer.bad-date`, `officer.certificate-missing`,
    `officer.certificate-twice`, `officer.certificate-taken`."""

    permission: ClassVar[str] = "officers.edit"
    officers: tuple[tuple[str, OfficerFields], ...]


@dataclass(frozen=True, slots=True)
class NoteLeft(Command):
    """An officer left; he stays in the register. Raises `officer.unknown`, `officer.reason-missing`."""

    permission: ClassVar[str] = "officers.edit"
    officer: str
    reason: str
