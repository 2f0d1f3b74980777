"""What one value says otherwise than another of its kind, field by field, in words to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any


def changed_fields(was: Any, becomes: Any) -> Iterator[tuple[str, str, str]]:
    """(field, before, after) of two values of one dataclass, where they differ."""
    for each in fields(was):
        before, after = getattr(was, each.name), getattr(becomes, each.name)
        if before != after:
            yield each.name, _text(before), _text(after)


def _text(told: object) -> str:
    if isinstance(told, tuple):
        return "|".join(map(_text, told))
    if is_dataclass(told):
        return " ".join(filter(None, (_text(getattr(told, each.name)) for each in fields(told))))
    return str(told)
