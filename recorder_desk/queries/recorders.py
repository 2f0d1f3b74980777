"""What can be seen of recorders."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.recorder import HandIn, RecorderDetail, RecorderRow, UnknownRecorder, Wearing
from recorder_desk.queries.base import Query


@dataclass(frozen=True, slots=True)
class Recorders(Query[tuple[RecorderRow, ...]]):
    """The register, by serial. `today` (local day, ISO): whose wearer is told."""

    today: str


@dataclass(frozen=True, slots=True)
class FindRecorder(Query[str]):
    """The id of the recorder with this serial, mark's value, or unambiguous end of its id.

    Raises `recorder.unknown`."""

    text: str


@dataclass(frozen=True, slots=True)
class ShowRecorder(Query[RecorderDetail]):
    """One recorder. Raises `recorder.unknown`."""

    recorder: str
    today: str


@dataclass(frozen=True, slots=True)
class WhoseMark(Query[str | None]):
    """The recorder a mark means ('': none of ours); None: nobody has said."""

    mark: str


@dataclass(frozen=True, slots=True)
class LastDocked(Query[str]):
    """What `sn.txt` said when a volume was docked last, or ''."""

    device: str


@dataclass(frozen=True, slots=True)
class Wearings(Query[tuple[Wearing, ...]]):
    """Who wears and wore a recorder, or the one entry with this id; withdrawn ones too, newest first."""

    recorder: str = ""
    wearing: str = ""


@dataclass(frozen=True, slots=True)
class UnknownRecorders(Query[tuple[UnknownRecorder, ...]]):
    """Recorders that recordings came from and nobody has said which they are, the busiest first."""

    limit: int = 20


@dataclass(frozen=True, slots=True)
class HandIns(Query[tuple[HandIn, ...]]):
    """Recorders that went out, those that are not back first, then the newest. `now` is a UTC stamp."""

    now: str
    recorder: str = ""
    limit: int = 200


@dataclass(frozen=True, slots=True)
class DockRecorders(Query[dict[str, tuple[str, str, str]]]):
    """Id, serial and today's wearer of the recorder whose recordings were last received from each open folder, by
    path."""

    today: str
