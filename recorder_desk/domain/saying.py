"""What recordings would become if something was said of them: seen before it is done, for one or a thousand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from recorder_desk.domain.tagging import NoteField, Notes, changed, checked

Way = Literal["add", "remove", "set"]
WAYS: tuple[Way, ...] = ("add", "remove", "set")
SEPARATORS = ",，;；、\n"
"""Between tags that are typed in one line."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a recording now."""

    recording: str
    name: str
    tags: tuple[str, ...]
    notes: Notes


@dataclass(frozen=True, slots=True)
class Becoming:
    """A recording, what is said of it in the respect that is asked, and what would be: tags, or one value (() none)."""

    said: Said
    now: tuple[str, ...]
    then: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Whether anything would be another."""
        return self.now != self.then

    @property
    def replaces(self) -> bool:
        """Whether something that is said now would be said no more."""
        return not set(self.now) <= set(self.then)


def typed_tags(text: str) -> tuple[str, ...]:
    """The tags of a line: `site/office, ledger`."""
    for each in SEPARATORS:
        text = text.replace(each, ",")
    return tuple(part.strip() for part in text.split(",") if part.strip())


def become(of: Iterable[Said], what: Way | NoteField, value: str) -> tuple[Becoming, ...]:
    """What each would become. `value` is a line of tags, or what a note field is to hold ('' takes it back).

    Raises DeskError `tag.empty`, `tag.long`, `tag.bad-value`."""
    if what in ("add", "remove", "set"):
        tags = typed_tags(value)
        add, remove = ((), tags) if what == "remove" else (tags, ())
        return tuple(Becoming(each, each.tags, changed(each.tags, add, remove, only=what == "set")) for each in of)
    told = checked(what, value)
    return tuple(Becoming(each, _one(getattr(each.notes, what)), _one(told)) for each in of)


def _one(value: str) -> tuple[str, ...]:
    return (value,) if value else ()
