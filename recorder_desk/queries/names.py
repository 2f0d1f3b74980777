"""What can be seen of names."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class NamesUnread(Query[tuple[tuple[str, str], ...]]):
    """(recording, path) of recordings whose names were not read by the grammars with this digest."""

    grammars: str
    limit: int = 256
