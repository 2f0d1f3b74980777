"""What can be written into the registers of matters, legal bases and parties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.matter import LegalBasis, Matter
from recorder_desk.domain.party import Party


@dataclass(frozen=True, slots=True)
class WriteMatters(Command):
    """Versions of legal bases and matters, all or nothing; those that are there so already are passed over.

    Raises `version.code-missing`, `version.name-missing`, `version.bad-days`, `version.overlap`,
    `matter.unknown-parent`, `matter.cycle`, `matter.unknown-basis`."""

    permission: ClassVar[str] = "desk.configure"
    matters: tuple[Matter, ...] = ()
    bases: tuple[LegalBasis, ...] = ()


@dataclass(frozen=True, slots=True)
class WriteParties(Command):
    """Parties by id ('': a new one), all or nothing; those that are there so already are passed over.

    Raises `party.unknown`, `party.name-missing`, `party.bad-kind`, `party.bad-code`, `party.bad-person-id`,
    `party.code-taken`."""

    permission: ClassVar[str] = "cases.edit"
    parties: tuple[tuple[str, Party], ...]
