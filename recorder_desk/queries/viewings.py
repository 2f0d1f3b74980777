"""Looking at viewings: who opened what, why, and how much was seen."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.viewing import Asks, SeenRow, ViewingRow
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class ViewingAsks(Query[tuple[Asks, ...]]):
    """Why a reason is asked before a recording is opened, whatever the setting says; () where nothing asks."""

    recording: str


@dataclass(frozen=True, slots=True)
class FindViewing(Query[ViewingRow]):
    """A viewing by its id. Raises `viewing.unknown`."""

    viewing: str


@dataclass(frozen=True, slots=True)
class Viewings(Query[tuple[ViewingRow, ...]]):
    """Viewings, newest first: of a recording, of all recordings linked to a case, by an actor; '' means any."""

    recording: str = ""
    case: str = ""
    actor: str = ""
    limit: int = 500


@dataclass(frozen=True, slots=True)
class Seen(Query[tuple[SeenRow, ...]]):
    """What each person has seen of each recording, all viewings together; narrowed as `Viewings` are."""

    recording: str = ""
    case: str = ""
    actor: str = ""
