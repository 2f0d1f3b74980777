"""How a film stands, in words. In: numbers. Out: texts for the controls, '' where there is nothing to say."""

from __future__ import annotations

from dataclasses import dataclass

from ui.formats import clock


@dataclass(frozen=True, slots=True)
class Standing:
    """How the film stands, ready to be read."""

    playing: bool = False
    time_of_day: str = ""
    day_tip: str = ""
    position: str = ""
    frame: str = ""
    speed: str = ""
    range: str = ""
    muted: bool = False
    volume: str = ""
    channel: str = ""
    loops: bool = False


def exact(position_ms: int) -> str:
    """A position to the millisecond: `0:03:12.240`."""
    return f"{clock(position_ms)}.{position_ms % 1000:03d}"
