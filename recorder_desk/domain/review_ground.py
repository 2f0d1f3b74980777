"""What the rules of a case-file review look at: a case as the desk knows it, gathered by the catalogue. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from recorder_desk.domain.case_stages import CaseClock
from recorder_desk.domain.coverage import Cell


@dataclass(frozen=True, slots=True)
class Seen:
    """A mark of a kind, at a position of a recording."""

    kind: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class Footage:
    """A recording's place in the case, from `from_ms` until `until_ms`. `began_ms` and `ended_ms` (since 1970): that
    range in true time ± `error_ms`, 0 where it is not known. `words`: whether anything says what it shows, `proof`
    what it proves. `late_ms`: how late its recorder was handed in, -1 nobody counted; `excused`: with a reason.
    `check_code`: what the last check of the original found; `checked`: there was one. `hole_at_ms`: where the longest
    gap is."""

    recording: str
    name: str
    item: str
    kind: str
    from_ms: int = 0
    until_ms: int = 0
    began_ms: int = 0
    ended_ms: int = 0
    error_ms: int = 0
    timed: bool = True
    words: bool = False
    proof: bool = False
    late_ms: int = -1
    excused: bool = False
    check_code: str = ""
    checked: bool = False
    hole_at_ms: int = 0
    hole_ms: int = 0
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """An event that has begun (ms since 1970; `ended_ms` 0 not known): how many certified officers, who had no
    certificate, why it was held with fewer than two."""

    event: str
    title: str
    item: str
    began_ms: int
    ended_ms: int
    certified: int
    enough: bool
    uncertified: tuple[str, ...] = ()
    override: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules look at."""

    state: str
    closed: bool
    cells: tuple[Cell, ...] = ()
    footage: tuple[Footage, ...] = ()
    events: tuple[Held, ...] = ()
    clocks: tuple[CaseClock, ...] = ()
