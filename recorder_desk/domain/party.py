"""Parties (当事人): who is inspected.

An entity has a unified social credit code (统一社会信用代码, GB 32100-2015) whose check character is verified. Of a
person's identity number (GB 11643-1999) only the ends are kept, once it was verified.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from recorder_desk.domain.times import is_day
from recorder_desk.errors import DeskError

PartyKind = Literal["entity", "business", "person"]
KINDS: tuple[PartyKind, ...] = get_args(PartyKind)
CODE_LENGTH = 18
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ID_ENDS = "10X98765432"
_MASK = "*"


@dataclass(frozen=True, slots=True)
class Party:
    """What the register holds of a party. `code`: of an entity or an individual business; `person_id`: masked."""

    name: str
    kind: PartyKind = "entity"
    code: str = ""
    person_id: str = ""
    representative: str = ""
    address: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party in the register. `cases`: how many name it."""

    id: str
    fields: Party
    cases: int


def check_character(code: str) -> str:
    """The last character of a unified social credit code, from the first 17 (GB 32100-2015, 5.2): weights are powers of
    three modulo 31. Raises ValueError where a character is not one of the code's."""
    total = sum(_CODE_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[: CODE_LENGTH - 1]))
    return _CODE_SIGNS[-total % 31]


def is_credit_code(code: str) -> bool:
    """Whether a text is a unified social credit code, check character and all."""
    if len(code) != CODE_LENGTH or any(sign not in _CODE_SIGNS for sign in code):
        return False
    return check_character(code) == code[-1]


def is_person_id(number: str) -> bool:
    """Whether a text is an identity number: 17 digits with a day of birth, and the check character (GB 11643-1999)."""
    if len(number) != CODE_LENGTH or not (number[:-1].isascii() and number[:-1].isdigit()):
        return False
    if not is_day(f"{number[6:10]}-{number[10:12]}-{number[12:14]}"):
        return False
    total = sum(int(digit) * pow(2, CODE_LENGTH - 1 - place, 11) for place, digit in enumerate(number[:-1]))
    return _ID_ENDS[total % 11] == number[-1]


def masked(number: str) -> str:
    """An identity number with its day of birth and order hidden: the first six and the last four stay."""
    return number[:6] + _MASK * 8 + number[-4:]


def checked(told: Party) -> Party:
    """As it is kept. Raises DeskError `party.name-missing`, `party.bad-kind`, `party.bad-code`,
    `party.bad-person-id`."""
    name = " ".join(told.name.split())
    if not name:
        raise DeskError("party.name-missing")
    if told.kind not in KINDS:
        raise DeskError("party.bad-kind", kind=told.kind, kinds=", ".join(KINDS))
    code = "".join(told.code.split()).upper()
    if code and not is_credit_code(code):
        raise DeskError("party.bad-code", name=name, told=code[:40])
    person = "".join(told.person_id.split()).upper()
    if person and person != masked(person):
        if not is_person_id(person):
            raise DeskError("party.bad-person-id", name=name)
        person = masked(person)
    return replace(told, name=name, code=code, person_id=person)
