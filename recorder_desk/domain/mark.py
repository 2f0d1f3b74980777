"""Marks: a moment or a range of a recording that somebody points at, with a code that leads back to it.

The code is printed and read aloud: six signs of an alphabet in which none looks like another (no 0 O, 1 I L), the last
a check character. Weights 1 to 6 modulo 31: one wrong sign or two neighbours that changed places are always noticed.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import Literal, get_args

from recorder_desk.errors import DeskError

MarkKind = Literal["start", "end", "certificate", "rights", "question", "refusal", "signature", "sealing", "other"]
KINDS: tuple[MarkKind, ...] = get_args(MarkKind)
"""What a record item asks to be seen: start point, end point, certificate shown, rights told, …"""
POINTS: tuple[MarkKind, ...] = ("start", "end")

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6
LONGEST_NOTE = 500
_PRIME = len(ALPHABET)


@dataclass(frozen=True, slots=True)
class MarkFields:
    """What a mark says: from `at_ms` until `until_ms` (ms from the start; 0: a moment), of which kind, for which record
    item ('' none), and a note."""

    at_ms: int
    until_ms: int = 0
    kind: MarkKind = "other"
    item: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A mark with the recording it lies in, who made it and when (UTC stamp)."""

    id: str
    code: str
    recording: str
    name: str
    fields: MarkFields
    marked_by: str
    marked_at: str


def new_code() -> str:
    """A code nobody can guess from another."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH - 1))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """The last sign, from the five before it."""
    total = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, 1))
    return ALPHABET[-total * pow(CODE_LENGTH, -1, _PRIME) % _PRIME]


def read_code(text: str) -> str:
    """A code as it is kept, however it was typed (small letters, spaces, hyphens); '' where it is none, or where its
    check character says that a sign is wrong."""
    code = "".join(text.split()).replace("-", "").upper()
    if len(code) != CODE_LENGTH or any(sign not in ALPHABET for sign in code):
        return ""
    return code if check_sign(code[:-1]) == code[-1] else ""


def checked(fields: MarkFields, length_ms: int) -> MarkFields:
    """As it is kept; `length_ms` of the recording, 0 where that is not known.

    Raises DeskError `mark.bad-kind`, `mark.bad-range`, `mark.beyond-end`, `mark.long`."""
    if fields.kind not in KINDS:
        raise DeskError("mark.bad-kind", kind=str(fields.kind))
    if fields.at_ms < 0 or (fields.until_ms and fields.until_ms <= fields.at_ms):
        raise DeskError("mark.bad-range", since=fields.at_ms, until=fields.until_ms)
    if length_ms and max(fields.at_ms, fields.until_ms) > length_ms:
        raise DeskError("mark.beyond-end", at=max(fields.at_ms, fields.until_ms), length=length_ms)
    note = " ".join(fields.note.split())
    if len(note) > LONGEST_NOTE:
        raise DeskError("mark.long", most=LONGEST_NOTE)
    return replace(fields, item=fields.item.strip().upper(), note=note)


def kind_of(word: str, names: dict[str, str]) -> MarkKind:
    """The kind a table means by a word: its code, or one of `names` (name → code). Raises DeskError `mark.bad-kind`."""
    told = word.strip()
    found = names.get(told, told.casefold() or "other")
    if found not in KINDS:
        raise DeskError("mark.bad-kind", kind=told)
    return found
