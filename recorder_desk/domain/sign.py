"""Why the desk thinks something, as codes with their facts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One sign that speaks for something or against it."""

    code: str
    facts: dict[str, str | int]
