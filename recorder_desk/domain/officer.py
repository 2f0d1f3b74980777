"""Enforcement officers: their certificates and the user numbers their recorders were given.

An inspection is made by two or more officers whose certificates are valid that day (统计法 38, 行政处罚法 42). Days are
local (ISO); `until` is the last day that counts, '' for no end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from recorder_desk.domain.times import is_day
from recorder_desk.errors import DeskError

LEAST_OFFICERS = 2
ENDS_SOON_DAYS = 60
Standing = Literal["valid", "ends-soon", "expired", "not-yet", "none"]


@dataclass(frozen=True, slots=True)
class Certificate:
    """An enforcement certificate: `kind` of it, who issued it, what it is for, from when until when."""

    number: str
    kind: str = ""
    issuer: str = ""
    scope: str = ""
    since: str = ""
    until: str = ""

    def valid_on(self, day: str) -> bool:
        """Whether it is valid on a day."""
        return (not self.since or self.since <= day) and (not self.until or day <= self.until)


@dataclass(frozen=True, slots=True)
class UserNumber:
    """The number a recorder writes for this officer, and when it meant him."""

    number: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class OfficerFields:
    """What the register holds of an officer, as people wrote it. `name` is never empty."""

    name: str
    unit: str = ""
    remark: str = ""
    certificates: tuple[Certificate, ...] = ()
    user_numbers: tuple[UserNumber, ...] = ()

    def standing(self, day: str) -> Standing:
        """How his certificates stand on a day: `ends-soon` where the last valid one ends within 60 days, `expired`
        where all have ended, `not-yet` where one is still to begin."""
        valid = [each for each in self.certificates if each.valid_on(day)]
        if not valid:
            if any(each.since > day for each in self.certificates):
                return "not-yet"
            return "expired" if self.certificates else "none"
        soon = (date.fromisoformat(day) + timedelta(ENDS_SOON_DAYS)).isoformat()
        return "ends-soon" if all(each.until and each.until <= soon for each in valid) else "valid"

    def certificate_on(self, day: str) -> Certificate | None:
        """A certificate that is valid on a day; None where there is none."""
        return next((each for each in self.certificates if each.valid_on(day)), None)


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer in the register. `certified`: has a certificate that is valid today; `left`: why he left, or ''."""

    id: str
    fields: OfficerFields
    certified: bool
    left: str = ""


@dataclass(frozen=True, slots=True)
class OfficerChange:
    """What an import would do to one officer. `officer` '' : a new one; `was` None likewise."""

    line: int
    officer: str
    was: OfficerFields | None
    becomes: OfficerFields


def checked(told: OfficerFields) -> OfficerFields:
    """The fields as they are kept. Raises DeskError `officer.name-missing`, `officer.bad-date`,
    `officer.certificate-missing` (its number), `officer.certificate-twice`."""
    name = " ".join(told.name.split())
    if not name:
        raise DeskError("officer.name-missing")
    seen: set[str] = set()
    for each in told.certificates:
        if not each.number:
            raise DeskError("officer.certificate-missing", name=name)
        if each.number in seen:
            raise DeskError("officer.certificate-twice", certificate=each.number, name=name)
        seen.add(each.number)
    spans = [(each.since, each.until) for each in told.certificates]
    spans += [(each.since, each.until) for each in told.user_numbers]
    for since, until in spans:
        if (since and not is_day(since)) or (until and not is_day(until)) or (since and until and until < since):
            raise DeskError("officer.bad-date", since=since, until=until, name=name)
    certificates = tuple(sorted(told.certificates, key=lambda each: (each.since, each.number)))
    numbers = tuple(sorted({each for each in told.user_numbers if each.number}, key=lambda each: each.since))
    return OfficerFields(name, told.unit.strip(), told.remark.strip(), certificates, numbers)


def uncertified(officers: Iterable[OfficerFields], day: str) -> tuple[str, ...]:
    """The names of those without a certificate that is valid on a day."""
    return tuple(each.name for each in officers if each.certificate_on(day) is None)
