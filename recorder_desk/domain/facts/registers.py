"""Registers: matters, legal bases, parties."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.facts.base import Fact
from recorder_desk.domain.matter import LegalBasis, Matter
from recorder_desk.domain.party import Party


@dataclass(frozen=True, slots=True)
class MatterWritten(Fact):
    """A version of a matter, in place of the one of its code that begins the same day."""

    matter: Matter


@dataclass(frozen=True, slots=True)
class LegalBasisWritten(Fact):
    """A version of a legal basis, in place of the one of its code that begins the same day."""

    basis: LegalBasis


@dataclass(frozen=True, slots=True)
class PartyWritten(Fact):
    """A party as the register has it from now on. A person's identity number is masked in it."""

    party: str
    fields: Party
