"""What a check noticed."""

from __future__ import annotations

from dataclasses import dataclass, field

from recorder_desk.errors import FactValue


@dataclass(frozen=True, slots=True)
class Finding:
    """A stable code, the thing it is about (an id, a path or an entry number) and its facts."""

    code: str
    subject: str
    facts: dict[str, FactValue] = field(default_factory=dict)
