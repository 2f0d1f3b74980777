"""What people say of recordings: tags, notes and flags. A tag is a path in the bureau's tree: `现场/会议室`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from recorder_desk.errors import DeskError

NoteField = Literal["note", "confidentiality", "respondent", "proof", "important", "aside"]
NOTE_FIELDS: tuple[NoteField, ...] = ("note", "confidentiality", "respondent", "proof", "important", "aside")
REASONED: tuple[NoteField, ...] = ("important", "aside")
"""What is said only with a reason."""
CONFIDENTIALITIES = ("", "public", "internal", "restricted")
FLAGS = ("", "yes", "no")
LONGEST_TAG, LONGEST_TEXT = 100, 4_000


@dataclass(frozen=True, slots=True)
class Notes:
    """What is said of a recording. `confidentiality`: public, internal, restricted or '' (as its item says);
    `respondent`: 'yes' where it shows data of a single respondent (单个调查对象资料, 统计法 28); `proof`: what it
    proves; `important`: 'yes' or 'no' where somebody decided against what the recorder marked, '' otherwise; `aside`:
    'yes' where it belongs to no case and nobody has to look for one."""

    note: str = ""
    confidentiality: str = ""
    respondent: str = ""
    proof: str = ""
    important: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag of the tree, how many recordings have it or one below it, and how many it itself."""

    tag: str
    recordings: int
    own: int


def changed(tags: Iterable[str], add: Iterable[str], remove: Iterable[str], *, only: bool = False) -> tuple[str, ...]:
    """What the tags of a recording become. Raises DeskError as `tidy` does."""
    wanted, unwanted = {tidy(each) for each in add}, {tidy(each) for each in remove}
    return tuple(sorted(wanted | (set() if only else set(tags) - unwanted)))


def tidy(tag: str) -> str:
    """A tag as it is kept: NFC, single spaces, no empty branch. Raises DeskError `tag.empty`, `tag.long`."""
    parts = [" ".join(part.split()) for part in unicodedata.normalize("NFC", tag).replace("／", "/").split("/")]
    told = "/".join(part for part in parts if part)
    if not told:
        raise DeskError("tag.empty")
    if len(told) > LONGEST_TAG or any(unicodedata.category(each)[0] == "C" for each in told):
        raise DeskError("tag.long", tag=told[:LONGEST_TAG], most=LONGEST_TAG)
    return told


def checked(field: str, value: str) -> str:
    """The value of a field as it is kept. Raises DeskError `tag.bad-field`, `tag.bad-value`."""
    told = value.strip()
    if field not in NOTE_FIELDS:
        raise DeskError("tag.bad-field", field=field, fields=", ".join(NOTE_FIELDS))
    allowed = {
        "confidentiality": CONFIDENTIALITIES,
        "respondent": FLAGS[:2],
        "important": FLAGS,
        "aside": FLAGS[:2],
    }.get(field)
    if (allowed is not None and told not in allowed) or len(told) > LONGEST_TEXT:
        raise DeskError("tag.bad-value", field=field, value=told[:60], values=", ".join(filter(None, allowed or ())))
    return told
