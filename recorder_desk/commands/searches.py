"""What can be done with searches a person keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from recorder_desk.commands.base import Command


@dataclass(frozen=True, slots=True)
class SaveSearch(Command):
    """Keep a search under a name, for this actor; one of the same name is replaced. `facets` pair a facet of the list
    of recordings with its value. Raises `search.name-missing`, `search.name-long`, `search.nothing`,
    `search.unknown-facet`."""

    permission: ClassVar[str] = "recordings.view"
    name: str
    words: str
    facets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ForgetSearch(Command):
    """Keep a search no longer. Raises `search.unknown`."""

    permission: ClassVar[str] = "recordings.view"
    name: str
