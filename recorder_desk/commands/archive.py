"""What can be done in the archive and with the desk itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command
from recorder_desk.domain.facts import Fact


@dataclass(frozen=True, slots=True)
class SealCase(Command):
    """Seal a case's linked recordings per the record item list. The vault is written as owed work.

    Raises `case.unknown`, `case.sealed`, `seal.nothing-linked`, `seal.recording-damaged` (an original
    whose last check found it differing), `seal.fonds-missing`, `seal.retention-unknown`,
    `settings.bad-template`."""

    permission: ClassVar[str] = "archive.seal"
    case: str


@dataclass(frozen=True, slots=True)
class FinishSeal(Command):
    """The vault holds everything the seal says. Told once; a seal that is not owed changes nothing."""

    permission: ClassVar[str] = "archive.seal"
    seal: str
    case: str
    object_path: str
    manifest_digest: str


@dataclass(frozen=True, slots=True)
class ChangeSetting(Command):
    """Note a changed setting in the journal (the value itself lives in the settings file)."""

    permission: ClassVar[str] = "desk.configure"
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class RecoverFacts(Command):
    """Write what a rebuild found in the vault into an empty catalogue, as facts.

    Raises `rebuild.catalogue-present` where the catalogue knows a recording or a case."""

    permission: ClassVar[str] = "desk.rebuild"
    facts: tuple[Fact, ...]
